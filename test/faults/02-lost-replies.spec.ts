import { orderBody } from '../factories/orders';
import { loseReply, reset, throttled, transactionConflict, transactionThrottled } from '../support/faults';
import { useFaultyApp } from '../support/faulty-app';
import { Pipeline, startPipeline } from '../support/pipeline';
import { eventually } from '../support/eventually';

const t = useFaultyApp();

interface Made {
  readonly order_id: string;
}
const newOrder = async (): Promise<string> =>
  ((await t.api.post('/orders').send(orderBody()).expect(201)).body as Made).order_id;
const statusOf = async (order_id: string): Promise<unknown> => (await t.api.get(`/orders/${order_id}`)).body as unknown;
const jsonLine = (reference: string): string => JSON.stringify(orderBody({ reference }));
const upload = () =>
  t.api
    .post('/orders/imports')
    .set('Content-Type', 'application/x-ndjson')
    .send([1, 2].map(String).map(jsonLine).join('\n'));
const countOrders = async (): Promise<number> =>
  ((await t.api.get('/orders?customer_id=SHOP-1&limit=100').expect(200)).body as { items: unknown[] }).items.length;

const transactions = () => t.stores.tables.calls.filter(({ operation }) => operation === 'TransactWriteItems');

/** Each request that writes, the status that it answers in peace, and what must hold after it. */
const REQUESTS: Record<
  string,
  { status: number; send: (order_id: string) => ReturnType<typeof upload>; leaves: object }
> = {
  'an order': { status: 201, send: () => t.api.post('/orders').send(orderBody()), leaves: { version: 1 } },
  'a tracking event': {
    status: 201,
    send: (order_id) => t.api.post('/tracking').send({ order_id, status: 'EXCEPTION' }),
    leaves: { status: 'EXCEPTION', version: 2 },
  },
  'a tracking event with an id of its own': {
    status: 201,
    send: (order_id) => t.api.post('/tracking').send({ order_id, status: 'EXCEPTION', event_id: 'scan-1' }),
    leaves: { status: 'EXCEPTION', version: 2 },
  },
  'a tracking event by PUT': {
    status: 200,
    send: (order_id) => t.api.put('/tracking').send({ order_id, status: 'EXCEPTION' }),
    leaves: { status: 'EXCEPTION', version: 2 },
  },
  'a tracking event of a stand-alone tracker': {
    status: 201,
    send: () => t.api.post('/tracking').send({ tracking_id: 'TRK001', status: 'IN_TRANSIT' }),
    leaves: { version: 1 },
  },
  'a patch': {
    status: 200,
    send: (order_id) => t.api.patch(`/orders/${order_id}`).send({ notes: 'timbre 302' }),
    leaves: { notes: 'timbre 302', version: 2 },
  },
  'a patch with If-Match': {
    status: 200,
    send: (order_id) => t.api.patch(`/orders/${order_id}`).set('If-Match', '"1"').send({ notes: 'timbre 302' }),
    leaves: { notes: 'timbre 302', version: 2 },
  },
  'a cancellation': {
    status: 200,
    send: (order_id) => t.api.post(`/orders/${order_id}/cancel`).set('If-Match', '"1"').send({}),
    leaves: { status: 'CANCELLED', version: 2 },
  },
};
const cases = Object.keys(REQUESTS).flatMap((what) => [
  [what, 'without a key'] as const,
  [what, 'with a key'] as const,
]);

describe.each([
  ['the store recognises the token', (body: string) => body],
  [
    'the store has forgotten the token',
    (body: string) => body.replace(/"ClientRequestToken":"[^"]*"/, `"ClientRequestToken":"${crypto.randomUUID()}"`),
  ],
])('lost replies: the retry recognises its own write and answers 201, not a false conflict; %s', (_, rewrite) => {
  it.each(cases)('%s %s', async (what, how) => {
    const { status, send, leaves } = REQUESTS[what] as (typeof REQUESTS)[string];
    const order_id = await newOrder();
    t.stores.tables.rewrite = rewrite;
    t.stores.tables.next('TransactWriteItems', loseReply());
    const request = (): ReturnType<typeof upload> => {
      const sent = send(order_id);
      return how === 'with a key' ? sent.set('Idempotency-Key', 'k') : sent;
    };
    const { body } = await request().expect(status);
    expect(body).toMatchObject(leaves);
    expect(transactions().length).toBeGreaterThan(1);
    if (what !== 'an order') {
      const read = what.includes('stand-alone') ? 'tracking_id=TRK001' : `order_id=${order_id}`;
      const tracker = (await t.api.get(`/tracking?${read}`).expect(200)).body as { version: number; events: unknown[] };
      expect(tracker.version).toBe((body as { version: number }).version);
      expect(tracker.events.length).toBeLessThanOrEqual(2);
    }
    expect(await countOrders()).toBe(what === 'an order' ? 2 : 1);
  });

  it('an import, and the worker that makes its orders', async () => {
    const pipeline: Pipeline = await startPipeline(t.stores.environment, { only: ['order-intake'] });
    try {
      t.stores.tables.rewrite = rewrite;
      // Opening, releasing, making the orders, counting them: the first try of each loses its reply.
      let last = '';
      t.stores.tables.always(({ operation, body }) => {
        if (operation !== 'TransactWriteItems') return false;
        const work = body.replace(/"ClientRequestToken":"[^"]*"/, '');
        const again = work === last;
        last = work;
        return !again;
      }, loseReply());
      const { body } = await upload().set('Idempotency-Key', 'k').expect(202);
      const { import_id } = body as { import_id: string };
      await eventually(async () => {
        const { body: view } = await t.api.get(`/orders/imports/${import_id}`).expect(200);
        expect(view).toMatchObject({ status: 'COMPLETED', created: 2, duplicates: 0, pending: 0 });
      });
      expect(await countOrders()).toBe(2);
    } finally {
      await pipeline.stop();
    }
  });
});

describe('the proxy also injects TransactionConflict and throttling: tried again with backoff', () => {
  it.each([
    ['TransactionConflict on every item', transactionConflict()],
    ['TransactionConflict on one item', transactionConflict([0])],
    ['throttling inside the transaction', transactionThrottled()],
    ['throttling of the table', throttled],
    ['a reset connection', reset],
  ])('%s, twice', async (_, fault) => {
    for (const what of ['an order', 'a tracking event', 'a patch']) {
      const { status, send, leaves } = REQUESTS[what] as (typeof REQUESTS)[string];
      const order_id = await newOrder();
      t.stores.heal();
      t.stores.tables.next('TransactWriteItems', fault, fault);
      const { body } = await send(order_id).expect(status);
      expect(body).toMatchObject(leaves);
      expect(transactions().length).toBeGreaterThanOrEqual(3);
    }
  });

  it('a conflict that does not end: 503 with Retry-After, and nothing is changed', async () => {
    const order_id = await newOrder();
    t.stores.tables.always('TransactWriteItems', transactionConflict([0]));
    const answers = await Promise.all(Object.values(REQUESTS).map(({ send }) => send(order_id).expect(503)));
    for (const { headers } of answers) expect(headers['retry-after']).toBe('1');
    t.stores.heal();
    expect(await statusOf(order_id)).toMatchObject({ status: 'CREATED', version: 1 });
  });
});
