import { LifecycleService } from '../../../src/routes/day/lifecycle.service';
import type { RouteDto } from '../../../src/routes/route.dto';
import { Order } from '../../../src/orders/order';
import { useApp } from '../../support/app';
import { DISPATCHER, Crash, crashAt, planRoute, readOrders, storeOrders } from '../../support/routes';

const t = useApp({ WORKING_DAY_HOURS: '24' });

const scan = async (order: Order | undefined, status: string): Promise<void> => {
  const body = {
    order_id: order?.order_id,
    status,
    ...(status === 'ATTEMPT_FAILED' ? { reason_code: 'CONSIGNEE_ABSENT' } : {}),
  };
  await t.api.post('/tracking').send(body).expect(201);
};

const deliver = async (order: Order | undefined): Promise<void> => {
  for (const status of ['IN_TRANSIT', 'OUT_FOR_DELIVERY', 'DELIVERED']) await scan(order, status);
};

const read = async (route: RouteDto): Promise<RouteDto> =>
  (await t.api.get(`/routes/${route.route_id}`).expect(200)).body as RouteDto;

/** By order, in the order given: how the stop stands. */
const progress = (route: RouteDto, orders: readonly Order[]): string[] =>
  orders.map(({ order_id }) => {
    const stop = route.sequence.find((candidate) => candidate.order_id === order_id);
    return [stop?.state, stop?.outcome].filter(Boolean).join(' ');
  });

const move = async (route: RouteDto, action: string): Promise<RouteDto> =>
  (await t.api.post(`/routes/${route.route_id}/${action}`).expect(200)).body as RouteDto;

describe('the stops of a route', () => {
  it('follow their orders while it is open, and stay as they were when it has ended', async () => {
    const orders = await storeOrders(t, 5);
    const route = await planRoute(t, orders);
    await move(route, 'start');
    await deliver(orders[0]);
    await scan(orders[1], 'IN_TRANSIT');
    await scan(orders[1], 'OUT_FOR_DELIVERY');
    for (const status of ['IN_TRANSIT', 'OUT_FOR_DELIVERY', 'ATTEMPT_FAILED']) await scan(orders[2], status);
    await scan(orders[3], 'CANCELLED');
    expect(progress(await read(route), orders)).toEqual([
      'CLOSED SUCCEEDED',
      'ENROUTE',
      'CLOSED FAILED',
      'CLOSED FAILED',
      'NEW',
    ]);
    const completed = await move(route, 'complete');
    const outcomes = [
      'CLOSED SUCCEEDED',
      'CLOSED CARRIED_OVER',
      'CLOSED FAILED',
      'CLOSED FAILED',
      'CLOSED NOT_ATTEMPTED',
    ];
    expect(progress(completed, orders)).toEqual(outcomes);
    t.clock.advance(40 * 86_400_000);
    expect(progress(await read(route), orders)).toEqual(outcomes);
  });

  it('count what is delivered after the end, but before the order was released, as what it is: not by this route', async () => {
    const orders = await storeOrders(t, 1);
    const route = await planRoute(t, orders);
    await scan(orders[0], 'IN_TRANSIT');
    await move(route, 'cancel');
    await scan(orders[0], 'DELIVERED');
    expect(progress(await read(route), orders)).toEqual(['CLOSED NOT_ATTEMPTED']);
  });
});

describe('releasing', () => {
  it('frees the order of a failed attempt when its parcel is scanned in transit, for another route', async () => {
    const orders = await storeOrders(t, 2);
    const route = await planRoute(t, orders, 'A');
    for (const status of ['IN_TRANSIT', 'OUT_FOR_DELIVERY', 'ATTEMPT_FAILED']) await scan(orders[0], status);
    expect(progress(await read(route), orders)).toEqual(['CLOSED FAILED', 'NEW']);
    await expect(planRoute(t, orders.slice(0, 1), 'B')).rejects.toThrow('on other open routes');
    await scan(orders[0], 'IN_TRANSIT');
    const again = await planRoute(t, orders.slice(0, 1), 'B');
    expect(again).toMatchObject({ status: 'PLANNED', driver_id: 'B' });
    await move(route, 'cancel');
    expect((await readOrders(t, orders)).map(({ route_id }) => route_id)).toEqual([again.route_id, undefined]);
  });

  it.each(['complete', 'cancel'])(
    'frees what was not delivered on %s, more than one transaction of it',
    async (action) => {
      const orders = await storeOrders(t, 120);
      const route = await planRoute(t, orders);
      await move(route, 'start');
      await deliver(orders[7]);
      await move(route, action);
      const [delivered, ...others] = (await readOrders(t, orders)).sort((a) => (a.status === 'DELIVERED' ? -1 : 1));
      expect(delivered).toMatchObject({ route_id: route.route_id, driver_id: 'DRV001' });
      for (const order of others) {
        expect(order).not.toHaveProperty('route_id');
        expect(order).not.toHaveProperty('driver_id');
        expect(order).not.toHaveProperty('estimated_delivery_at');
      }
      expect(await planRoute(t, others.slice(0, 5), 'B')).toMatchObject({ stops: 5 });
    },
  );

  it.each([
    [2, 'before'],
    [2, 'after'],
    [3, 'before'],
    [4, 'before'],
    [4, 'after'],
  ] as const)('finishes after a crash at transaction %i, %s it, when the end is asked for again', async (nth, when) => {
    const orders = await storeOrders(t, 120);
    const route = await planRoute(t, orders);
    const crash = crashAt(t, nth, when);
    const lifecycle = t.app.get(LifecycleService);
    await expect(lifecycle.move(DISPATCHER, route.route_id, 'CANCELLED', undefined)).rejects.toThrow(Crash);
    expect(crash.restore()).toBe(nth);
    const cancelled = await move(route, 'cancel');
    expect(cancelled.sequence.every(({ state }) => state === 'CLOSED')).toBe(true);
    expect((await readOrders(t, orders)).every(({ route_id }) => route_id === undefined)).toBe(true);
    expect((await move(route, 'cancel')).version).toBe(cancelled.version);
  });

  it('does not block orders whose route has ended and could not let them go', async () => {
    const orders = await storeOrders(t, 3);
    const route = await planRoute(t, orders, 'A');
    const crash = crashAt(t, 1, 'after');
    await expect(t.app.get(LifecycleService).move(DISPATCHER, route.route_id, 'CANCELLED', undefined)).rejects.toThrow(
      Crash,
    );
    crash.restore();
    const next = await planRoute(t, orders, 'B');
    await move(route, 'cancel');
    expect((await readOrders(t, orders)).every(({ route_id }) => route_id === next.route_id)).toBe(true);
  });
});

describe('moving a route', () => {
  it('lets one of a start and a cancel at the same version win', async () => {
    const [order] = await storeOrders(t, 1);
    const route = await planRoute(t, order === undefined ? [] : [order]);
    const answers = await Promise.all(
      ['start', 'cancel'].map((action) =>
        t.api.post(`/routes/${route.route_id}/${action}`).set('If-Match', `"${route.version}"`),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
  });

  it('comes to the same end for all who cancel it at once', async () => {
    const orders = await storeOrders(t, 3);
    const route = await planRoute(t, orders);
    await Promise.all(Array.from({ length: 5 }, () => move(route, 'cancel')));
    const cancelled = await read(route);
    expect(cancelled).toMatchObject({ status: 'CANCELLED', sequence: [{ state: 'CLOSED' }, {}, {}] });
    expect((await move(route, 'cancel')).version).toBe(cancelled.version);
    expect((await readOrders(t, orders)).every(({ route_id }) => route_id === undefined)).toBe(true);
  });

  it('answers its own change, whose reply was lost, as done', async () => {
    const orders = await storeOrders(t, 1);
    const route = await planRoute(t, orders);
    const crash = crashAt(t, 1, 'after');
    await expect(
      t.app.get(LifecycleService).move(DISPATCHER, route.route_id, 'STARTED', route.version),
    ).rejects.toThrow(Crash);
    crash.restore();
    const { body } = await t.api
      .post(`/routes/${route.route_id}/start`)
      .set('If-Match', `"${route.version}"`)
      .expect(200);
    expect(body).toMatchObject({ status: 'STARTED', version: route.version + 1 });
  });
});
