import { createServer, IncomingMessage, ServerResponse } from 'node:http';
import { AddressInfo } from 'node:net';

export interface Loopback {
  readonly url: string;
  readonly requests: { readonly url: string; readonly body: string }[];
  close(): Promise<void>;
}

/** Longer than any answer on loopback takes, however busy the machine: for tests of everything but lateness. */
export const PATIENT_MS = 20_000;
/** For tests of an answer that never comes: how soon it is given up changes nothing of what they see. */
export const HASTY_MS = 50;

const started: Loopback[] = [];

/** For `afterEach`: an open server would keep the test process alive. */
export async function closeLoopbacks(): Promise<void> {
  await Promise.all(started.splice(0).map((server) => server.close()));
}

/** A real HTTP server on loopback that answers as told: slow, wrong, or not at all. */
export async function loopback(
  answer: (request: { url: string; body: string }, response: ServerResponse, raw: IncomingMessage) => void,
): Promise<Loopback> {
  const requests: { url: string; body: string }[] = [];
  const server = createServer((raw, response) => {
    let body = '';
    raw.on('data', (chunk: Buffer) => (body += chunk.toString()));
    raw.on('end', () => {
      const request = { url: raw.url ?? '', body };
      requests.push(request);
      answer(request, response, raw);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const running: Loopback = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
  started.push(running);
  return running;
}

export function json(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
