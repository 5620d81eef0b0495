import { once } from 'node:events';
import { createServer, RequestListener } from 'node:http';
import { portOf } from './ports';

export interface HttpServer {
  readonly url: string;
  /** Takes no more connections and waits for the responses in flight. */
  stop(): Promise<void>;
}

export async function serve(listener: RequestListener, port: number, host: string): Promise<HttpServer> {
  const server = createServer(listener);
  server.listen({ port, host });
  await once(server, 'listening');
  const bound = portOf(server);
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`,
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      // A connection that was answering is idle, yet open, afterwards.
      const sweep = setInterval(() => {
        server.closeIdleConnections();
      }, 50);
      await closed;
      clearInterval(sweep);
    },
  };
}
