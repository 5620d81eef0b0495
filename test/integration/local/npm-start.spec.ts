import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { createServer, AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../../src/local/ports';
import { orderBody } from '../../factories/orders';
import { eventually } from '../../support/eventually';
import { LocalProcess } from '../../support/local-process';
import { mailsIn } from '../../support/mailbox';

// Each test boots the whole program, some twice, on machines that may be busy.
let folder: string;
const running: LocalProcess[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dinex-test-'));
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.end('SIGKILL')));
  rmSync(folder, { recursive: true, force: true });
});

const start = async (environment: Record<string, string> = {}): Promise<LocalProcess> => {
  const started = await LocalProcess.start({ DINEX_DATA_DIR: folder, ...environment });
  running.push(started);
  return started;
};

async function postOrder({ url }: LocalProcess): Promise<{ order_id: string; tracking_id: string }> {
  const response = await fetch(`${url}/orders`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(orderBody()),
  });
  expect(response.status).toBe(201);
  return (await response.json()) as { order_id: string; tracking_id: string };
}

describe('npm start', () => {
  it('says where everything is, answers, and ends cleanly', async () => {
    const server = await start();
    expect(server.lines.join('\n')).toContain(`API          ${server.url}`);
    expect((await fetch(`${server.url}/health`)).status).toBe(200);
    expect((await fetch(server.mailboxUrl)).status).toBe(200);
    expect(await server.end('SIGINT')).toBe(0);
  });

  it('starts again after kill -9 with what it had, and sends what it had not sent', async () => {
    const first = await start();
    const created = await postOrder(first);
    await first.end('SIGKILL');
    const second = await start();
    const response = await fetch(`${second.url}/orders/${created.order_id}`);
    expect(await response.json()).toMatchObject({ order_id: created.order_id, tracking_id: created.tracking_id });
    await eventually(async () => {
      expect((await mailsIn(second.mailboxUrl)).map(({ body }) => body.text).join()).toContain(created.tracking_id);
    });
    await eventually(() => {
      expect(readFileSync(join(folder, 'checkpoints.json'), 'utf8')).toContain('orders');
    });
  });

  it('keeps orders and mails over Ctrl-C, and sends none again', async () => {
    const first = await start();
    const created = await postOrder(first);
    await eventually(async () => {
      expect(await mailsIn(first.mailboxUrl)).toHaveLength(1);
    });
    expect(await first.end('SIGTERM')).toBe(0);
    const second = await start();
    const next = await postOrder(second);
    await eventually(async () => {
      const texts = (await mailsIn(second.mailboxUrl)).map(({ body }) => body.text ?? '');
      expect(texts.filter((text) => text.includes(next.tracking_id))).toHaveLength(1);
      expect(texts.filter((text) => text.includes(created.tracking_id))).toHaveLength(1);
    });
  });

  it('finishes a request that Ctrl-C meets half way', async () => {
    const server = await start();
    const body = JSON.stringify(orderBody());
    const answer = new Promise<number | undefined>((resolve, reject) => {
      const sending = request(
        `${server.url}/orders`,
        {
          method: 'POST',
          headers: {
            'Content-Type': 'application/json',
            'Content-Length': Buffer.byteLength(body),
            Expect: '100-continue',
          },
        },
        (response) => {
          response.resume();
          resolve(response.statusCode);
        },
      );
      sending.once('error', reject);
      // The server has the request; its body follows only once it is told to stop.
      sending.once('continue', () => {
        const ending = server.end('SIGINT');
        void eventually(() => {
          expect(server.lines).toContain('Finishing what is in flight; Ctrl-C again to force.');
        }).then(() => sending.end(body));
        ending.catch(reject);
      });
      sending.flushHeaders();
    });
    expect(await answer).toBe(201);
    expect(await server.end()).toBe(0);
  });

  it.each(['PORT', 'MAILBOX_PORT'])('says in one line that %s is taken', async (variable) => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const server = await start({ [variable]: String(port) });
    expect(await server.end()).toBe(1);
    expect(server.lines).toEqual([
      `Port ${port} of 127.0.0.1 is taken: stop what listens there, or set ${variable} to another one.`,
    ]);
    other.close();
  });

  it('shows what was sent on the port that is wanted', async () => {
    const port = await freePort();
    const server = await start({ MAILBOX_PORT: String(port) });
    expect(server.mailboxUrl).toBe(`http://127.0.0.1:${port}`);
    expect((await fetch(server.mailboxUrl)).status).toBe(200);
  });

  it('gives everything back when it is ended while it starts', async () => {
    const first = LocalProcess.spawn({ DINEX_DATA_DIR: folder });
    running.push(first);
    await eventually(() => {
      expect(readdirSync(folder)).toContain('tables.db');
    });
    expect(await first.end('SIGTERM')).toBe(0);
    expect(first.lines).toEqual(['Finishing what is in flight; Ctrl-C again to force.']);
    const second = await start();
    expect((await fetch(`${second.url}/health`)).status).toBe(200);
  });

  it('says in one line that the data folder is in use', async () => {
    const first = await start();
    const second = await start();
    expect(await second.end()).toBe(1);
    expect(second.lines).toEqual([
      `The data folder ${folder} is in use by process ${first.child.pid ?? ''}: stop it, or set DINEX_DATA_DIR (and PORT) for a second one.`,
    ]);
  });

  it('says in one line that the data folder is damaged', async () => {
    writeFileSync(join(folder, 'tables.db'), 'this has never been a database '.repeat(100));
    const server = await start();
    expect(await server.end()).toBe(1);
    expect(server.lines).toHaveLength(1);
    expect(server.lines[0]).toMatch(/is damaged .*: restore it, or move it away to begin with an empty one\.$/);
  });

  it('says in one line what is wrong with the configuration', async () => {
    const server = await start({ IGV_PERCENT: 'much' });
    expect(await server.end()).toBe(1);
    expect(server.lines).toHaveLength(1);
    expect(server.lines[0]).toMatch(/^Wrong configuration: IGV_PERCENT/);
  });
});
