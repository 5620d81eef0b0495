import { orderBody } from '../factories/orders';
import { blackHole, delay, Fault, loseReply, pass, reset, serverError, throttled } from '../support/faults';
import { useFaultyApp } from '../support/faulty-app';
import { startLoopClock } from '../support/time';

/** With the deadline that production has. */
const t = useFaultyApp({ REQUEST_DEADLINE_MS: '4500' });
const ANY = (): boolean => true;
type Request = ReturnType<typeof t.api.get>;

const newOrder = async (): Promise<string> =>
  ((await t.api.post('/orders').send(orderBody()).expect(201)).body as { order_id: string }).order_id;

/** One request of each kind, with the status that it answers in peace. */
const requests = (order_id: string): [number, Request][] => [
  [200, t.api.get(`/orders/${order_id}`)],
  [200, t.api.get('/orders?customer_id=SHOP-1')],
  [200, t.api.get(`/tracking?order_id=${order_id}`)],
  [201, t.api.post('/orders').set('Idempotency-Key', order_id).send(orderBody())],
  [201, t.api.post('/tracking').set('Idempotency-Key', order_id).send({ order_id, status: 'EXCEPTION' })],
  [
    202,
    t.api
      .post('/orders/imports')
      .set('Content-Type', 'application/x-ndjson')
      .set('Idempotency-Key', order_id)
      .send(JSON.stringify(orderBody({ reference: order_id }))),
  ],
];

const expectUnavailable = ({ status, headers, body }: Awaited<Request>): void => {
  expect(status).toBe(503);
  expect(headers).toMatchObject({ 'retry-after': '1', 'content-type': 'application/problem+json; charset=utf-8' });
  expect(body).toMatchObject({ type: 'urn:dinex:problem:unavailable', status: 503 });
  expect(body).not.toHaveProperty('stack');
};

const FAULTS: Record<string, Fault> = {
  'delays every call': delay(3_000),
  'black-holes every call': blackHole,
  'resets every call': reset,
  'loses every reply': loseReply('reset'),
  'does everything and never says so': loseReply('black-hole'),
  'fails inside': serverError,
  'throttles every call': throttled,
};

describe('a store that is slow or dead: 503 with Retry-After within 5 s, the process stays healthy and recovers by itself', () => {
  it.each(Object.entries(FAULTS))('a table store that %s', async (_, fault) => {
    const order_id = await newOrder();
    t.stores.tables.always(ANY, fault);
    const elapsed = startLoopClock();
    const [live, ready, ...answers] = await Promise.all([
      t.api.get('/health?probe=live'),
      t.api.get('/health'),
      ...requests(order_id).map(([, request]) => request),
    ]);
    expect(elapsed()).toBeLessThan(5_000);
    answers.forEach(expectUnavailable);
    expect(live.status).toBe(200);
    expect(ready.status).toBe(503);
    expect(ready.body).toMatchObject({ dependencies: { table_store: 'unavailable', queue: 'ok' } });

    t.stores.heal();
    for (const [status, request] of requests(order_id)) await request.expect(status);
    await t.api.get('/health').expect(200);
  });

  it('a table store that refuses connections', async () => {
    const order_id = await newOrder();
    await t.stores.tables.down();
    try {
      const answers = await Promise.all(requests(order_id).map(([, request]) => request));
      answers.forEach(expectUnavailable);
    } finally {
      await t.stores.tables.up();
    }
    for (const [status, request] of requests(order_id)) await request.expect(status);
  });

  it('a queue and a topic that are dead: no request needs them, and /health tells it', async () => {
    const order_id = await newOrder();
    t.stores.queues.always(ANY, blackHole);
    t.stores.topics.always(ANY, blackHole);
    for (const [status, request] of requests(order_id)) await request.expect(status);
    const { body } = await t.api.get('/health').expect(503);
    expect(body).toMatchObject({ dependencies: { table_store: 'ok', queue: 'unavailable' } });
    t.stores.heal();
    await t.api.get('/health').expect(200);
  });
});

describe('retries use backoff with jitter and a budget', () => {
  it.each([
    ['a reset', reset],
    ['a black hole', blackHole],
    ['an internal error', serverError],
    ['a lost reply', loseReply()],
  ])('%s alone is not seen by the caller', async (_, fault) => {
    const order_id = await newOrder();
    t.stores.tables.next(ANY, fault);
    await t.api.get(`/orders/${order_id}`).expect(200);
  });

  it('no call is tried more than three times', async () => {
    const order_id = await newOrder();
    const before = t.stores.tables.calls.length;
    t.stores.tables.next(ANY, reset, reset, reset, pass);
    await t.api.get(`/orders/${order_id}`).expect(503);
    expect(t.stores.tables.calls.length - before).toBe(3);
  });

  it('while nothing works, retries run dry: a storm of requests is not tripled', async () => {
    const order_id = await newOrder();
    const before = t.stores.tables.calls.length;
    t.stores.tables.always(ANY, reset);
    for (let i = 0; i < 10; i++)
      await Promise.all(Array.from({ length: 20 }, () => t.api.get(`/orders/${order_id}`).expect(503)));
    expect(t.stores.tables.calls.length - before).toBeLessThan(2 * 200);
    t.stores.heal();
    await t.api.get(`/orders/${order_id}`).expect(200);
  });
});
