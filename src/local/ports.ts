import { AddressInfo, createServer } from 'node:net';

export const LOOPBACK = '127.0.0.1';

/** Returns a port of the loopback interface that is free now: the wanted one if it is, any other if not. */
export async function freePort(wanted = 0): Promise<number> {
  return (await tryPort(wanted, LOOPBACK)) ?? (await tryPort(0, LOOPBACK)) ?? 0;
}

export const isFree = async (port: number, host: string): Promise<boolean> => (await tryPort(port, host)) !== undefined;

function tryPort(port: number, host: string): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => {
      resolve(undefined);
    });
    server.listen({ port, host, exclusive: true }, () => {
      const { port: bound } = server.address() as AddressInfo;
      server.close(() => {
        resolve(bound);
      });
    });
  });
}
