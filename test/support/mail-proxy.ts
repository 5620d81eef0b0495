import { createServer, request as forward, Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What happens to one mail on its way: delivered, refused, refused as one too many, delivered without an answer, or never answered. */
export type Fate = 'deliver' | 'refuse' | 'throttle' | 'lose_reply' | 'stall';

export interface MailProxy {
  readonly url: string;
  /** How often a mail was tried. */
  tries(): number;
  stop(): Promise<void>;
}

/** Stands before the mail service and decides by what is sent. */
export async function startMailProxy(target: () => string, fateOf: (mail: string) => Fate): Promise<MailProxy> {
  let tries = 0;
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      tries++;
      const body = Buffer.concat(chunks);
      const fate = fateOf(body.toString());
      if (fate === 'stall') return;
      if (fate === 'refuse') {
        response.writeHead(503, { 'content-type': 'application/json' }).end('{"message":"unavailable"}');
        return;
      }
      if (fate === 'throttle') {
        const headers = { 'content-type': 'application/json', 'x-amzn-errortype': 'TooManyRequestsException' };
        response.writeHead(429, headers).end('{"message":"Maximum sending rate exceeded."}');
        return;
      }
      const onward = forward(new URL(request.url ?? '/', target()), { method: 'POST', headers: request.headers });
      onward.on('response', (answer) => {
        if (fate === 'lose_reply') request.socket.destroy();
        else answer.pipe(response.writeHead(answer.statusCode ?? 500, answer.headers));
      });
      onward.end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    tries: () => tries,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
