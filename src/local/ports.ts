import { randomInt } from 'node:crypto';
import { createServer, Server } from 'node:net';

export const LOOPBACK = '127.0.0.1';

/**
 * Returns an address of 127.0.0.0/8 that nobody can guess (24 random bits, beside a random port). The table store is another's
 * program: it takes any credentials, and answers web pages with `Access-Control-Allow-Origin: *`. A page that does not know where it
 * listens cannot ask it; every address of the block leads to this machine without being configured (Linux).
 */
export const secretLoopback = (): string =>
  `127.${[randomInt(1, 255), randomInt(0, 256), randomInt(1, 255)].join('.')}`;

/** Returns a port of the host, a loopback address, that is free now: the wanted one if it is, any other if not. */
export async function freePort(wanted = 0, host = LOOPBACK): Promise<number> {
  return (await tryPort(wanted, host)) ?? (await tryPort(0, host)) ?? 0;
}

/** Returns the port that a server listens on. @throws Error where it does not listen, or on a socket file. */
export function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server listens on no port.');
  return address.port;
}

/** Whether nobody listens on a port of a host. */
export const isFree = async (port: number, host: string): Promise<boolean> => (await tryPort(port, host)) !== undefined;

function tryPort(port: number, host: string): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => {
      resolve(undefined);
    });
    server.listen({ port, host, exclusive: true }, () => {
      const bound = portOf(server);
      server.close(() => {
        resolve(bound);
      });
    });
  });
}
