import { orderBody } from '../factories/orders';
import { dieAtEachCall, outlived, useFaultyApp } from '../support/faulty-app';

const t = useFaultyApp();

interface Route {
  readonly route_id: string;
  readonly driver_id: string;
  readonly order_ids: readonly string[];
  readonly sequence: readonly { readonly order_id: string; readonly arrival_at: string }[];
}
interface Order {
  readonly route_id?: string;
  readonly driver_id?: string;
  readonly estimated_delivery_at?: string;
}

let drivers = 0;
let places = 0;
async function create(): Promise<string> {
  const delivery_address = { street: `Calle ${places}`, lat: -12.1 - (places++ % 50) / 1_000, lon: -77.03 };
  return ((await t.api.post('/orders').send(orderBody({ delivery_address })).expect(201)).body as { order_id: string })
    .order_id;
}
async function started(count: number): Promise<Route> {
  const order_ids: string[] = [];
  for (let i = 0; i < count; i++) order_ids.push(await create());
  const body = { order_ids, driver_id: `DRV${drivers++}`, max_iterations: 5 };
  const route = (await t.api.post('/routes').send(body).expect(200)).body as Route;
  await t.api.post(`/routes/${route.route_id}/start`).send({}).expect(200);
  return route;
}
const read = async ({ route_id }: Route): Promise<Route> =>
  (await t.api.get(`/routes/${route_id}`).expect(200)).body as Route;
const order = async (id: string): Promise<Order> => (await t.api.get(`/orders/${id}`).expect(200)).body as Order;

/** What a route says of its orders and what they say of it are the same. */
async function expectWhole(route: Route): Promise<void> {
  const now = await read(route);
  for (const { order_id, arrival_at } of now.sequence)
    expect(await order(order_id)).toMatchObject({
      route_id: now.route_id,
      driver_id: now.driver_id,
      estimated_delivery_at: arrival_at,
    });
}

describe('an insertion', () => {
  const insert = ({ route_id }: Route, order_ids: readonly string[], key: string) =>
    t.api.post(`/routes/${route_id}/orders`).set('Idempotency-Key', key).send({ order_ids });

  it('killed at each call takes all its orders or none, and is whole once it is repeated', async () => {
    let [route, extra] = [await started(2), [await create(), await create()]];
    let key = 0;
    const calls = await dieAtEachCall(t.stores.tables, async () => {
      const { status } = await insert(route, extra, `k${key}`);
      t.stores.heal();
      const { order_ids } = await read(route);
      expect([0, 2]).toContain(extra.filter((id) => order_ids.includes(id)).length);
      for (const id of extra)
        expect((await order(id)).route_id).toBe(order_ids.includes(id) ? route.route_id : undefined);
      await insert(route, extra, `k${key++}`).expect(200);
      await expectWhole(route);
      expect((await read(route)).order_ids).toHaveLength(4);
      [route, extra] = [await started(2), [await create(), await create()]];
      return outlived(status);
    });
    expect(calls).toBeGreaterThan(5);
  });

  it('of the same order into three routes, while they are planned again and delivered, leaves it on one', async () => {
    const routes = [await started(2), await started(2), await started(2)];
    const wanted = await create();
    const answers = await Promise.all(routes.map((route) => insert(route, [wanted], 'race')));
    const others = await Promise.all(
      routes.flatMap((route) => [
        t.api.post(`/routes/${route.route_id}/reoptimize`).send({ max_iterations: 5 }),
        t.api.post('/tracking').send({ order_id: route.order_ids[0], status: 'DELIVERED' }),
      ]),
    );
    for (const { status } of others) expect([200, 201, 409]).toContain(status);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const now = await Promise.all(routes.map(read));
    const holders = now.filter(({ order_ids }) => order_ids.includes(wanted));
    expect(holders.map(({ route_id }) => route_id)).toEqual([(await order(wanted)).route_id]);
  });
});

describe('taking an order off', () => {
  it('killed at each call is done once it is repeated', async () => {
    let route = await started(2);
    const calls = await dieAtEachCall(t.stores.tables, async () => {
      const [taken = ''] = route.order_ids;
      const remove = () => t.api.delete(`/routes/${route.route_id}/orders/${taken}`);
      const { status } = await remove();
      t.stores.heal();
      const held = (await read(route)).order_ids.includes(taken);
      expect((await order(taken)).route_id).toBe(held ? route.route_id : undefined);
      await remove().expect(200);
      expect(await order(taken)).not.toHaveProperty('route_id');
      expect((await read(route)).order_ids).toEqual(route.order_ids.slice(1));
      await expectWhole(route);
      route = await started(2);
      return outlived(status);
    });
    expect(calls).toBeGreaterThan(3);
  });
});

describe('a hand-over', () => {
  const transfer = ({ route_id }: Route, driver_id: string, key: string) =>
    t.api.post(`/routes/${route_id}/transfer`).set('Idempotency-Key', key).send({ driver_id });

  it('killed at each call leaves every order on one route, and is whole once it is repeated', async () => {
    let route = await started(3);
    let key = 0;
    const calls = await dieAtEachCall(t.stores.tables, async () => {
      const next = `NEXT${key}`;
      const { status } = await transfer(route, next, `t${key}`);
      t.stores.heal();
      for (const id of route.order_ids) expect((await order(id)).route_id).toBe(route.route_id);
      await transfer(route, next, `t${key++}`).expect(200);
      expect(await read(route)).toMatchObject({ driver_id: next, order_ids: route.order_ids });
      await expectWhole(route);
      route = await started(3);
      return outlived(status);
    });
    expect(calls).toBeGreaterThan(5);
  });

  it('into another route, killed at each call, leaves every order on one of the two', async () => {
    let [route, taker] = [await started(2), await started(2)];
    let key = 0;
    const calls = await dieAtEachCall(t.stores.tables, async () => {
      const { status } = await transfer(route, taker.driver_id, `j${key}`);
      t.stores.heal();
      const lists = [await read(route), await read(taker)];
      for (const id of route.order_ids) {
        const holders = lists.filter(({ order_ids }) => order_ids.includes(id));
        expect(holders.map(({ route_id }) => route_id)).toEqual([(await order(id)).route_id]);
      }
      await transfer(route, taker.driver_id, `j${key++}`).expect(200);
      expect((await read(taker)).order_ids).toHaveLength(4);
      expect((await read(route)).order_ids).toEqual([]);
      await expectWhole(taker);
      [route, taker] = [await started(2), await started(2)];
      return outlived(status);
    });
    expect(calls).toBeGreaterThan(5);
  });

  it('while its stops are delivered, and it is planned again and added to, loses nothing', async () => {
    const route = await started(4);
    const [first, second] = route.order_ids;
    const extra = await create();
    const answers = await Promise.all([
      transfer(route, 'NEXT-RACE', 'race'),
      t.api.post('/tracking').send({ order_id: first, status: 'DELIVERED' }),
      t.api.post('/tracking').send({ order_id: second, status: 'OUT_FOR_DELIVERY' }),
      t.api.post(`/routes/${route.route_id}/reoptimize`).send({ max_iterations: 5 }),
      t.api.post(`/routes/${route.route_id}/orders`).send({ order_ids: [extra] }),
    ]);
    for (const { status } of answers) expect([200, 201, 409]).toContain(status);
    await transfer(route, 'NEXT-RACE', 'again').expect(200);
    const now = await read(route);
    expect(now).toMatchObject({ driver_id: 'NEXT-RACE' });
    for (const id of route.order_ids) expect((await order(id)).route_id).toBe(route.route_id);
    for (const id of now.order_ids.filter((other) => other !== first))
      expect(await order(id)).toMatchObject({ driver_id: 'NEXT-RACE' });
  });
});
