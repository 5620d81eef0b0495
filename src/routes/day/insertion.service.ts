import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../../access/audit-trail';
import type { Principal } from '../../access/principal';
import { Config } from '../../config/config';
import { retrying } from '../../database/retry';
import { Transactions } from '../../database/transaction';
import { IdempotencyService, KeyWrites, refuseTakenKey } from '../../idempotency/idempotency.service';
import { Clock } from '../../kernel/clock';
import type { DataOf } from '../../kernel/data-of';
import { conflict, stale, unavailable } from '../../kernel/errors';
import type { IdempotencyKey } from '../../kernel/idempotency-key';
import type { OrderId } from '../../kernel/ids';
import { claimed } from '../../orders/claim';
import type { Order } from '../../orders/order';
import { OrdersService } from '../../orders/orders.service';
import { AvailabilityService } from '../assignment/availability.service';
import { DriverDays } from '../assignment/driver-days.service';
import { ROUTE_LIMITS } from '../planning/limits';
import { LocatorService } from '../planning/locator.service';
import type { LocatedOrder } from '../planning/plan-input';
import { PlannerAllowance } from '../planning/planner-allowance.repository';
import { PlanningService, searchFor } from '../planning/planning.service';
import { byOrderId, nextVersion, progressOf, Route, routeObjectId } from '../route';
import type { RouteDto } from '../route.dto';
import { viewRoute } from '../route-shape';
import { RoutesRepository } from '../routes.repository';
import { Arrivals } from './arrivals.service';
import type { InsertOrdersDto } from './changing.dto';
import { checkOpen, insertedIds, notInserted, unfit } from './insertion';
import { LifecycleService } from './lifecycle.service';
import { remainingOf, rerouted } from './reoptimize';

type InsertTerms = DataOf<InsertOrdersDto>;

/** Puts orders into a route that is planned or under way. */
@Injectable()
export class InsertionService {
  constructor(
    private readonly repository: RoutesRepository,
    private readonly lifecycle: LifecycleService,
    private readonly planning: PlanningService,
    private readonly locator: LocatorService,
    private readonly orders: OrdersService,
    private readonly availability: AvailabilityService,
    private readonly driverDays: DriverDays,
    private readonly arrivals: Arrivals,
    private readonly idempotency: IdempotencyService,
    private readonly transactions: Transactions,
    private readonly audit: AuditTrail,
    private readonly allowance: PlannerAllowance,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /**
   * Puts orders where they cost least, all or none, and returns the route with its new sequence and times. Orders that are on it already stay
   * as they are.
   *
   * @throws DinexError `invalid` or `conflict` that names each order which the route cannot take; `conflict` unless it is PLANNED or STARTED;
   * `stale`, `not_found`.
   */
  async insert(
    principal: Principal,
    routeId: string,
    request: InsertTerms,
    { ifMatch, key }: { readonly ifMatch?: number; readonly key?: IdempotencyKey },
  ): Promise<RouteDto> {
    const asked = insertedIds(request.order_ids);
    const answer = await this.idempotency.once(principal, key, async (writes) => {
      await this.allowance.take(principal, undefined);
      return retrying(
        () => this.attempt(principal, routeId, { ...request, asked }, ifMatch, writes),
        () => unavailable('Too many changes of this route at once.'),
      );
    });
    // Also for a repetition: the first may have died before the orders had their times.
    await this.arrivals.inform(await this.lifecycle.get(routeId));
    return answer;
  }

  /** Makes one read, one plan and one commit; returns `undefined` when another change came between. */
  private async attempt(
    principal: Principal,
    routeId: string,
    { asked, service_seconds }: InsertTerms & { readonly asked: readonly OrderId[] },
    ifMatch: number | undefined,
    key: KeyWrites,
  ): Promise<RouteDto | undefined> {
    const route = await this.lifecycle.get(routeId);
    if (ifMatch !== undefined && ifMatch !== route.version) throw stale(route.version);
    checkOpen(route);
    const known = byOrderId(await this.orders.findMany([...new Set([...route.order_ids, ...asked])]));
    const wanted = asked.filter((id) => !isAhead(route, id, known));
    if (wanted.length === 0) return viewRoute(route, known);
    if (route.stops + wanted.length > ROUTE_LIMITS.routeOrders)
      throw conflict(`A route has at most ${ROUTE_LIMITS.routeOrders} stops; this one has ${route.stops}.`);
    const { available, unassigned } = await this.availability.assess(wanted);
    if (unassigned.length > 0) throw notInserted(asked, unassigned);
    const located = await this.locator.locate(available, { stops: [], service_seconds });
    if (located.unassigned.length > 0) throw notInserted(asked, located.unassigned);
    const next = await this.planned(route, known, asked, located.orders);
    const arrivals = new Map(next.sequence.map(({ order_id, arrival_at }) => [order_id, arrival_at]));
    const claims = available.map((order) => ({
      order,
      changed: claimed(order, {
        route_id: routeId,
        driver_id: route.driver_id,
        estimated_delivery_at: arrivals.get(order.order_id) ?? next.departure_at,
      }),
    }));
    const view = viewRoute(next, new Map([...known, ...byOrderId(claims.map(({ changed }) => changed))]));
    const outcome = await this.transactions.commit([
      this.repository.replace(next, route.version),
      ...claims.map(({ order, changed }) => this.orders.transition(order, changed)),
      ...(await this.driverDays.moved(route, next)),
      await this.audit.change(principal, routeObjectId(routeId), 'route.orders_inserted', route, next),
      ...key.done(view),
    ]);
    refuseTakenKey(outcome);
    return outcome.committed ? view : undefined;
  }

  private async planned(
    route: Route,
    orders: ReadonlyMap<string, Order>,
    asked: readonly OrderId[],
    extra: readonly LocatedOrder[],
  ): Promise<Route> {
    const now = this.clock.now();
    // An order that was on the route before, and left it, is a new stop of it.
    const isNew = new Set<string>(extra.map(({ order }) => order.order_id));
    const before = { ...route, sequence: route.sequence.filter(({ order_id }) => !isNew.has(order_id)) };
    const remaining = remainingOf(before, orders, undefined, this.config.WORKING_DAY_HOURS);
    const wanted = route.status === 'PLANNED' ? Math.max(now, Date.parse(route.departure_at)) : now;
    const origin = Math.max(wanted, remaining.driven.at(-1)?.leftAt ?? wanted);
    // Who is under way is at the next stop, or nearly there: nobody is sent elsewhere first.
    const kept = route.status === 'STARTED' ? Math.min(1, remaining.ahead.length) : 0;
    const all = [...remaining.ahead, ...extra];
    const search = searchFor(
      { kind: 'driver' },
      all.map(({ order }) => order),
      this.config.PLAN_CPU_MS,
    );
    const { unplaced, ...sequenced } = await this.planning.insert(
      remaining.ahead,
      extra,
      remaining.driver,
      { origin, kept },
      search,
    );
    if (unplaced.length > 0) throw notInserted(asked, unfit(unplaced));
    return nextVersion(rerouted(before, { ...remaining, ahead: all }, sequenced, orders, origin), {}, now);
  }
}

/** Whether an order has a stop of the route ahead of it already. */
function isAhead(route: Route, orderId: OrderId, orders: ReadonlyMap<string, Order>): boolean {
  const order = orders.get(orderId);
  const stop = route.sequence.find(({ order_id }) => order_id === orderId);
  return stop !== undefined && order?.route_id === route.route_id && progressOf(route, stop, order).state !== 'CLOSED';
}
