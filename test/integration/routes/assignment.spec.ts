import { newId } from '../../../src/kernel/ids';
import { Transactions } from '../../../src/database/transaction';
import type { Order } from '../../../src/orders/order';
import { LifecycleService } from '../../../src/routes/day/lifecycle.service';
import type { Route } from '../../../src/routes/route';
import type { RouteDto } from '../../../src/routes/route.dto';
import { RoutesRepository } from '../../../src/routes/routes.repository';
import { usePlatform } from '../../support/platform';
import { Crash, crashAt, crashing, planRoute, readOrders, storeOrders } from '../../support/routes';
import { startWorker, Worker } from '../../support/worker';

const platform = usePlatform();
let worker: Worker;
let other: Worker;

beforeAll(async () => {
  worker = await startWorker(platform.environment);
  other = await startWorker(platform.environment);
});
beforeEach(() => {
  worker.clock.reset();
  other.clock.reset();
});
afterAll(async () => {
  await worker.end();
  await other.end();
});

const routesOf = async (driver: string): Promise<Route[]> => {
  const repository = worker.app.get(RoutesRepository);
  const { items } = await repository.listByDriver(driver, 100, undefined);
  return repository.getMany(items.map(({ route_id }) => route_id));
};

/** The invariant that everything here is about: an order names a route only if that route is open and names the order. */
async function expectConsistent(orders: readonly Order[], drivers: readonly string[]): Promise<void> {
  const routes = (await Promise.all(drivers.map(routesOf))).flat();
  const open = routes.filter(({ status }) => status === 'PLANNED' || status === 'STARTED');
  const holders = new Map(open.flatMap((route) => route.order_ids.map((id) => [id, route.route_id])));
  expect(open.flatMap(({ order_ids }) => order_ids)).toHaveLength(holders.size);
  for (const order of await readOrders(worker, orders)) expect(order.route_id).toBe(holders.get(order.order_id));
}

const settled = async (work: readonly Promise<RouteDto>[]): Promise<{ won: RouteDto[]; lost: unknown[] }> => {
  const results = await Promise.allSettled(work);
  return {
    won: results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : [])),
    lost: results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : [])),
  };
};

describe('assigning', () => {
  it('puts 200 orders on one route, with the driver and the time at which each is expected', async () => {
    const orders = await storeOrders(worker, 200);
    const route = await planRoute(worker, orders);
    expect(route).toMatchObject({ status: 'PLANNED', version: 2, stops: 200, unassigned: [] });
    const arrivals = new Map(route.sequence.map(({ order_id, arrival_at }) => [order_id, arrival_at]));
    for (const order of await readOrders(worker, orders))
      expect(order).toMatchObject({
        route_id: route.route_id,
        driver_id: 'DRV001',
        estimated_delivery_at: arrivals.get(order.order_id),
        status: 'CREATED',
        last_event_id: order.order_id,
      });
  });

  it.each([3, 150])('lets exactly one of two requests over the same %i orders win', async (count) => {
    const orders = await storeOrders(worker, count);
    const { won, lost } = await settled([planRoute(worker, orders, 'A'), planRoute(other, [...orders].reverse(), 'B')]);
    expect(won).toHaveLength(1);
    expect(lost).toEqual([expect.objectContaining({ kind: 'conflict' })]);
    await expectConsistent(orders, ['A', 'B']);
    expect((await readOrders(worker, orders)).every(({ route_id }) => route_id === won[0]?.route_id)).toBe(true);
  });

  it('names the orders that were lost, and leaves the others free', async () => {
    const orders = await storeOrders(worker, 6);
    const repository = worker.app.get(RoutesRepository);
    const winner: { route?: RouteDto } = {};
    const transactions = other.app.get(Transactions);
    const commit = transactions.commit.bind(transactions);
    let calls = 0;
    // Between the loser's planning and its claims, someone else takes two of its orders.
    transactions.commit = async (writes) => {
      if (++calls === 2) winner.route = await planRoute(worker, orders.slice(2, 4), 'A');
      return commit(writes);
    };
    const attempt = planRoute(other, orders, 'B');
    await expect(attempt).rejects.toMatchObject({
      kind: 'conflict',
      details: {
        errors: [{ pointer: '#/order_ids/2' }, { pointer: '#/order_ids/3' }],
        members: { order_ids: orders.slice(2, 4).map(({ order_id }) => order_id) },
      },
    });
    transactions.commit = commit;
    await expectConsistent(orders, ['A', 'B']);
    const [cancelled] = await routesOf('B');
    expect(cancelled?.status).toBe('CANCELLED');
    expect((await repository.get(winner.route?.route_id ?? ''))?.status).toBe('PLANNED');
    expect(await planRoute(other, [...orders.slice(0, 2), ...orders.slice(4)], 'B')).toMatchObject({ stops: 4 });
  });

  it('makes one route and equal answers of 20 parallel identical requests', async () => {
    const orders = await storeOrders(worker, 5);
    const key = newId(Date.now());
    const work = Array.from({ length: 20 }, (_, i) => planRoute(i % 2 === 0 ? worker : other, orders, 'A', key));
    const { won, lost } = await settled(work);
    expect(lost).toEqual([]);
    for (const answer of won) expect(answer).toEqual(won[0]);
    const routes = await routesOf('A');
    expect(routes.filter(({ status }) => status !== 'CANCELLED')).toHaveLength(1);
    await expectConsistent(orders, ['A']);
  });
});

describe('a crash while assigning', () => {
  const TRANSACTIONS = 5; // the route, its driver, two claims, the end

  it.each(
    Array.from({ length: TRANSACTIONS }, (_, i) => i + 1).flatMap((nth) => [
      [nth, 'before'] as const,
      [nth, 'after'] as const,
    ]),
  )('at transaction %i, %s it: the same key carries on and never doubles', async (nth, when) => {
    const orders = await storeOrders(worker, 120);
    const key = newId(Date.now());
    const crash = crashAt(worker, nth, when);
    await crashing(planRoute(worker, orders, 'A', key));
    expect(crash.restore()).toBe(nth);
    const answer = await planRoute(other, orders, 'A', key);
    expect(answer).toMatchObject({ status: 'PLANNED', stops: 120 });
    expect(await planRoute(worker, orders, 'A', key)).toEqual(answer);
    expect((await routesOf('A')).map(({ status }) => status)).toEqual(['PLANNED']);
    await expectConsistent(orders, ['A']);
  });

  it('holds the orders for a minute and no longer, when nobody comes back', async () => {
    const orders = await storeOrders(worker, 4);
    const crash = crashAt(worker, 3, 'after');
    await expect(planRoute(worker, orders, 'A')).rejects.toThrow(Crash);
    crash.restore();
    await expect(planRoute(other, orders, 'B')).rejects.toMatchObject({ kind: 'conflict' });
    other.clock.advance(61_000);
    expect(await planRoute(other, orders, 'B')).toMatchObject({ status: 'PLANNED', stops: 4 });
    const [abandoned] = await routesOf('A');
    expect(abandoned?.status).toBe('CANCELLED');
    await expectConsistent(orders, ['A', 'B']);
  });

  it('starts afresh with the same key when the minute has passed', async () => {
    const orders = await storeOrders(worker, 4);
    const key = newId(Date.now());
    const crash = crashAt(worker, 3, 'after');
    await expect(planRoute(worker, orders, 'A', key)).rejects.toThrow(Crash);
    crash.restore();
    other.clock.advance(61_000);
    expect(await planRoute(other, orders, 'A', key)).toMatchObject({ status: 'PLANNED' });
    expect((await routesOf('A')).map(({ status }) => status).sort()).toEqual(['CANCELLED', 'PLANNED']);
    await expectConsistent(orders, ['A']);
  });

  it('cannot go on after its route was cancelled as abandoned', async () => {
    const orders = await storeOrders(worker, 4);
    const transactions = worker.app.get(Transactions);
    const commit = transactions.commit.bind(transactions);
    let calls = 0;
    // The process freezes before its claims, and someone reads the route a minute later.
    transactions.commit = async (writes) => {
      if (++calls === 2) {
        const [route] = await routesOf('A');
        other.clock.advance(61_000);
        await other.app.get(LifecycleService).get(route?.route_id ?? '');
      }
      return commit(writes);
    };
    await expect(planRoute(worker, orders, 'A')).rejects.toMatchObject({ kind: 'conflict' });
    transactions.commit = commit;
    await expectConsistent(orders, ['A']);
  });
});
