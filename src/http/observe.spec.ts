import express from 'express';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { observe } from './observe';

/** How many requests had figures and how many a line, of `count` that are answered with `status`. */
async function observed(
  linesPercent: number,
  status: number,
  count: number,
): Promise<[figures: number, lines: number]> {
  let [figures, lines] = [0, 0];
  const app = express();
  app.use(observe({ info: () => lines++ }, { request: () => figures++ }, linesPercent));
  app.get('/', (_, response) => {
    response.status(status).end();
  });
  const server: Server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  await Promise.all(Array.from({ length: count }, async () => (await fetch(url)).text()));
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
  return [figures, lines];
}

describe('a request', () => {
  it('has its figures and its line', async () => {
    expect(await observed(100, 200, 20)).toEqual([20, 20]);
  });

  it('has its figures alone where no lines are wanted', async () => {
    expect(await observed(0, 200, 20)).toEqual([20, 0]);
  });

  it.each([404, 503])('has its line when it ends in %d, whatever share the others have', async (status) => {
    expect(await observed(0, status, 20)).toEqual([20, 20]);
  });

  it('has its line in about the share that is set', async () => {
    const [, lines] = await observed(50, 200, 200);
    // Beyond these bounds one run in ten million would end.
    expect(lines).toBeGreaterThan(60);
    expect(lines).toBeLessThan(140);
  });
});
