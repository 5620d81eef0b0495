import type { INestApplicationContext } from '@nestjs/common';
import { Config } from '../../src/config/config';
import { createStreamHandler, TABLE_STREAMS } from '../../src/lambda/stream';
import { EventSources, Handlers, startEventSources } from '../../src/local/event-sources';
import { localHandlers } from '../../src/local/handlers';
import { eventually } from './eventually';
import { mailsIn } from './mailbox';

/** What follows a write: the relay and the consumers of the queues. */
export interface Pipeline {
  readonly worker: INestApplicationContext;
  readonly sources: EventSources;
  stop(): Promise<void>;
}

type Environment = Readonly<Record<string, string>>;

/**
 * @param only the consumers that shall run; all by default.
 * @param routes what the relay carries; all by default.
 */
export async function startPipeline(
  environment: Environment,
  only?: readonly (keyof Handlers['queues'])[],
  routes = TABLE_STREAMS,
): Promise<Pipeline> {
  const { worker, queues } = await localHandlers({ LOG_LEVEL: 'SILENT', METRICS: 'off', ...environment });
  const chosen = Object.fromEntries(
    Object.entries(queues).filter(([name]) => only === undefined || only.some((one) => one === name)),
  );
  const sources = await startEventSources(
    worker.get(Config),
    { queues: chosen, stream: () => createStreamHandler(worker, routes) },
    { pollMs: 5, report: () => undefined },
  );
  return {
    worker,
    sources,
    stop: async () => {
      await sources.stop();
      await worker.close();
    },
  };
}

/** The subjects of the mails that an address received. */
export const subjectsTo = async (environment: Environment, address: string): Promise<string[]> =>
  (await mailsIn(environment.AWS_ENDPOINT_URL_SESV2 ?? ''))
    .filter(({ destination }) => destination.to[0] === address)
    .map(({ subject }) => subject.replace(/ · .*/, ''));

/** Waits until each address has got a mail; then, all messages being handled, tells how many each got. */
export async function mailsPerAddress(environment: Environment, addresses: readonly string[]): Promise<number[]> {
  const counts = async (): Promise<number[]> => {
    const mails = await mailsIn(environment.AWS_ENDPOINT_URL_SESV2 ?? '');
    const all = mails.map(({ destination }) => destination.to[0]);
    return addresses.map((address) => all.filter((to) => to === address).length);
  };
  await eventually(async () => {
    expect(Math.min(...(await counts()))).toBeGreaterThan(0);
  });
  return counts();
}
