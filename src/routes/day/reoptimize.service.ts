import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../../access/audit-trail';
import type { Principal } from '../../access/principal';
import { Clock } from '../../kernel/clock';
import type { DataOf } from '../../kernel/data-of';
import { conflict, invalid, stale, unavailable } from '../../kernel/errors';
import { Config } from '../../config/config';
import { retrying } from '../../database/retry';
import { Outcome, Transactions } from '../../database/transaction';
import { DriverDays } from '../assignment/driver-days.service';
import { outsidePeru } from '../../geo/coordinates';
import { OrdersService } from '../../orders/orders.service';
import { Arrivals } from './arrivals.service';
import { LifecycleService } from './lifecycle.service';
import { PlannerAllowance } from '../planning/planner-allowance.repository';
import { PlanningService, searchFor } from '../planning/planning.service';
import { remainingOf, rerouted } from './reoptimize';
import { byOrderId, nextVersion, Route, routeObjectId } from '../route';
import type { RouteDto } from '../route.dto';
import { viewRoute } from '../route-shape';
import type { ReoptimizeDto } from './reoptimize.dto';
import { RouteEndings } from '../assignment/route-endings.service';
import { RoutesRepository, writeName } from '../routes.repository';

type ReoptimizeTerms = DataOf<ReoptimizeDto>;

/** How far `at` may be from now. */
const MOST_SHIFT_MS = 3_600_000;

/** Plans the rest of a driver's day again. */
@Injectable()
export class ReoptimizeService {
  constructor(
    private readonly repository: RoutesRepository,
    private readonly lifecycle: LifecycleService,
    private readonly endings: RouteEndings,
    private readonly planning: PlanningService,
    private readonly orders: OrdersService,
    private readonly arrivals: Arrivals,
    private readonly driverDays: DriverDays,
    private readonly transactions: Transactions,
    private readonly audit: AuditTrail,
    private readonly allowance: PlannerAllowance,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /**
   * Plans a route again and returns what the API shows of it then. Closed stops stay as they are; those ahead get a new sequence
   * and new times. What is in the van stays, however late; other orders whose stops no longer fit leave.
   *
   * @throws DinexError `conflict` unless the route is PLANNED or STARTED, `stale`, `not_found`, `invalid`.
   */
  async reoptimize(
    principal: Principal,
    routeId: string,
    request: ReoptimizeTerms,
    ifMatch: number | undefined,
  ): Promise<RouteDto> {
    if (request.position !== undefined && outsidePeru(request.position))
      throw invalid('#/position', 'The position lies outside Peru.');
    const now = this.clock.now();
    if (request.at !== undefined && Math.abs(Date.parse(request.at) - now) > MOST_SHIFT_MS)
      throw invalid('#/at', 'must be within an hour of now: the van is where it is now.');
    const route = await this.lifecycle.get(routeId);
    if (ifMatch !== undefined && ifMatch !== route.version) throw stale(route.version);
    if (route.status !== 'PLANNED' && route.status !== 'STARTED')
      throw conflict(`A route that is ${route.status} cannot be planned again.`, {
        current_status: route.status,
        allowed: ['PLANNED', 'STARTED'],
      });
    await this.allowance.take(principal, request.time_limit_ms);
    const next = await this.planAgain(route, request, now);
    const outcome = await this.store(principal, route, next);
    if (!outcome.committed)
      throw ifMatch === undefined
        ? conflict('The route was changed by someone else at the same moment; read it and try again.')
        : stale((await this.lifecycle.get(routeId)).version);
    await this.arrivals.inform(next);
    const left = route.order_ids.filter((id) => !next.order_ids.includes(id));
    await this.endings.release(next, left);
    return viewRoute(next, byOrderId(await this.orders.findMany(next.order_ids)));
  }

  /** Replaces the route and moves its interval on its driver's days, which other routes may change at the same moment. */
  private store(principal: Principal, route: Route, next: Route): Promise<Outcome> {
    return retrying(
      async () => {
        const days = await this.driverDays.moved(route, next);
        const outcome = await this.transactions.commit([
          this.repository.replace(next, route.version),
          ...days,
          await this.audit.change(principal, routeObjectId(route.route_id), 'route.reoptimized', route, next),
        ]);
        const isFinal = outcome.committed || outcome.failed.has(writeName(route.route_id));
        return isFinal ? outcome : undefined;
      },
      () => unavailable('Too many changes of this driver’s day at once.'),
    );
  }

  private async planAgain(route: Route, request: ReoptimizeTerms, now: number): Promise<Route> {
    const orders = byOrderId(await this.orders.findMany(route.order_ids));
    const remaining = remainingOf(route, orders, request.position, this.config.WORKING_DAY_HOURS);
    if (remaining.ahead.length === 0)
      throw conflict('Every stop of this route is closed.', { current_status: route.status });
    const planned = route.status === 'PLANNED' ? Math.max(now, Date.parse(route.departure_at)) : now;
    const wanted = request.at === undefined ? planned : Date.parse(request.at);
    // Phones' clocks differ: nothing ahead comes before what has happened.
    const origin = Math.max(wanted, remaining.driven.at(-1)?.leftAt ?? wanted);
    const ahead = remaining.ahead.map(({ order }) => order);
    const search = searchFor({ ...request, kind: 'driver' }, ahead, this.config.PLAN_CPU_MS);
    const when = { origin, punctual: false };
    const sequenced = await this.planning.sequence(remaining.ahead, [remaining.driver], when, search);
    const lost = sequenced.plan.unassigned.filter(({ jobId }) =>
      remaining.ahead.some(({ order, on_board }) => on_board === true && order.order_id === jobId),
    );
    if (lost.length > 0)
      throw conflict('No road leads to some of the parcels in the van from here; nothing was changed.', {
        order_ids: lost.map(({ jobId }) => jobId),
      });
    return nextVersion(rerouted(route, remaining, sequenced, orders, origin), {}, now);
  }
}
