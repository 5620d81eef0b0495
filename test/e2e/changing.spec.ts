import { newOrderId } from '../../src/kernel/ids';
import { orderBody } from '../factories/orders';
import { useApp } from '../support/app';

// A route that changes while it is driven.
const t = useApp();

interface Stop {
  readonly order_id: string;
  readonly arrival_at: string;
  readonly state: string;
  readonly outcome?: string;
}
interface Route {
  readonly route_id: string;
  readonly driver_id: string;
  readonly version: number;
  readonly order_ids: readonly string[];
  readonly sequence: readonly Stop[];
}
interface Order {
  readonly route_id?: string;
  readonly driver_id?: string;
  readonly status: string;
  readonly estimated_delivery_at?: string;
  readonly former_routes?: readonly { readonly route_id: string; readonly outcome: string }[];
}

const HOUR = 3_600_000;
const hence = (hours: number): string => new Date(t.clock.now() + hours * HOUR).toISOString();
const place = (i: number): object => ({
  delivery_address: { street: `Calle ${i}`, lat: -12.05 - i / 200, lon: -77.03 },
});

let drivers = 0;
const newDriver = (): string => `DRV-${drivers++}`;
const create = async (i: number, more: object = {}): Promise<string> =>
  (
    (
      await t.api
        .post('/orders')
        .send(orderBody({ ...place(i), ...more }))
        .expect(201)
    ).body as { order_id: string }
  ).order_id;
async function plan(count: number, driver: object = { driver_id: newDriver() }): Promise<Route> {
  const order_ids: string[] = [];
  for (let i = 0; i < count; i++) order_ids.push(await create(2 * i));
  const depot = { lat: -12.0464, lon: -77.0428 };
  const { body } = await t.api
    .post('/routes')
    .send({ order_ids, depot, max_iterations: 20, ...driver })
    .expect(200);
  return body as Route;
}
const start = ({ route_id }: Route) => t.api.post(`/routes/${route_id}/start`).send({}).expect(200);
const insert = ({ route_id }: Pick<Route, 'route_id'>, order_ids: readonly string[], more: object = {}) =>
  t.api.post(`/routes/${route_id}/orders`).send({ order_ids, ...more });
const remove = ({ route_id }: Pick<Route, 'route_id'>, order_id = '') =>
  t.api.delete(`/routes/${route_id}/orders/${order_id}`);
const read = async ({ route_id }: Route): Promise<Route> =>
  (await t.api.get(`/routes/${route_id}`).expect(200)).body as Route;
const order = async (id = ''): Promise<Order> => (await t.api.get(`/orders/${id}`).expect(200)).body as Order;
const scan = (order_id: string | undefined, status: string, more: object = {}) =>
  t.api
    .post('/tracking')
    .send({ order_id, status, ...more })
    .expect(201);

describe('POST /routes/{id}/orders', () => {
  it('puts orders where they cost least, and tells all of the new times', async () => {
    const route = await plan(5);
    const extra = [await create(3), await create(5)];
    const { body } = await insert(route, extra).expect(200);
    const next = body as Route;
    expect([...next.order_ids].sort()).toEqual([...route.order_ids, ...extra].sort());
    expect(next.version).toBe(route.version + 1);
    const times = next.sequence.map(({ arrival_at }) => arrival_at);
    expect([...times].sort()).toEqual(times);
    for (const stop of next.sequence)
      expect(await order(stop.order_id)).toMatchObject({
        route_id: route.route_id,
        driver_id: route.driver_id,
        estimated_delivery_at: stop.arrival_at,
      });
    const { body: changes } = await t.api.get(`/changes?object=route:${route.route_id}`).expect(200);
    expect(changes).toMatchObject({
      items: expect.arrayContaining([expect.objectContaining({ action: 'route.orders_inserted' })]),
    });
  });

  it('leaves the stop that the driver is at, and what is done', async () => {
    const route = await plan(5);
    await start(route);
    const [first, second] = route.order_ids;
    await scan(first, 'OUT_FOR_DELIVERY');
    await scan(first, 'DELIVERED');
    const near = await create(0, {});
    const next = (await insert(route, [near]).expect(200)).body as Route;
    expect(next.order_ids.slice(0, 2)).toEqual([first, second]);
    expect(next.order_ids).toContain(near);
  });

  it('under a key is done once, and without one a repetition changes nothing', async () => {
    const route = await plan(2);
    const extra = [await create(9)];
    const keyed = () => insert(route, extra).set('Idempotency-Key', 'k').expect(200);
    const [one, two] = await Promise.all([keyed(), keyed()]);
    expect(two.body).toEqual(one.body);
    const { body } = await insert(route, extra).expect(200);
    expect(body).toMatchObject({ version: (one.body as Route).version });
    await insert(route, [await create(10)])
      .set('Idempotency-Key', 'k')
      .expect(422);
  });

  it('by two dispatchers at once takes the orders of both', async () => {
    const route = await plan(3);
    const extra = [await create(11), await create(12)];
    await Promise.all(extra.map((id) => insert(route, [id]).expect(200)));
    expect([...(await read(route)).order_ids].sort()).toEqual([...route.order_ids, ...extra].sort());
  });

  it('puts an order into one of two routes that both want it', async () => {
    const [one, two] = [await plan(2), await plan(2)];
    const wanted = await create(13);
    const answers = await Promise.all([one, two].map((route) => insert(route, [wanted])));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const holder = answers[0]?.status === 200 ? one : two;
    expect(await order(wanted)).toMatchObject({ route_id: holder.route_id });
    const lists = [await read(one), await read(two)].filter(({ order_ids }) => order_ids.includes(wanted));
    expect(lists).toHaveLength(1);
  });

  it('names each order that fits nowhere, and changes nothing', async () => {
    const soon = { time_window_start: hence(0), time_window_end: hence(0.2) };
    const route = await plan(2, {
      drivers: [{ driver_id: newDriver(), capacity: { parcels: 4 }, shift_end: hence(9) }],
    }).catch(() => undefined);
    expect(route).toBeDefined();
    const { routes } = route as unknown as { routes: { route_id: string }[] };
    const target = (await t.api.get(`/routes/${routes[0]?.route_id ?? ''}`).expect(200)).body as Route;
    const far = await create(0, { delivery_address: { street: 'Plaza', lat: -8.11, lon: -79.03 }, ...soon });
    const fits = await create(15);
    const { body } = await insert(target, [fits, far]).expect(422);
    expect(body).toMatchObject({
      errors: [{ pointer: '#/order_ids/1', detail: expect.stringMatching(/^WINDOW_UNREACHABLE: /) as string }],
    });
    const { body: full } = await insert(target, [await create(16), await create(17), await create(18)]).expect(422);
    expect(full).toMatchObject({ unassigned: [{ reason_code: 'CAPACITY' }] });
    const away = await create(0, { delivery_address: { street: 'Plaza', lat: -3.75, lon: -73.25 } });
    const { body: long } = await insert(target, [away]).expect(422);
    expect(long).toMatchObject({ unassigned: [{ order_id: away, reason_code: 'SHIFT' }] });
    expect(await read(target)).toMatchObject({ version: target.version, order_ids: target.order_ids });
    expect(await order(fits)).not.toHaveProperty('route_id');
  });

  it.each([
    ['an id that is none', ['nonsense'], 422, '#/order_ids/0'],
    ['an order that is not there', [newOrderId(Date.now())], 422, '#/order_ids/0'],
    ['no order', [], 422, '#/order_ids'],
    ['41 orders', Array.from({ length: 41 }, () => newOrderId(Date.now())), 422, '#/order_ids'],
  ])('refuses %s', async (_, ids, status, pointer) => {
    const { body } = await insert(await plan(1), ids).expect(status);
    expect(body).toMatchObject({ errors: [{ pointer }] });
  });

  it('refuses orders that have ended or are on another route, and routes that are not open or not there', async () => {
    const route = await plan(2);
    const other = await plan(1);
    expect((await insert(route, other.order_ids).expect(409)).body).toMatchObject({
      unassigned: [{ reason_code: 'ON_OPEN_ROUTE', route_id: other.route_id }],
    });
    const gone = await create(20);
    await t.api.post(`/orders/${gone}/cancel`).send({}).expect(200);
    await insert(route, [gone]).expect(409);
    await insert({ route_id: newOrderId(t.clock.now()) }, [await create(21)]).expect(404);
    await insert(route, [await create(22)])
      .set('If-Match', '"1"')
      .expect(412);
    await start(route);
    await insert(route, [await create(23)]).expect(200);
    await t.api.post(`/routes/${route.route_id}/complete`).send({}).expect(200);
    expect((await insert(route, [await create(24)]).expect(409)).body).toMatchObject({ current_status: 'COMPLETED' });
  });
});

describe('DELETE /routes/{id}/orders/{order_id}', () => {
  it('takes a stop out, which can join another route at once, and tells the others of their times', async () => {
    const [route, other] = [await plan(4), await plan(1)];
    const taken = route.order_ids[1];
    const { body } = await remove(route, taken).expect(200);
    const next = body as Route;
    expect(next.order_ids).toEqual(route.order_ids.filter((id) => id !== taken));
    for (const stop of next.sequence)
      expect(await order(stop.order_id)).toMatchObject({ estimated_delivery_at: stop.arrival_at });
    expect(await order(taken)).not.toHaveProperty('route_id');
    expect((await remove(route, taken).expect(200)).body).toMatchObject({ version: next.version });
    await insert(other, [taken ?? '']).expect(200);
  });

  it('brings what is out for delivery back, told to nobody', async () => {
    const route = await plan(2);
    await start(route);
    const [taken] = route.order_ids;
    await scan(taken, 'OUT_FOR_DELIVERY');
    await remove(route, taken).expect(200);
    const after = await order(taken);
    expect(after).toMatchObject({
      status: 'IN_TRANSIT',
      former_routes: [{ route_id: route.route_id, outcome: 'CARRIED_OVER' }],
    });
    expect(after).not.toHaveProperty('route_id');
  });

  it("takes a failed stop's parcel off, whose stop stays as it ended", async () => {
    const route = await plan(2);
    await start(route);
    const [failed, open] = route.order_ids;
    await scan(failed, 'OUT_FOR_DELIVERY');
    await scan(failed, 'ATTEMPT_FAILED', { reason_code: 'CONSIGNEE_ABSENT' });
    const { body } = await remove(route, failed).expect(200);
    expect((body as Route).sequence).toMatchObject([
      { order_id: failed, state: 'CLOSED', outcome: 'FAILED' },
      { order_id: open, state: 'NEW' },
    ]);
    expect(await order(failed)).toMatchObject({ status: 'ATTEMPT_FAILED', former_routes: [{ outcome: 'FAILED' }] });
    await insert(await plan(1), [failed ?? '']).expect(200);
  });

  it('may leave a route without a stop, which can be cancelled', async () => {
    const route = await plan(1);
    expect((await remove(route, route.order_ids[0]).expect(200)).body).toMatchObject({ stops: 0, sequence: [] });
    await t.api.post(`/routes/${route.route_id}/cancel`).send({}).expect(200);
  });

  it('refuses what is delivered, not on the route, or on a route that has ended', async () => {
    const [route, other] = [await plan(2), await plan(1)];
    const [done, open] = route.order_ids;
    await remove(route, other.order_ids[0]).expect(404);
    await remove(route, newOrderId(t.clock.now())).expect(404);
    await remove({ route_id: newOrderId(t.clock.now()) }, open).expect(404);
    await remove(route, 'nonsense').expect(422);
    await remove(route, open).set('If-Match', '"1"').expect(412);
    await start(route);
    await scan(done, 'DELIVERED');
    expect((await remove(route, done).expect(409)).body).toMatchObject({ current_status: 'DELIVERED' });
    await t.api.post(`/routes/${route.route_id}/complete`).send({}).expect(200);
    await remove(route, done).expect(409);
  });
});
