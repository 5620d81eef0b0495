import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SQSClient } from '@aws-sdk/client-sqs';
import { clientDefaults } from '../../src/aws/aws-client';
import { queueDepths } from '../../src/messaging/queue-depths';
import { orderBody } from '../factories/orders';
import { eventually } from '../support/eventually';
import { hold } from '../support/faults';
import { useFaultyApp } from '../support/faulty-app';
import { gate } from '../support/gate';
import { LocalProcess } from '../support/local-process';
import { mailsPerAddress, subjectsTo } from '../support/pipeline';

const t = useFaultyApp();
const folder = mkdtempSync(join(tmpdir(), 'dinex-test-'));
const STOPPING = 'Finishing what is in flight; Ctrl-C again to force.';
let queues: SQSClient;
let program: LocalProcess | undefined;

beforeAll(() => {
  queues = new SQSClient(clientDefaults('us-east-1', t.environment.AWS_ENDPOINT_URL_SQS));
});
afterEach(async () => {
  await program?.end('SIGKILL');
});
afterAll(() => {
  queues.destroy();
  rmSync(folder, { recursive: true });
});

const start = async (): Promise<LocalProcess> => {
  program = await LocalProcess.start({ ...t.stores.environment, DINEX_DATA_DIR: folder, METRICS: 'off' });
  return program;
};
const post = (url: string, email: string): Promise<Response> =>
  fetch(`${url}/orders`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(orderBody({ recipient: { name: 'Rosa', email } })),
  });
const stopping = (server: LocalProcess): Promise<void> =>
  eventually(() => {
    expect(server.lines).toContain(STOPPING);
  });

it('SIGTERM mid-request finishes it, and its message is not lost', async () => {
  const server = await start();
  const { opened, open } = gate();
  t.stores.tables.next('TransactWriteItems', hold('request', opened));
  const answer = post(server.url, 'mitad@example.pe');
  await eventually(() => {
    expect(t.stores.tables.calls.some(({ operation }) => operation === 'TransactWriteItems')).toBe(true);
  });
  const ended = server.end('SIGTERM');
  await stopping(server);
  open();
  expect((await answer).status).toBe(201);
  expect(await ended).toBe(0);
  await expect(post(server.url, 'tarde@example.pe')).rejects.toThrow();

  const next = await start();
  expect(await mailsPerAddress(t.environment, ['mitad@example.pe'])).toEqual([1]);
  expect(await next.end('SIGTERM')).toBe(0);
});

it('SIGTERM stops pollers after the message in hand: it is told once, and none waits or is set aside', async () => {
  const server = await start();
  const { opened, open } = gate();
  t.stores.mails.next(() => true, hold('request', opened));
  expect((await post(server.url, 'en-mano@example.pe')).status).toBe(201);
  await eventually(() => {
    expect(t.stores.mails.calls).toHaveLength(1);
  });
  const ended = server.end('SIGTERM');
  await stopping(server);
  open();
  expect(await ended).toBe(0);
  expect(await subjectsTo(t.environment, 'en-mano@example.pe')).toHaveLength(1);
  expect(Object.values(await queueDepths(queues, 'local')).filter((depth) => depth > 0)).toEqual([]);
});
