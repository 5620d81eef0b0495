import type { APIGatewayProxyResult, Context } from 'aws-lambda';
import { handler } from '../../src/lambda/api';
import { createStreamHandler } from '../../src/lambda/stream';
import { newOrderId } from '../../src/kernel/ids';
import { Transactions } from '../../src/database/transaction';
import { BATCH_LIMITS } from '../../src/messaging/batcher';
import { Publisher } from '../../src/messaging/publisher';
import { OrdersService } from '../../src/orders/orders.service';
import { LAMBDA_CONTEXT, streamEvent } from '../factories/events';
import { gatewayEvent } from '../factories/gateway-event';
import { orderBody, orderInput } from '../factories/orders';
import type { Fault } from '../support/faults';
import { useFaultyApp } from '../support/faulty-app';
import { ISSUER_VARIABLES } from '../support/issuer';
import { bodiesOf, takeAll } from '../support/queues';
import { storeOrders } from '../support/routes';
import { startWorker, Worker } from '../support/worker';

const t = useFaultyApp();
let worker: Worker;

beforeAll(async () => {
  worker = await startWorker(t.stores.environment);
});
afterAll(async () => {
  await worker.end();
});

const upload = (lines: readonly string[]) =>
  t.api.post('/orders/imports').set('Content-Type', 'application/x-ndjson').send(lines.join('\n'));
/** As large as an order can be, in the letters that take most bytes. */
const LARGEST = {
  products: Array.from({ length: 60 }, () => ({
    name: '文'.repeat(200),
    sku: 'x'.repeat(64),
    quantity: 9_999,
    unit_price: 100_000_000,
  })),
  metadata: Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`clave-${i}`, '文'.repeat(500)])),
  notes: '文'.repeat(1_000),
};

describe('400 KB items', () => {
  it('the largest order that validation lets through fits, its key record too', async () => {
    const { body } = await t.api.post('/orders').set('Idempotency-Key', 'k').send(orderBody(LARGEST)).expect(201);
    const again = await t.api.post('/orders').set('Idempotency-Key', 'k').send(orderBody(LARGEST)).expect(201);
    expect(again.body).toEqual(body);
  });

  it('a larger one is a clean 413 or 422', async () => {
    const products = Array.from({ length: 101 }, () => ({ name: '文'.repeat(200), quantity: 1, unit_price: 1 }));
    await t.api.post('/orders').send(orderBody({ products })).expect(422);
    await t.api
      .post('/orders')
      .send(orderBody({ notes: 'x'.repeat(400 * 1024) }))
      .expect(413);
  });

  it('an import of nothing but wrong rows tells as many as fit, and counts all', async () => {
    const wrong = JSON.stringify(
      orderBody({ customer_id: '-', recipient: {}, products: [{}], colour: 'x'.repeat(300) }),
    );
    const { body } = await upload(Array.from({ length: 3_000 }, () => wrong)).expect(202);
    expect(body).toMatchObject({ status: 'COMPLETED_WITH_ERRORS', failed: 3_000, pending: 0 });
    expect((body as { errors: unknown[] }).errors.length).toBeGreaterThan(100);
    const hostile = JSON.stringify({ ['x'.repeat(3_000)]: 1, ['y'.repeat(3_000)]: 1 });
    await upload(Array.from({ length: 600 }, () => hostile)).expect(202);
  });

  it('an import of large rows is cut into chunks that fit', async () => {
    const row = (i: number): string => JSON.stringify({ ...orderBody(LARGEST), reference: `R${i}` });
    await upload(Array.from({ length: 20 }, (_, i) => row(i))).expect(202);
    const puts = t.stores.tables.calls.filter(({ operation }) => operation === 'PutItem');
    expect(puts.length).toBeGreaterThan(3);
    for (const { body } of puts) expect(Buffer.byteLength(body)).toBeLessThan(400 * 1024);
  });
});

describe('1 MiB messages', () => {
  it('more than one request holds goes in several, and what no request holds is no endless try', async () => {
    const publisher = worker.app.get(Publisher);
    const body = (bytes: number, chunk = 0): object => ({ import_id: 'x'.repeat(bytes), chunk });
    const numbers = Array.from({ length: 10 }, (_, i) => i);
    const numberOf = (sent: unknown): number => (sent as { chunk: number }).chunk;
    await Promise.all(numbers.map((i) => publisher.publish({ to: 'orders', body: body(BATCH_LIMITS.bytes - 100, i) })));
    // A request whose answer was late is sent again: ten messages, some of them maybe twice.
    expect(new Set(bodiesOf(await takeAll(t.environment, 'orders-queue')).map(numberOf))).toEqual(new Set(numbers));
    await expect(publisher.publish({ to: 'orders', body: body(1024 * 1024) })).rejects.toMatchObject({
      name: 'UnpublishableError',
    });
  });

  it('a stream record larger than a message goes to relay-dlq whole', async () => {
    const image = { order_id: 'A', created_at: '2026-11-21T15:00:00.000Z', notes: 'x'.repeat(600_000) };
    const event = streamEvent('dinex-local-orders', { before: { ...image, version: 1 }, after: image });
    expect(await createStreamHandler(worker.app)(event, LAMBDA_CONTEXT)).toEqual({ batchItemFailures: [] });
    const [letter] = await takeAll(t.environment, 'relay-dlq');
    expect(letter?.MessageAttributes?.content_encoding?.StringValue).toBe('gzip+base64');
  });
});

describe('6 MB Lambda answers', () => {
  it('a page that would be larger is a clean 413 that says what to do, and a smaller page is answered', async () => {
    const service = worker.app.get(OrdersService);
    const input = orderInput(LARGEST);
    for (let i = 0; i < 80; i += 10)
      await worker.app
        .get(Transactions)
        .commit(
          Array.from({ length: 10 }, () => service.creation(service.draft(input, newOrderId(Date.now())))).map(
            (write, n) => ({ ...write, name: `order-${n}` }),
          ),
        );
    Object.assign(process.env, t.environment, { LOG_LEVEL: 'SILENT', METRICS: 'off', ...ISSUER_VARIABLES });
    const read = (limit: number): Promise<APIGatewayProxyResult> =>
      handler(
        gatewayEvent({
          path: '/orders',
          query: { customer_id: ['SHOP-1'], limit: [String(limit)] },
        }),
        { awsRequestId: 'r' } as Context,
      );
    const refused = await read(100);
    expect(refused.statusCode).toBe(413);
    expect(refused.headers).toMatchObject({ 'Content-Type': 'application/problem+json' });
    expect(JSON.parse(refused.body)).toMatchObject({ detail: expect.stringContaining('limit') });
    const answered = await read(10);
    expect(answered.statusCode).toBe(200);
    expect((JSON.parse(answered.body) as { items: unknown[] }).items).toHaveLength(10);
  });
});

describe('100 transaction items', () => {
  it('the longest history ends and is reopened in one transaction each; one event more is a clean 409', async () => {
    const { body } = await t.api.post('/orders').send(orderBody()).expect(201);
    const { order_id } = body as { order_id: string };
    const report = (event: object) => t.api.post('/tracking').send({ order_id, ...event });
    const written = (): number => {
      const [last] = t.stores.tables.calls.filter(({ operation }) => operation === 'TransactWriteItems').slice(-1);
      return (JSON.parse(last?.body ?? '{}') as { TransactItems: unknown[] }).TransactItems.length;
    };
    for (let i = 0; i < 80; i++) await report({ status: 'IN_TRANSIT' }).expect(201);
    await report({ status: 'IN_TRANSIT' }).expect(409);
    const end = await report({ status: 'DELIVERED', event_id: 'c0' }).set('Idempotency-Key', 'end').expect(201);
    expect(end.body).toMatchObject({ status: 'DELIVERED' });
    // The order, the new event, the 80 before it, and the key.
    expect(written()).toBe(83);
    for (let i = 1; i <= 9; i++) {
      const status = i % 2 === 1 ? 'EXCEPTION' : 'DELIVERED';
      await report({ status, event_id: `c${i}`, corrects: `c${i - 1}` }).expect(201);
    }
    expect(written()).toBe(91);
    await report({ status: 'DELIVERED', corrects: 'c9' }).expect(409);
    const tracker = (await t.api.get(`/tracking?order_id=${order_id}`).expect(200)).body as { events: unknown[] };
    expect(tracker.events).toHaveLength(91);
  });

  it('no transaction of ours is larger: it would be refused before it is sent', async () => {
    const write = { name: 'x', item: { Delete: { TableName: 'x', Key: {} } } };
    await expect(worker.app.get(Transactions).commit(Array.from({ length: 101 }, () => write))).rejects.toThrow(
      RangeError,
    );
  });
});

describe('100 batch keys with unprocessed ones', () => {
  it('250 orders are read in batches of 100, and what a batch leaves is read again', async () => {
    const orders = await storeOrders(worker, 250);
    t.stores.heal();
    const nothing: Fault = {
      kind: 'answer',
      status: 200,
      body: (request) => ({
        Responses: {},
        UnprocessedKeys: (JSON.parse(request) as { RequestItems: object }).RequestItems,
      }),
    };
    t.stores.tables.next('BatchGetItem', nothing, nothing, nothing, nothing);
    const found = await worker.app.get(OrdersService).findMany(orders.map(({ order_id }) => order_id));
    expect(new Set(found.map(({ order_id }) => order_id)).size).toBe(250);
    expect(found).toHaveLength(250);
    for (const { body } of t.stores.tables.calls) expect(body.match(/"order_id"/g)?.length).toBeLessThanOrEqual(100);
    expect(t.stores.tables.calls.filter(({ attempt }) => attempt === 1)).toHaveLength(7);

    t.stores.tables.always('BatchGetItem', nothing);
    await expect(
      worker.app.get(OrdersService).findMany(orders.slice(0, 2).map(({ order_id }) => order_id)),
    ).rejects.toMatchObject({ kind: 'unavailable' });
  });
});
