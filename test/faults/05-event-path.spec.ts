import { SQSClient } from '@aws-sdk/client-sqs';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clientDefaults } from '../../src/aws/aws-client';
import { Clock } from '../../src/kernel/clock';
import { queueDepths } from '../../src/messaging/queue-depths';
import { NotificationsService } from '../../src/notifications/notifications.service';
import { readParcelEvent } from '../../src/orders/orders.events';
import { orderBody } from '../factories/orders';
import { deliveriesOf } from '../support/deliveries';
import { eventually } from '../support/eventually';
import { useFaultyApp } from '../support/faulty-app';
import { blackHole, hold, loseReply } from '../support/faults';
import { LocalProcess } from '../support/local-process';
import { mailsPerAddress, startPipeline, subjectsTo } from '../support/pipeline';
import { giveBack } from '../support/queues';

const t = useFaultyApp();
const folder = mkdtempSync(join(tmpdir(), 'dinex-test-'));
const NEVER = new Promise<never>(() => undefined);
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

/** The program as a process of its own, over the stores of this test. */
const start = async (): Promise<LocalProcess> => {
  program = await LocalProcess.start({ ...t.stores.environment, DINEX_DATA_DIR: folder, METRICS: 'off' });
  return program;
};
const post = (url: string, email: string): Promise<Response> =>
  fetch(`${url}/orders`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': email },
    body: JSON.stringify(orderBody({ customer_id: 'SHOP-9', recipient: { name: 'Rosa', email } })),
  });
const storedIds = async (): Promise<string[]> =>
  ((await t.api.get('/orders?customer_id=SHOP-9').expect(200)).body as { items: { order_id: string }[] }).items.map(
    ({ order_id }) => order_id,
  );
const waiting = async (): Promise<number> => (await queueDepths(queues, 'local'))['notifications-queue'] ?? 0;

it('kill the API process after the write and before anything else: the recipient is told, and a retry gets the same order', async () => {
  const api = await start();
  t.stores.tables.always('GetRecords', blackHole);
  t.stores.tables.always('TransactWriteItems', loseReply('black-hole'));
  const lost = post(api.url, 'api@example.pe').catch(() => undefined);
  await eventually(async () => {
    expect(await storedIds()).toHaveLength(1);
  });
  await api.end('SIGKILL');
  expect(await lost).toBeUndefined();
  t.stores.heal();
  expect(await subjectsTo(t.environment, 'api@example.pe')).toEqual([]);

  const { url } = await start();
  await mailsPerAddress(t.environment, ['api@example.pe']);
  const answer = await post(url, 'api@example.pe');
  expect(answer.status).toBe(201);
  expect(await storedIds()).toEqual([((await answer.json()) as { order_id: string }).order_id]);
  await post(url, 'after-api@example.pe');
  expect(await mailsPerAddress(t.environment, ['api@example.pe', 'after-api@example.pe'])).toEqual([1, 1]);
});

it('kill the relay after publishing and before its checkpoint: it publishes again, and nobody is told twice', async () => {
  t.stores.queues.always('ReceiveMessage', blackHole);
  t.stores.topics.always('PublishBatch', hold('reply', NEVER));
  const first = await start();
  expect((await post(first.url, 'relay@example.pe')).status).toBe(201);
  await eventually(async () => {
    expect(await waiting()).toBeGreaterThan(0);
  });
  await first.end('SIGKILL');
  t.stores.heal();

  const { url } = await start();
  await mailsPerAddress(t.environment, ['relay@example.pe']);
  await eventually(() => {
    expect(t.stores.topics.calls.map(({ body }) => body).join()).toContain('order.created');
  });
  await post(url, 'after-relay@example.pe');
  expect(await mailsPerAddress(t.environment, ['relay@example.pe', 'after-relay@example.pe'])).toEqual([1, 1]);
});

it('kill the notifier after sending: the recipient is told at least once; a redelivery after the send was recorded sends nothing', async () => {
  const first = await start();
  t.stores.mails.always(() => true, hold('reply', NEVER));
  const { order_id, tracking_id } = (await (await post(first.url, 'notifier@example.pe')).json()) as {
    order_id: string;
    tracking_id: string;
  };
  await mailsPerAddress(t.environment, ['notifier@example.pe']);
  await first.end('SIGKILL');
  await giveBack(t.stores.queues, t.environment, 'notifications');
  t.stores.heal();

  // The next notifier comes when the lease of the first has run out.
  const pipeline = await startPipeline(t.environment);
  pipeline.worker.get(Clock).now = () => Date.now() + 60_000;
  const notifications = pipeline.worker.get(NotificationsService);
  try {
    await eventually(async () => {
      const [email] = await deliveriesOf(t.environment, { tracking_id, event_id: order_id });
      expect(email?.state).toBe('sent');
    });
    const told = (await subjectsTo(t.environment, 'notifier@example.pe')).length;
    expect(told).toBeGreaterThanOrEqual(1);
    expect(told).toBeLessThanOrEqual(2);
    const event = { event_id: order_id, type: 'order.created', order_id, tracking_id, status: 'CREATED' };
    await notifications.notify(readParcelEvent({ ...event, occurred_at: new Date().toISOString() }));
    expect(await subjectsTo(t.environment, 'notifier@example.pe')).toHaveLength(told);
  } finally {
    await pipeline.stop();
  }
});
