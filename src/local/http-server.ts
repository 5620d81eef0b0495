import { once } from 'node:events';
import { createServer, RequestListener } from 'node:http';
import type { Duplex } from 'node:stream';
import { problemOf, PROBLEMS } from '../http/problem';
import { newId } from '../kernel/ids';
import { portOf } from './ports';

export interface HttpServer {
  readonly url: string;
  /** Takes no more connections and waits for the responses in flight. */
  stop(): Promise<void>;
}

/** Returns the address of a server by its host and port. */
export const urlOf = (host: string, port: number): string =>
  `http://${host.includes(':') ? `[${host}]` : host}:${port}`;

export async function serve(listener: RequestListener, port: number, host: string): Promise<HttpServer> {
  const server = createServer(listener);
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    if (socket.writable && error.code !== 'ECONNRESET') socket.end(refusalOf(error.code));
    else socket.destroy();
  });
  server.listen({ port, host });
  await once(server, 'listening');
  const bound = portOf(server);
  return {
    url: urlOf(host, bound),
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

/** Returns the whole response to what Node could not read as a request, so that no Express ever sees it: a problem like any other. */
function refusalOf(code: string | undefined): string {
  const kind = code === 'HPE_HEADER_OVERFLOW' ? 'headers_too_large' : 'malformed';
  const { status, title } = PROBLEMS[kind];
  const detail = kind === 'malformed' ? 'This is no HTTP request.' : 'The headers must be smaller than 16 KB together.';
  const body = JSON.stringify(problemOf({ kind, detail, headers: {} }, '/', newId(Date.now())));
  const headers = { 'Content-Type': 'application/problem+json', 'Content-Length': Buffer.byteLength(body) };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} ${title}\r\n${lines.join('')}Connection: close\r\n\r\n${body}`;
}
