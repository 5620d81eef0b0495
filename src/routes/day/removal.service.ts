import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../../access/audit-trail';
import { actorOf, Principal } from '../../access/principal';
import { Config } from '../../config/config';
import { retrying } from '../../database/retry';
import { Transactions, Write } from '../../database/transaction';
import { Clock } from '../../kernel/clock';
import { conflict, notFound, stale, unavailable } from '../../kernel/errors';
import type { OrderId } from '../../kernel/ids';
import { released } from '../../orders/claim';
import type { Order } from '../../orders/order';
import { OrdersService } from '../../orders/orders.service';
import { STATES } from '../../orders/states';
import { CarryOver } from '../../tracking/carry-over.service';
import { DriverDays } from '../assignment/driver-days.service';
import { PlanningService } from '../planning/planning.service';
import type { Sequenced } from '../planning/plan-output';
import { byOrderId, nextVersion, Route, routeObjectId } from '../route';
import type { RouteDto } from '../route.dto';
import { RoutesRepository } from '../routes.repository';
import { Arrivals } from './arrivals.service';
import { checkOpen } from './insertion';
import { LifecycleService } from './lifecycle.service';
import { Remaining, remainingOf, rerouted } from './reoptimize';

/** Takes orders off a route that is planned or under way. */
@Injectable()
export class RemovalService {
  constructor(
    private readonly repository: RoutesRepository,
    private readonly lifecycle: LifecycleService,
    private readonly planning: PlanningService,
    private readonly orders: OrdersService,
    private readonly carryOver: CarryOver,
    private readonly driverDays: DriverDays,
    private readonly arrivals: Arrivals,
    private readonly transactions: Transactions,
    private readonly audit: AuditTrail,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /**
   * Takes an order off a route, so that it can join another at once, and returns the route. A stop that was ahead leaves the sequence, and the others
   * keep theirs with new times; one that failed stays as it ended. What is in the van is brought back, told to nobody. Safe to repeat.
   *
   * @throws DinexError `conflict` for what is delivered, or a route that is not open; `stale`; `not_found`.
   */
  async remove(
    principal: Principal,
    routeId: string,
    orderId: OrderId,
    ifMatch: number | undefined,
  ): Promise<RouteDto> {
    const route = await retrying(
      () => this.attempt(principal, routeId, orderId, ifMatch),
      () => unavailable('Too many changes of this route at once.'),
    );
    await this.arrivals.inform(route);
    return this.lifecycle.view(principal, route);
  }

  /** Returns the route without the order; `undefined` when another change came between. */
  private async attempt(
    principal: Principal,
    routeId: string,
    orderId: OrderId,
    ifMatch: number | undefined,
  ): Promise<Route | undefined> {
    const route = await this.lifecycle.get(routeId);
    const orders = byOrderId(await this.orders.findMany([...new Set([...route.order_ids, orderId])]));
    const order = orders.get(orderId);
    if (order !== undefined && hasLeft(order, routeId)) return route;
    if (order?.route_id !== routeId) throw notFound('order', `${orderId} on this route`);
    if (ifMatch !== undefined && ifMatch !== route.version) throw stale(route.version);
    checkOpen(route);
    const { stop } = STATES[order.status];
    if (stop === 'SUCCEEDED')
      throw conflict(`The order is ${order.status}: its stop is done.`, { current_status: order.status });
    const now = this.clock.now();
    const next = nextVersion(stop === 'FAILED' ? route : await this.without(route, orderId, orders, now), {}, now);
    const outcome = await this.transactions.commit([
      this.repository.replace(next, route.version),
      ...(await this.letGo(principal, order, routeId, now)),
      ...(await this.driverDays.moved(route, next)),
      await this.audit.change(principal, routeObjectId(routeId), 'route.order_removed', route, {
        ...next,
        removed_order_id: orderId,
      }),
    ]);
    return outcome.committed ? next : undefined;
  }

  private async letGo(principal: Principal, order: Order, routeId: string, now: number): Promise<Write[]> {
    const { stop } = STATES[order.status];
    if (stop !== 'ENROUTE') {
      const outcome = stop === 'FAILED' ? 'FAILED' : 'NOT_ATTEMPTED';
      return [this.orders.transition(order, released(order, new Date(now).toISOString(), outcome))];
    }
    const writes = await this.carryOver.bringing(actorOf(principal), routeId, order);
    if (writes.length === 0)
      throw conflict('The history of this parcel holds as many events as it can; it cannot be brought back.');
    return writes;
  }

  private async without(
    route: Route,
    orderId: OrderId,
    orders: ReadonlyMap<string, Order>,
    now: number,
  ): Promise<Route> {
    const rest = { ...route, sequence: route.sequence.filter(({ order_id }) => order_id !== orderId) };
    const remaining = remainingOf(rest, orders, undefined, this.config.WORKING_DAY_HOURS);
    const wanted = route.status === 'PLANNED' ? Math.max(now, Date.parse(route.departure_at)) : now;
    const origin = Math.max(wanted, remaining.driven.at(-1)?.leftAt ?? wanted);
    return rerouted(rest, remaining, await this.timed(route, remaining, origin), orders, origin);
  }

  private async timed(route: Route, { ahead, driver }: Remaining, origin: number): Promise<Sequenced> {
    if (ahead.length > 0) return this.planning.insert(ahead, [], driver, { origin, kept: 0 }, { timeLimitMs: 1 });
    const baseline = { nearestNeighbour: null, givenOrder: null };
    const plan = { routes: [], unassigned: [], cost: 0, iterations: 0, cpuMs: 0, baseline };
    return { plan, matrix: route.matrix, shiftEnds: new Map() };
  }
}

/** Whether an order was on a route and is no longer. */
const hasLeft = ({ route_id, former_routes = [] }: Order, routeId: string): boolean =>
  route_id !== routeId && former_routes.some((former) => former.route_id === routeId);
