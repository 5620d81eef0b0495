import type { Order } from '../../../src/orders/order';
import type { RouteDto } from '../../../src/routes/route.dto';
import { useApp } from '../../support/app';
import { crashAt, planRoute, readOrders, storeOrders } from '../../support/routes';

const t = useApp();

const HOUR = 3_600_000;

afterEach(() => {
  t.clock.reset();
});

const report = async (order_id: string | undefined, ...statuses: string[]): Promise<void> => {
  for (const status of statuses) await t.api.post('/tracking').send({ order_id, status }).expect(201);
};

const reoptimize = async (route: RouteDto, body: object, status = 200): Promise<RouteDto> =>
  (
    await t.api
      .post(`/routes/${route.route_id}/reoptimize`)
      .send({ max_iterations: 20, ...body })
      .expect(status)
  ).body as RouteDto;

async function started(count: number): Promise<{ orders: Order[]; route: RouteDto }> {
  const orders = await storeOrders(t, count);
  const route = await planRoute(t, orders);
  await t.api.post(`/routes/${route.route_id}/start`).expect(200);
  return { orders, route };
}

describe('POST /routes/{id}/reoptimize', () => {
  it('keeps closed stops first and plans the others from where the driver is, with new times', async () => {
    const { orders, route } = await started(8);
    const [first, second] = route.order_ids;
    await report(first, 'IN_TRANSIT', 'OUT_FOR_DELIVERY', 'DELIVERED');
    await report(second, 'IN_TRANSIT', 'OUT_FOR_DELIVERY', 'DELIVERED');
    const last = route.sequence.at(-1);
    const position = { lat: last?.lat, lon: last?.lon };
    const at = new Date(t.clock.now() + 1_800_000).toISOString();
    const next = await reoptimize(route, { position, at });
    expect(next).toMatchObject({ version: 4, status: 'STARTED', stops: 8 });
    expect(next.order_ids.slice(0, 3)).toEqual([first, second, last?.order_id]);
    expect([...next.order_ids].sort()).toEqual([...route.order_ids].sort());
    expect(next.sequence.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(next.sequence[2]?.arrival_at).toBe(at);
    const times = next.sequence.flatMap(({ arrival_at, departure_at }) => [arrival_at, departure_at]);
    expect([...times].sort()).toEqual(times);
    const total = next.sequence.reduce((sum, { leg_distance_km }) => sum + leg_distance_km, 0);
    expect(next.estimated_distance_km).toBeCloseTo(total, 2);
    const arrivals = new Map(next.sequence.map(({ order_id, arrival_at }) => [order_id, arrival_at]));
    for (const order of await readOrders(t, orders))
      if (order.status !== 'DELIVERED')
        expect(order).toMatchObject({
          route_id: route.route_id,
          estimated_delivery_at: arrivals.get(order.order_id),
        });
  });

  it('counts distances and loads again when stops between closed ones come after them', async () => {
    const { route } = await started(5);
    const [first, , , fourth] = route.order_ids;
    for (const closed of [first, fourth]) await report(closed, 'IN_TRANSIT', 'OUT_FOR_DELIVERY', 'DELIVERED');
    const { sequence } = await reoptimize(route, {});
    expect(sequence.slice(0, 2).map(({ order_id }) => order_id)).toEqual([first, fourth]);
    expect(sequence.map(({ load }) => load.parcels)).toEqual([4, 3, 2, 1, 0]);
    const weight = route.sequence[3]?.load.weight_grams ?? 0;
    expect(sequence.map(({ load }) => load.weight_grams)).toEqual([4, 3, 2, 1, 0].map((parcels) => parcels * weight));
    let metres = 0;
    for (const { leg_distance_km, cumulative_distance_km } of sequence)
      expect(cumulative_distance_km).toBeCloseTo((metres += leg_distance_km), 2);
  });

  it('lets orders leave whose stops can no longer be made, and names them', async () => {
    const [late] = await storeOrders(t, 1, {
      time_window_start: new Date(t.clock.now()).toISOString(),
      time_window_end: new Date(t.clock.now() + 2 * HOUR).toISOString(),
    });
    const others = await storeOrders(t, 3);
    const route = await planRoute(t, late === undefined ? others : [late, ...others]);
    t.clock.advance(3 * HOUR);
    const next = await reoptimize(route, {});
    expect(next).toMatchObject({
      stops: 3,
      unassigned: [{ order_id: late?.order_id, reason_code: 'WINDOW_UNREACHABLE' }],
    });
    expect(next.order_ids).not.toContain(late?.order_id);
    const [released] = await readOrders(t, late === undefined ? [] : [late]);
    expect(released).not.toHaveProperty('route_id');
  });

  it('catches up with its orders when it is asked for again after a crash', async () => {
    const { orders, route } = await started(3);
    const crash = crashAt(t, 1, 'after');
    await t.api.post(`/routes/${route.route_id}/reoptimize`).send({}).expect(500);
    crash.restore();
    const next = await reoptimize(route, {});
    const arrivals = next.sequence.map(({ arrival_at }) => arrival_at).sort();
    expect((await readOrders(t, orders)).map((order) => order.estimated_delivery_at).sort()).toEqual(arrivals);
  });

  it('refuses a route that has ended, one that is done, a stale version and a place outside Peru', async () => {
    const { route } = await started(1);
    await t.api
      .post(`/routes/${route.route_id}/reoptimize`)
      .send({ position: { lat: 40, lon: -3 } })
      .expect(422);
    await t.api.post(`/routes/${route.route_id}/reoptimize`).set('If-Match', '"1"').send({}).expect(412);
    await report(route.order_ids[0], 'IN_TRANSIT', 'DELIVERED');
    await reoptimize(route, {}, 409);
    await t.api.post(`/routes/${route.route_id}/complete`).expect(200);
    expect(await reoptimize(route, {}, 409)).toMatchObject({ current_status: 'COMPLETED' });
  });
});
