import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../../access/audit-trail';
import type { Principal } from '../../access/principal';
import { Config } from '../../config/config';
import { retrying } from '../../database/retry';
import { Transactions } from '../../database/transaction';
import { RosterService } from '../../fleet/roster.service';
import { IdempotencyService, refuseTakenKey } from '../../idempotency/idempotency.service';
import { Clock } from '../../kernel/clock';
import type { DataOf } from '../../kernel/data-of';
import { conflict, stale, unavailable } from '../../kernel/errors';
import type { IdempotencyKey } from '../../kernel/idempotency-key';
import { inParallel } from '../../kernel/in-parallel';
import { handedOver } from '../../orders/claim';
import type { Order } from '../../orders/order';
import { OrdersService } from '../../orders/orders.service';
import { DriverDays } from '../assignment/driver-days.service';
import { OrderChanges } from '../assignment/order-changes.service';
import { ROUTE_LIMITS } from '../planning/limits';
import type { LocatedOrder } from '../planning/plan-input';
import { PlanningService, searchFor } from '../planning/planning.service';
import { nextVersion, Route, routeObjectId } from '../route';
import { viewSummary } from '../route-shape';
import { hasEnded } from '../route-states';
import { RoutesRepository } from '../routes.repository';
import { Arrivals } from './arrivals.service';
import { MOST_INSERTED, TransferDto, TransferredDto } from './changing.dto';
import { checkOpen } from './insertion';
import { LifecycleService } from './lifecycle.service';
import { remainingOf, rerouted } from './reoptimize';
import {
  drivesAlready,
  followsDriver,
  handedTo,
  openStops,
  refuseInactive,
  routeFor,
  Share,
  sharesOf,
  takersOf,
  withDriver,
  withoutStops,
} from './transfer';

type TransferTerms = DataOf<TransferDto>;

/** Hands the open stops of a route on to another driver. */
@Injectable()
export class TransferService {
  constructor(
    private readonly repository: RoutesRepository,
    private readonly lifecycle: LifecycleService,
    private readonly planning: PlanningService,
    private readonly orders: OrdersService,
    private readonly changes: OrderChanges,
    private readonly driverDays: DriverDays,
    private readonly arrivals: Arrivals,
    private readonly roster: RosterService,
    private readonly idempotency: IdempotencyService,
    private readonly transactions: Transactions,
    private readonly audit: AuditTrail,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /**
   * Hands the open stops to one driver or several, and returns the routes that have them: of a driver with an open route that one, of another the
   * route itself or a new one. Each step leaves every order on one route, and a repetition does what is left.
   *
   * @throws DinexError `invalid` for the driver who has it, or one who is registered and not active; `conflict` unless the route is open and has an open stop; `stale`; `not_found`.
   */
  transfer(
    principal: Principal,
    routeId: string,
    request: TransferTerms,
    { ifMatch, key }: { readonly ifMatch?: number; readonly key?: IdempotencyKey },
  ): Promise<TransferredDto> {
    const takers = takersOf(request);
    return this.idempotency.once(principal, key, async (writes) => {
      await this.handOn(principal, routeId, takers, ifMatch);
      const routes = await this.takenOver(routeId, takers);
      const answer = { items: await inParallel(routes, 1, async (route) => viewSummary(await this.settle(route))) };
      const done = writes.done(answer);
      if (done.length > 0) refuseTakenKey(await this.transactions.commit(done));
      return answer;
    });
  }

  private async handOn(
    principal: Principal,
    routeId: string,
    takers: readonly string[],
    ifMatch: number | undefined,
  ): Promise<void> {
    const route = await this.lifecycle.get(routeId);
    const own = takers.indexOf(route.driver_id);
    if (own >= 0 && route.former_driver_ids === undefined) throw drivesAlready(takers, own);
    if (own >= 0) return;
    const open = openStops(route, await this.lifecycle.ordersOf(route));
    if (open.length === 0 && (await this.takenOver(routeId, takers)).length > 0) return;
    if (ifMatch !== undefined && ifMatch !== route.version) throw stale(route.version);
    checkOpen(route);
    refuseInactive(takers, await this.roster.of(takers));
    if (open.length === 0) throw conflict('Every stop of this route is closed.', { current_status: route.status });
    let asked = ifMatch;
    for (const share of sharesOf(open, await this.withRoutesFirst(route, takers)))
      for (let left = true; left; asked = undefined)
        left = await retrying(
          () => this.attempt(principal, routeId, share, asked),
          () => unavailable('Too many changes of these routes at once.'),
        );
  }

  /** Returns the drivers with those first who have an open route: the last one without takes the route itself. */
  private async withRoutesFirst(route: Route, takers: readonly string[]): Promise<string[]> {
    const now = this.clock.now();
    const busy = await inParallel(takers, 1, async (driver_id) => {
      return (await this.driverDays.openRoutes({ ...route, driver_id }, now)).length > 0;
    });
    return [...takers.filter((_, i) => busy[i] === true), ...takers.filter((_, i) => busy[i] !== true)];
  }

  /** Returns the open routes of these drivers that have stops of a route that was handed over, itself among them. */
  private async takenOver(routeId: string, takers: readonly string[]): Promise<Route[]> {
    const route = await this.lifecycle.get(routeId);
    const others = await this.repository.getMany(route.handed_over_to ?? []);
    return [route, ...others].filter(({ driver_id, status }) => takers.includes(driver_id) && !hasEnded(status));
  }

  /** Makes one step; returns whether more is left of the share, and `undefined` when another change came between. */
  private async attempt(
    principal: Principal,
    routeId: string,
    { driverId, orderIds }: Share,
    ifMatch: number | undefined,
  ): Promise<boolean | undefined> {
    const route = await this.lifecycle.get(routeId);
    if (route.driver_id === driverId) return false;
    if (ifMatch !== undefined && ifMatch !== route.version) throw stale(route.version);
    checkOpen(route);
    const orders = await this.lifecycle.ordersOf(route);
    const open = openStops(route, orders);
    const own = open.filter(({ order_id }) => orderIds?.has(order_id) !== false);
    if (own.length === 0) return false;
    const now = this.clock.now();
    const handed = nextVersion(route, withDriver(route, driverId, orders), now);
    // Read before the routes that they name: whatever is claimed meanwhile then refuses the commit.
    const days = await this.driverDays.moved(route, handed);
    const [taker] = (await this.driverDays.openRoutes(handed, now)).filter(({ route_id }) => route_id !== routeId);
    if (taker !== undefined || own.length < open.length) {
      const wanted = new Set<string>(own.map(({ order_id }) => order_id));
      return this.join(principal, route, taker ?? routeFor(route, driverId, now), orders, wanted);
    }
    const { committed } = await this.transactions.commit([
      this.repository.replace(handed, route.version),
      ...days,
      await this.audit.change(principal, routeObjectId(routeId), 'route.transferred', route, handed),
    ]);
    return committed ? false : undefined;
  }

  /** Moves the first of these stops, as many as one transaction holds, to another open route or a new one. */
  private async join(
    principal: Principal,
    route: Route,
    taker: Route,
    orders: ReadonlyMap<string, Order>,
    wanted: ReadonlySet<string>,
  ): Promise<boolean | undefined> {
    const { ahead } = remainingOf(route, orders, undefined, this.config.WORKING_DAY_HOURS);
    const open = ahead.filter(({ order }) => wanted.has(order.order_id));
    const moving = open.slice(0, MOST_INSERTED).map((each): LocatedOrder => ({ ...each, on_board: true }));
    if (taker.stops + open.length > ROUTE_LIMITS.routeOrders)
      throw conflict(`Route ${taker.route_id} of that driver would have more than ${ROUTE_LIMITS.routeOrders} stops.`);
    const now = this.clock.now();
    const known = new Map([...orders, ...(await this.lifecycle.ordersOf(taker))]);
    const next = nextVersion(await this.joined(taker, known, moving, now), {}, now);
    const gone = new Set<string>(moving.map(({ order }) => order.order_id));
    const rest = nextVersion(route, { ...withoutStops(route, gone), handed_over_to: handedTo(route, taker) }, now);
    const arrivals = new Map(next.sequence.map(({ order_id, arrival_at }) => [order_id, arrival_at]));
    const { route_id, driver_id } = taker;
    const outcome = await this.transactions.commit([
      this.repository.replace(rest, route.version),
      taker.version === 0 ? this.repository.insert(next) : this.repository.replace(next, taker.version),
      ...moving.map(({ order }) => {
        const estimated_delivery_at = arrivals.get(order.order_id) ?? next.departure_at;
        const claim = { route_id, driver_id, estimated_delivery_at };
        return this.orders.transition(order, handedOver(order, claim, new Date(now).toISOString()));
      }),
      ...(await this.driverDays.moved(taker, next)),
      await this.audit.change(principal, routeObjectId(route.route_id), 'route.transferred', route, rest),
      await this.audit.change(principal, routeObjectId(route_id), 'route.orders_inserted', taker, next),
    ]);
    return outcome.committed ? moving.length < open.length : undefined;
  }

  private async joined(
    taker: Route,
    orders: ReadonlyMap<string, Order>,
    moving: readonly LocatedOrder[],
    now: number,
  ): Promise<Route> {
    const gone = new Set<string>(moving.map(({ order }) => order.order_id));
    const before = { ...taker, ...withoutStops(taker, gone) };
    const remaining = remainingOf(before, orders, undefined, this.config.WORKING_DAY_HOURS);
    const wanted = taker.status === 'PLANNED' ? Math.max(now, Date.parse(taker.departure_at)) : now;
    const origin = Math.max(wanted, remaining.driven.at(-1)?.leftAt ?? wanted);
    const kept = taker.status === 'STARTED' ? Math.min(1, remaining.ahead.length) : 0;
    const ahead = [...remaining.ahead, ...moving];
    const search = searchFor(
      { kind: 'driver' },
      ahead.map(({ order }) => order),
      this.config.PLAN_CPU_MS,
    );
    const { unplaced, ...sequenced } = await this.planning.insert(
      remaining.ahead,
      moving,
      remaining.driver,
      { origin, kept, forced: true },
      search,
    );
    if (unplaced.length > 0)
      throw conflict('No road leads that driver to some of the stops; nothing of them was changed.', {
        order_ids: unplaced.map(({ jobId }) => jobId),
      });
    return rerouted(before, { ...remaining, ahead }, sequenced, orders, origin);
  }

  /** Lets the open orders of a route follow its driver, and tells them their times, whatever version it has meanwhile. */
  private settle(handed: Route): Promise<Route> {
    return retrying(
      async () => {
        const route = await this.lifecycle.get(handed.route_id);
        const until = new Date(this.clock.now()).toISOString();
        await this.changes.apply(route.order_ids, (order) => followsDriver(route, order, until), route);
        await this.arrivals.inform(route);
        const { version } = await this.lifecycle.get(route.route_id);
        return version === route.version ? route : undefined;
      },
      () => unavailable('The route is handed over, but keeps changing; ask for the same again.'),
    );
  }
}
