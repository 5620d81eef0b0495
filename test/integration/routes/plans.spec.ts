import { createPlansHandler } from '../../../src/lambda/plans';
import { newId } from '../../../src/kernel/ids';
import { QUEUES } from '../../../src/messaging/queues';
import type { Order } from '../../../src/orders/order';
import type { PlanDto } from '../../../src/routes/plans/plan.dto';
import { PlanningService } from '../../../src/routes/planning/planning.service';
import { PlanRuns } from '../../../src/routes/plans/plan-runs.service';
import { PlansService } from '../../../src/routes/plans/plans.service';
import type { PlanningBody } from '../../../src/routes/planning/plan-request';
import { LifecycleService } from '../../../src/routes/day/lifecycle.service';
import { RoutesRepository } from '../../../src/routes/routes.repository';
import { planningBody } from '../../../src/routes/route.fixture';
import { LAMBDA_CONTEXT, sqsEvent } from '../../factories/events';
import { bodiesOf, takeAll } from '../../support/queues';
import { usePlatform } from '../../support/platform';
import {
  Crash,
  crashAt,
  crashing,
  DISPATCHER,
  idsOf,
  keyed,
  planRoute,
  readOrders,
  storeOrders,
} from '../../support/routes';
import { startWorker, Worker } from '../../support/worker';

const platform = usePlatform();
let worker: Worker;

beforeAll(async () => {
  worker = await startWorker(platform.environment);
});
beforeEach(() => {
  worker.clock.reset();
});
afterAll(() => worker.end());

const DRIVERS = ['A', 'B', 'C'].map((driver_id) => ({ driver_id, capacity: { parcels: 50 } }));

/** A fleet plan that is too large for a request, and quick all the same. */
const fleet = (orders: readonly Order[], changes: Partial<PlanningBody> = {}): PlanningBody =>
  planningBody({
    order_ids: idsOf(orders),
    drivers: DRIVERS,
    depot: { lat: -12.05, lon: -77.03 },
    max_iterations: 5,
    ...changes,
  });

async function queue(request: PlanningBody, key?: string): Promise<PlanDto> {
  const answer = await plans().create(DISPATCHER, request, key === undefined ? undefined : keyed(key, request));
  if (answer.kind !== 'queued') throw new Error(`expected a queued plan, not ${answer.kind}`);
  return answer.body;
}

const plans = (): PlansService => worker.app.get(PlansService);
const runs = (): PlanRuns => worker.app.get(PlanRuns);

/** Every order is on the one open route that names it. */
async function expectAssigned(plan: PlanDto, orders: readonly Order[]): Promise<void> {
  const routeOf = new Map(plan.routes.flatMap((route) => route.order_ids.map((id) => [id, route.route_id])));
  for (const order of await readOrders(worker, orders)) expect(order.route_id).toBe(routeOf.get(order.order_id));
}

describe('a fleet plan behind the queue', () => {
  it('waits, is made once, and shows its routes', async () => {
    const orders = await storeOrders(worker, 110);
    const queued = await queue(fleet(orders));
    expect(await plans().view(queued.plan_id)).toMatchObject({ status: 'QUEUED', routes: [] });
    await runs().run(queued.plan_id);
    const done = await plans().view(queued.plan_id);
    expect(done).toMatchObject({ status: 'DONE', unassigned: [] });
    expect(done.routes.reduce((sum, { stops }) => sum + stops, 0)).toBe(110);
    expect(done.routes.every(({ plan_id, status }) => plan_id === queued.plan_id && status === 'PLANNED')).toBe(true);
    await expectAssigned(done, orders);
    await runs().run(queued.plan_id);
    expect(await plans().view(queued.plan_id)).toEqual(done);
  });

  it('is one plan however often it is asked for with the same key', async () => {
    const request = fleet(await storeOrders(worker, 101));
    const key = newId(Date.now());
    const answers = await Promise.all(Array.from({ length: 10 }, () => queue(request, key)));
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    await expect(queue({ ...request, seed: 2 }, key)).rejects.toMatchObject({ kind: 'invalid' });
  });

  it('leaves out what other routes have, and says so', async () => {
    const orders = await storeOrders(worker, 105);
    const taken = orders.slice(0, 2);
    const queued = await queue(fleet(orders));
    const { route_id } = await planRoute(worker, taken, 'X');
    await runs().run(queued.plan_id);
    const { routes, unassigned } = await plans().view(queued.plan_id);
    expect(unassigned).toEqual(
      taken.map(
        ({ order_id }) => expect.objectContaining({ order_id, reason_code: 'ON_OPEN_ROUTE', route_id }) as unknown,
      ),
    );
    expect(routes.flatMap(({ order_ids }) => order_ids)).toHaveLength(103);
  });

  it('is DONE without the routes that it lost when others were faster with all of its orders', async () => {
    const orders = await storeOrders(worker, 101);
    const queued = await queue(fleet(orders));
    const planning = worker.app.get(PlanningService);
    const plan = planning.plan.bind(planning);
    planning.plan = async (...terms) => {
      planning.plan = plan;
      const planned = await plan(...terms);
      await planRoute(worker, orders, 'X');
      return planned;
    };
    await runs().run(queued.plan_id);
    const { status, routes, unassigned } = await plans().view(queued.plan_id);
    expect({ status, routes }).toEqual({ status: 'DONE', routes: [] });
    expect(unassigned.map(({ reason_code }) => reason_code)).toEqual(orders.map(() => 'ON_OPEN_ROUTE'));
  });

  it('is DONE without routes when none of its orders can be planned', async () => {
    const orders = await storeOrders(worker, 101, { delivery_address: 'En la esquina de siempre' });
    const queued = await queue(fleet(orders));
    await runs().run(queued.plan_id);
    const { status, routes, estimated_distance_km, unassigned } = await plans().view(queued.plan_id);
    expect({ status, routes, estimated_distance_km }).toEqual({ status: 'DONE', routes: [], estimated_distance_km: 0 });
    expect(new Set(unassigned.map(({ reason_code }) => reason_code))).toEqual(new Set(['NO_COORDINATES']));
  });

  // The plan itself, its routes, their drivers, two claims, the end.
  it.each([1, 2, 3, 4, 5, 6].flatMap((nth) => [[nth, 'before'] as const, [nth, 'after'] as const]))(
    'begins again after a crash at transaction %i, %s it, and leaves nothing of the first run',
    async (nth, when) => {
      const orders = await storeOrders(worker, 101);
      const queued = await queue(fleet(orders));
      const crash = crashAt(worker, nth, when);
      await expect(runs().run(queued.plan_id)).rejects.toThrow(Crash);
      expect(crash.restore()).toBe(nth);
      await runs().run(queued.plan_id);
      const done = await plans().view(queued.plan_id);
      expect(done).toMatchObject({ status: 'DONE', unassigned: [] });
      await expectAssigned(done, orders);
      const pages = await Promise.all(
        DRIVERS.map(({ driver_id }) => worker.app.get(RoutesRepository).listByDriver(driver_id, 100, undefined)),
      );
      const open = pages.flatMap(({ items }) => items).filter(({ status }) => status !== 'CANCELLED');
      expect(open.map(({ route_id }) => route_id).sort()).toEqual(done.routes.map(({ route_id }) => route_id).sort());
    },
  );

  it('is made by one of two runs at the same time', async () => {
    const orders = await storeOrders(worker, 101);
    const queued = await queue(fleet(orders));
    await Promise.allSettled([runs().run(queued.plan_id), runs().run(queued.plan_id)]);
    await runs().run(queued.plan_id);
    const done = await plans().view(queued.plan_id);
    expect(done.status).toBe('DONE');
    await expectAssigned(done, orders);
  });

  it('is FAILED after its last try, and can still be made by hand', async () => {
    const queued = await queue(fleet(await storeOrders(worker, 101)));
    const handler = createPlansHandler(worker.app);
    const run = runs().run.bind(runs());
    runs().run = () => Promise.reject(new Crash());
    const event = sqsEvent({ plan_id: queued.plan_id });
    const [record] = event.Records;
    if (record !== undefined) record.attributes.ApproximateReceiveCount = '3';
    expect(await handler(event, LAMBDA_CONTEXT)).toEqual({ batchItemFailures: [] });
    const dead = await takeAll(platform.environment, QUEUES.plans.deadLetter.name);
    expect(bodiesOf(dead)).toEqual([{ plan_id: queued.plan_id }]);
    runs().run = run;
    expect(await plans().view(queued.plan_id)).toMatchObject({
      status: 'FAILED',
      failure: expect.any(String) as string,
    });
    expect(await handler(sqsEvent({ plan_id: queued.plan_id }), LAMBDA_CONTEXT)).toEqual({ batchItemFailures: [] });
    expect(await plans().view(queued.plan_id)).toMatchObject({ status: 'DONE' });
  });
});

describe('a fleet plan in the request', () => {
  const small = async (count = 4): Promise<{ orders: Order[]; request: PlanningBody }> => {
    const orders = await storeOrders(worker, count);
    return {
      orders,
      request: fleet(orders, { drivers: DRIVERS.slice(0, 2).map((d) => ({ ...d, capacity: { parcels: 2 } })) }),
    };
  };

  async function atOnce(request: PlanningBody, key?: string): Promise<PlanDto> {
    const answer = await plans().create(DISPATCHER, request, key === undefined ? undefined : keyed(key, request));
    if (answer.kind !== 'fleet') throw new Error(`expected a plan that is made, not ${answer.kind}`);
    return answer.body;
  }

  /** Lets `rival` do something between the planning of the next request and its claims. */
  function between(rival: () => Promise<unknown>): void {
    const planning = worker.app.get(PlanningService);
    const plan = planning.plan.bind(planning);
    planning.plan = async (...terms) => {
      planning.plan = plan;
      const planned = await plan(...terms);
      await rival();
      return planned;
    };
  }

  it('is answered with what its record shows afterwards', async () => {
    const { orders, request } = await small();
    const answer = await atOnce(request);
    expect(answer).toMatchObject({ status: 'DONE', unassigned: [], routes: [{ stops: 2 }, { stops: 2 }] });
    expect(await plans().view(answer.plan_id)).toEqual(answer);
    await expectAssigned(answer, orders);
  });

  it('is one plan, with equal answers, of 20 parallel identical requests', async () => {
    const { orders, request } = await small();
    const key = newId(Date.now());
    const answers = await Promise.all(Array.from({ length: 20 }, () => atOnce(request, key)));
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    const [answer] = answers;
    if (answer !== undefined) await expectAssigned(answer, orders);
  });

  it('leaves out what others took while it was planned, and plans the rest again', async () => {
    const { orders, request } = await small();
    const taken = orders.slice(0, 1);
    between(() => planRoute(worker, taken, 'X'));
    const answer = await atOnce(request);
    expect(answer.unassigned).toMatchObject([{ order_id: taken[0]?.order_id, reason_code: 'ON_OPEN_ROUTE' }]);
    expect(answer.routes.reduce((sum, { stops }) => sum + stops, 0)).toBe(3);
    expect(await plans().view(answer.plan_id)).toEqual(answer);
    await expectAssigned(answer, orders.slice(1));
  });

  it('is refused when others took all of its orders, and leaves its key free', async () => {
    const { orders, request } = await small();
    const rival: { route_id?: string } = {};
    between(async () => (rival.route_id = (await planRoute(worker, orders, 'X')).route_id));
    await expect(atOnce(request, 'all-lost')).rejects.toMatchObject({
      kind: 'conflict',
      details: {
        members: { unassigned: orders.map(({ order_id }) => expect.objectContaining({ order_id }) as unknown) },
      },
    });
    await worker.app.get(LifecycleService).move(DISPATCHER, rival.route_id ?? '', 'CANCELLED', undefined);
    const answer = await atOnce(request, 'all-lost');
    expect(answer).toMatchObject({ status: 'DONE', unassigned: [] });
    await expectAssigned(answer, orders);
  });

  it('is refused like the route of one driver when none of its orders can be planned', async () => {
    const unknown = { ...fleet([]), order_ids: [newId(Date.now())] };
    await expect(atOnce(unknown)).rejects.toMatchObject({
      kind: 'invalid',
      details: { errors: [{ pointer: '#/order_ids/0' }] },
    });
  });

  // The routes with their plan, the drivers, the claims, the end.
  it.each([1, 2, 3, 4].flatMap((nth) => [[nth, 'before'] as const, [nth, 'after'] as const]))(
    'carries on after a crash at transaction %i, %s it, with the same key',
    async (nth, when) => {
      const { orders, request } = await small(5);
      const crash = crashAt(worker, nth, when);
      await crashing(atOnce(request, 'k'));
      expect(crash.restore()).toBe(nth);
      const answer = await atOnce(request, 'k');
      expect(await atOnce(request, 'k')).toEqual(answer);
      expect(answer).toMatchObject({ status: 'DONE', unassigned: [{ reason_code: 'CAPACITY' }] });
      expect(await plans().view(answer.plan_id)).toEqual(answer);
      await expectAssigned(answer, orders);
    },
  );

  // The two routes' cancellation, their ends side by side, the next routes, their drivers, their claims, the end.
  it.each([3, 4, 5, 6, 7, 8, 9].flatMap((nth) => [[nth, 'before'] as const, [nth, 'after'] as const]))(
    'carries on after a lost race and a crash at transaction %i, %s it',
    async (nth, when) => {
      const { orders, request } = await small();
      const taken = orders.slice(0, 1);
      let crash: ReturnType<typeof crashAt> | undefined;
      between(async () => {
        await planRoute(worker, taken, 'X');
        crash = crashAt(worker, nth, when);
      });
      await crashing(atOnce(request, 'lost-and-crashed'));
      expect(crash?.restore()).toBeGreaterThanOrEqual(nth);
      const answer = await atOnce(request, 'lost-and-crashed');
      expect(answer.unassigned).toMatchObject([{ order_id: taken[0]?.order_id, reason_code: 'ON_OPEN_ROUTE' }]);
      expect(await plans().view(answer.plan_id)).toEqual(answer);
      await expectAssigned(answer, orders.slice(1));
    },
  );

  it('is FAILED when its process died a minute ago: its orders are free, and its key too', async () => {
    const { orders, request } = await small();
    const crash = crashAt(worker, 3, 'after');
    await crashing(atOnce(request, 'died'));
    crash.restore();
    const plan_id = (await readOrders(worker, orders))[0]?.route_id ?? '';
    const route = await worker.app.get(RoutesRepository).get(plan_id);
    expect(await plans().view(route?.plan_id ?? '')).toMatchObject({ status: 'RUNNING', routes: [] });
    worker.clock.advance(61_000);
    expect(await plans().view(route?.plan_id ?? '')).toMatchObject({
      status: 'FAILED',
      failure: expect.any(String) as string,
    });
    for (const order of await readOrders(worker, orders)) expect(order).not.toHaveProperty('route_id');
    const answer = await atOnce(request, 'died');
    expect(answer.plan_id).not.toBe(route?.plan_id);
    await expectAssigned(answer, orders);
  });
});
