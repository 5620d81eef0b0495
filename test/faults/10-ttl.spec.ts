import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { clientDefaults } from '../../src/aws/aws-client';
import { createdAtOf } from '../../src/kernel/ids';
import { orderBody } from '../factories/orders';
import { useApp } from '../support/app';

const t = useApp();
const DAY = 86_400_000;

interface Made {
  readonly order_id: string;
  readonly tracking_id: string;
}
const newOrder = async (): Promise<Made> => (await t.api.post('/orders').send(orderBody()).expect(201)).body as Made;
const report = (body: object) => t.api.post('/tracking').send(body);
const listed = async (query: string): Promise<string[]> =>
  ((await t.api.get(`/orders?limit=100${query}`).expect(200)).body as { items: Made[] }).items.map(
    ({ order_id }) => order_id,
  );
/** The item as the store has it, TTL and all. */
const stored = async ({ order_id }: Made): Promise<Record<string, unknown>> => {
  const client = new DynamoDBClient(clientDefaults('us-east-1', t.environment.AWS_ENDPOINT_URL_DYNAMODB));
  const Key = { order_id: { S: order_id }, created_at: { S: createdAtOf(order_id) } };
  const { Item = {} } = await client.send(new GetItemCommand({ TableName: t.environment.ORDERS_TABLE, Key }));
  client.destroy();
  return Item;
};

describe('expired items are invisible everywhere at once; the clock is injected', () => {
  it('an order: by id, in every list, its tracker, and to every change', async () => {
    const ended = await newOrder();
    const open = await newOrder();
    await t.api.post(`/orders/${ended.order_id}/cancel`).send({}).expect(200);
    const queries = ['', '&customer_id=SHOP-1', '&status=CANCELLED', '&customer_id=SHOP-1&status=CANCELLED'];
    t.clock.advance(30 * DAY - 60_000);
    for (const query of queries) expect(await listed(query)).toContain(ended.order_id);
    t.clock.advance(61_000);
    for (const query of queries) expect(await listed(query)).not.toContain(ended.order_id);
    expect(await listed('')).toEqual([open.order_id]);
    const { order_id, tracking_id } = ended;
    await t.api.get(`/orders/${order_id}`).expect(404);
    await t.api.get(`/tracking?tracking_id=${tracking_id}`).expect(404);
    await t.api.patch(`/orders/${order_id}`).send({ notes: 'x' }).expect(404);
    await t.api.post(`/orders/${order_id}/cancel`).send({}).expect(404);
    await report({ order_id, status: 'PICKED_UP' }).expect(404);
    expect(await stored(ended)).toHaveProperty('ttl');
  });

  it('a page is filled with what is alive behind what has expired', async () => {
    const alive = [await newOrder(), await newOrder()];
    for (let i = 0; i < 5; i++)
      await t.api
        .post(`/orders/${(await newOrder()).order_id}/cancel`)
        .send({})
        .expect(200);
    t.clock.advance(31 * DAY);
    const { body } = await t.api.get('/orders?customer_id=SHOP-1&limit=2').expect(200);
    expect((body as { items: Made[] }).items.map(({ order_id }) => order_id)).toEqual(
      alive.map(({ order_id }) => order_id).reverse(),
    );
  });

  it('a stand-alone tracker: gone, and open to a new parcel with the same label and the same events', async () => {
    const scans = ['IN_TRANSIT', 'DELIVERED'].map((status, i) => ({
      tracking_id: 'TRK001',
      status,
      event_id: `scan-${i}`,
      occurred_at: `2026-11-20T10:0${i}:00.000Z`,
    }));
    for (const scan of scans) await report(scan).expect(201);
    await report({ tracking_id: 'TRK001', status: 'IN_TRANSIT' }).expect(409);
    t.clock.advance(31 * DAY);
    await t.api.get('/tracking?tracking_id=TRK001').expect(404);
    for (const scan of scans) await report(scan).expect(201);
    const { body } = await t.api.get('/tracking?tracking_id=TRK001').expect(200);
    expect(body).toMatchObject({ status: 'DELIVERED', version: 2, events: [{}, {}] });
  });

  it('an import and an Idempotency-Key', async () => {
    const upload = () =>
      t.api
        .post('/orders/imports')
        .set('Content-Type', 'application/x-ndjson')
        .set('Idempotency-Key', 'k')
        .send(JSON.stringify(orderBody({ reference: 'R1' })));
    const { body } = await upload().expect(202);
    const { import_id } = body as { import_id: string };
    t.clock.advance(25 * 3_600_000);
    const { body: next } = await upload().expect(202);
    expect((next as { import_id: string }).import_id).not.toBe(import_id);
    t.clock.advance(31 * DAY);
    await t.api.get(`/orders/imports/${import_id}`).expect(404);
  });
});

describe('nothing under way ever expires', () => {
  it.each([
    ['just created', []],
    ['in transit', ['PICKED_UP', 'IN_TRANSIT']],
    ['out for delivery', ['IN_TRANSIT', 'OUT_FOR_DELIVERY']],
    ['in trouble', ['EXCEPTION']],
    ['on its way back', ['PICKED_UP', 'RETURNING']],
  ])('a parcel that is %s', async (_, scans) => {
    const made = await newOrder();
    for (const status of scans) await report({ order_id: made.order_id, status }).expect(201);
    await report({ tracking_id: 'TRK002', status: 'IN_TRANSIT' }).expect(201);
    t.clock.advance(10 * 365 * DAY);
    expect(await stored(made)).not.toHaveProperty('ttl');
    await t.api.get(`/orders/${made.order_id}`).expect(200);
    const tracker = (await t.api.get(`/tracking?order_id=${made.order_id}`).expect(200)).body as { events: unknown[] };
    expect(tracker.events).toHaveLength(scans.length + 1);
    await t.api.get('/tracking?tracking_id=TRK002').expect(200);
    expect(await listed('&customer_id=SHOP-1')).toEqual([made.order_id]);
  });
});
