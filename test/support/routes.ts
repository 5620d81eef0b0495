import { newOrderId } from '../../src/kernel/ids';
import type { IdempotencyKey } from '../../src/kernel/idempotency-key';
import { Transactions } from '../../src/database/transaction';
import type { Order } from '../../src/orders/order';
import { OrdersService } from '../../src/orders/orders.service';
import type { RouteDto } from '../../src/routes/route.dto';
import type { PlanningBody } from '../../src/routes/planning/plan-request';
import { PlansService } from '../../src/routes/plans/plans.service';
import { orderInput } from '../factories/orders';
import { planningBody } from '../../src/routes/route.fixture';
import type { Worker as FullWorker } from './worker';

/** What has services: a worker, or the HTTP application. */
type Worker = Pick<FullWorker, 'app' | 'clock'>;

export const DISPATCHER = { role: 'dispatcher', subject: 'dispatcher-1' } as const;

/** Orders at places of their own, all over Lima, stored by the hundred. */
export async function storeOrders(
  worker: Worker,
  count: number,
  changes: Record<string, unknown> = {},
): Promise<Order[]> {
  const service = worker.app.get(OrdersService);
  const orders = Array.from({ length: count }, (_, i) => {
    const input = orderInput({ delivery_address: placeOf(i), ...changes });
    return service.draft(input, newOrderId(worker.clock.now()));
  });
  for (let i = 0; i < count; i += 100)
    await worker.app.get(Transactions).commit(orders.slice(i, i + 100).map((order) => service.creation(order)));
  return orders;
}

const placeOf = (i: number): object => ({
  street: `Calle ${i}`,
  lat: -12.02 - ((i * 7) % 100) / 1_000,
  lon: -77.0 - ((i * 13) % 90) / 1_000,
});

export const idsOf = (orders: readonly Order[]): string[] => orders.map(({ order_id }) => order_id);

/** One driver's route, planned in no time at all; of two hundred orders it takes the WORKING_DAY_HOURS of a `startWorker`. */
export async function planRoute(
  worker: Worker,
  orders: readonly Order[],
  driver_id = 'DRV001',
  key?: string,
): Promise<RouteDto> {
  const request = planningBody({ order_ids: idsOf(orders), driver_id, max_iterations: 10, service_seconds: 60 });
  const answer = await worker.app
    .get(PlansService)
    .create(DISPATCHER, request, key === undefined ? undefined : keyed(key, request));
  if (answer.kind !== 'route') throw new Error(`expected a route, not ${answer.kind}`);
  return answer.body;
}

export const keyed = (key: string, request: PlanningBody): IdempotencyKey => ({
  key,
  method: 'POST',
  path: '/routes',
  body_hash: JSON.stringify(request),
});

/** The orders as stored now, in the order given. */
export async function readOrders(worker: Worker, orders: readonly Order[]): Promise<Order[]> {
  const found = new Map(
    (await worker.app.get(OrdersService).findMany(orders.map(({ order_id }) => order_id))).map((order) => [
      order.order_id,
      order,
    ]),
  );
  return orders.flatMap(({ order_id }) => found.get(order_id) ?? []);
}

export class Crash extends Error {}

/** What a process that crashes would have answered is nobody's business: it may even have been right. */
export async function crashing(work: Promise<unknown>): Promise<void> {
  await work.catch((error: unknown) => {
    if (!(error instanceof Crash)) throw error;
  });
}

/** Makes the nth transaction the last that this worker commits: it fails before it, or after it as when a reply is lost. */
export function crashAt(worker: Worker, nth: number, when: 'before' | 'after'): { readonly restore: () => number } {
  const transactions = worker.app.get(Transactions);
  const commit = transactions.commit.bind(transactions);
  let calls = 0;
  transactions.commit = async (writes) => {
    calls++;
    if (calls > nth || (calls === nth && when === 'before')) throw new Crash();
    const outcome = await commit(writes);
    if (calls === nth) throw new Crash();
    return outcome;
  };
  return {
    restore: () => {
      transactions.commit = commit;
      return calls;
    },
  };
}

/** The id of a plan for two drivers and orders of its own that waits behind the queue. */
export async function queuedPlan(worker: Worker, fleet: readonly string[] = ['A', 'B']): Promise<string> {
  const order_ids = idsOf(await storeOrders(worker, 2));
  const drivers = fleet.map((driver_id) => ({ driver_id }));
  const request = planningBody({ order_ids, drivers, time_limit_ms: 501, max_iterations: 10 });
  const answer = await worker.app.get(PlansService).create(DISPATCHER, request);
  if (answer.kind !== 'queued') throw new Error(`expected a queued plan, not ${answer.kind}`);
  return answer.body.plan_id;
}
