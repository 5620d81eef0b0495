import { createApp } from '../../app.setup';
import { Config, Environment } from '../../config/config';
import { startEventSources } from '../event-sources';
import { localHandlers } from '../handlers';
import { serve } from '../http-server';

export interface Backend {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts API and event sources over stores that run already, on the tables that the environment names. */
export async function startBackend(environment: Environment): Promise<Backend> {
  const app = await createApp(environment);
  const handlers = await localHandlers(environment);
  const eventSources = await startEventSources(app.get(Config), handlers, { pollMs: 50 });
  await app.init();
  const server = await serve(app.getHttpAdapter().getInstance(), 0, '127.0.0.1');
  return {
    url: server.url,
    stop: async () => {
      await server.stop();
      await eventSources.stop();
      await handlers.worker.close();
      await app.close();
    },
  };
}
