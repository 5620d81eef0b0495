import { orderBody } from '../factories/orders';
import { dieAtEachCall, useFaultyApp } from '../support/faulty-app';

const t = useFaultyApp();

interface Made {
  readonly order_id: string;
  readonly tracking_id: string;
}
interface Van {
  readonly route_id: string;
  readonly orders: readonly Made[];
}
interface Scanned {
  readonly items?: readonly { readonly result: string }[];
}

let drivers = 0;
async function van(count: number): Promise<Van> {
  const orders: Made[] = [];
  for (let i = 0; i < count; i++) {
    const delivery_address = { street: `Calle ${i}`, lat: -12.1 - i / 1_000, lon: -77.03 };
    orders.push((await t.api.post('/orders').send(orderBody({ delivery_address })).expect(201)).body as Made);
  }
  const order_ids = orders.map(({ order_id }) => order_id);
  const body = { order_ids, driver_id: `DRV${drivers++}`, max_iterations: 5 };
  const { route_id } = (await t.api.post('/routes').send(body).expect(200)).body as { route_id: string };
  return { route_id, orders };
}
const load = ({ route_id, orders }: Van, key: string) =>
  t.api
    .post(`/routes/${route_id}/scans`)
    .set('Idempotency-Key', key)
    .send({ status: 'IN_TRANSIT', tracking_ids: orders.map(({ tracking_id }) => tracking_id) });
const eventsOf = async ({ order_id }: Made): Promise<unknown[]> =>
  ((await t.api.get(`/tracking?order_id=${order_id}`).expect(200)).body as { events: unknown[] }).events;
const allTaken = ({ items = [] }: Scanned): boolean =>
  items.length > 0 && items.every(({ result }) => result === 'taken');

describe('scans of many parcels', () => {
  it('killed at each call are each one event, once the request is repeated', async () => {
    let next = await van(3);
    let key = 0;
    const calls = await dieAtEachCall(t.stores.tables, async () => {
      const scanned = next;
      const { body } = await load(scanned, `k${key}`);
      t.stores.heal();
      const again = await load(scanned, `k${key++}`).expect(200);
      expect(allTaken(again.body as Scanned)).toBe(true);
      for (const made of scanned.orders) expect(await eventsOf(made)).toHaveLength(2);
      next = await van(3);
      return allTaken(body as Scanned);
    });
    expect(calls).toBeGreaterThan(5);
  });

  it('of ten requests at once with the same key are each one event, told alike to all', async () => {
    const scanned = await van(5);
    const answers = await Promise.all(Array.from({ length: 10 }, () => load(scanned, 'ten').expect(200)));
    for (const { body } of answers) expect(allTaken(body as Scanned)).toBe(true);
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    for (const made of scanned.orders) expect(await eventsOf(made)).toHaveLength(2);
  });
});
