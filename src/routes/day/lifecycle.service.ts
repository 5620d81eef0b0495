import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../../access/audit-trail';
import { actorOf, Principal } from '../../access/principal';
import { Clock } from '../../kernel/clock';
import { decodeCursor, encodeCursor } from '../../kernel/cursor';
import { conflict, invalid, notFound, stale, unavailable } from '../../kernel/errors';
import { parseOrderId } from '../../kernel/ids';
import { retrying } from '../../database/retry';
import { Transactions } from '../../database/transaction';
import type { Order } from '../../orders/order';
import { OrdersService } from '../../orders/orders.service';
import { byOrderId, ended, nextVersion, Route, routeObjectId } from '../route';
import { RouteDto, RoutePageDto } from '../route.dto';
import { viewRoute } from '../route-shape';
import { RouteEndings } from '../assignment/route-endings.service';
import { EndOfRoute } from './end-of-route.service';
import { allowedTargets, RouteTarget } from '../route-states';
import { RoutesRepository } from '../routes.repository';

/** Reads routes and moves them through their states. */
@Injectable()
export class LifecycleService {
  constructor(
    private readonly repository: RoutesRepository,
    private readonly endings: RouteEndings,
    private readonly end: EndOfRoute,
    private readonly orders: OrdersService,
    private readonly transactions: Transactions,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /**
   * Returns a route as it is stored, cancelled where its request died while it was assigning.
   *
   * @throws DinexError `not_found`.
   */
  async get(routeId: string): Promise<Route> {
    const route = await this.repository.get(routeId);
    if (route === undefined) throw notFound('route', routeId);
    return this.endings.cancelIfAbandoned(route);
  }

  /** @throws DinexError `not_found`, alike for what is not there and for another driver's route. */
  async getOwn(principal: Principal, routeId: string): Promise<Route> {
    const route = await this.repository.get(routeId);
    if (route === undefined || !isOwn(principal, route)) throw notFound('route', routeId);
    return this.endings.cancelIfAbandoned(route);
  }

  /**
   * Returns a page of a driver's routes, newest first, without their stops.
   *
   * @throws DinexError `not_found` where a driver asks for another's.
   */
  async list(
    principal: Principal,
    driverId: string,
    limit: number,
    cursorText: string | undefined,
  ): Promise<RoutePageDto> {
    if (!isOwn(principal, { driver_id: driverId })) throw notFound('driver', driverId);
    const filter = JSON.stringify([driverId]);
    const { items, after } = await this.repository.listByDriver(driverId, limit, placeIn(cursorText, filter, driverId));
    return { items, next_cursor: after === undefined ? null : encodeCursor({ filter, after: { [driverId]: after } }) };
  }

  /** Returns a route to be shown, and records who was shown it: its stops tell where people live. @throws DinexError `not_found`. */
  async read(principal: Principal, routeId: string): Promise<Route> {
    const route = await this.getOwn(principal, routeId);
    await this.audit.reading(principal, 'route.read', [routeObjectId(routeId)]);
    return route;
  }

  /** Returns what the API shows of a route, with the progress of its stops. */
  async view(route: Route): Promise<RouteDto> {
    return viewRoute(route, await this.ordersOf(route));
  }

  /** Returns the orders of a route that are still known, by their ids. */
  async ordersOf({ order_ids }: Route): Promise<ReadonlyMap<string, Order>> {
    return byOrderId(await this.orders.findMany(order_ids));
  }

  /**
   * Moves a route to another state and returns what the API shows of it then. Asking for the state it is in changes nothing, but
   * finishes what a crash may have left of that change.
   *
   * @throws DinexError `conflict` with `current_status` and `allowed`, `stale` when the route is not at `ifMatch`, `not_found`.
   */
  move(principal: Principal, routeId: string, target: RouteTarget, ifMatch: number | undefined): Promise<RouteDto> {
    return retrying(
      async () => {
        const route = await this.getOwn(principal, routeId);
        if (route.status === target) return this.view(await this.end.finish(actorOf(principal), route));
        if (ifMatch !== undefined && ifMatch !== route.version) throw stale(route.version);
        const allowed = allowedTargets(route.status);
        if (!allowed.includes(target))
          throw conflict(`A route that is ${route.status} cannot become ${target}.`, {
            current_status: route.status,
            allowed,
          });
        const now = this.clock.now();
        const moved = target === 'STARTED' ? nextVersion(route, { status: target }, now) : ended(route, target, now);
        const outcome = await this.transactions.commit([
          this.repository.replace(moved, route.version),
          await this.audit.change(principal, routeObjectId(routeId), `route.${target.toLowerCase()}`, route, moved),
        ]);
        return outcome.committed ? this.view(await this.end.finish(actorOf(principal), moved)) : undefined;
      },
      () => unavailable('Too many changes of this route at once.'),
    );
  }
}

/** Whether a route is a principal's own: a driver's the ones to drive, everyone's staff's. No shop knows routes. */
const isOwn = (principal: Principal, { driver_id }: Pick<Route, 'driver_id'>): boolean =>
  principal.role === 'driver' ? principal.driver_id === driver_id : principal.role !== 'shop';

function placeIn(cursorText: string | undefined, filter: string, driverId: string): string | undefined {
  if (cursorText === undefined) return undefined;
  const place = decodeCursor(cursorText, filter).after[driverId];
  if (typeof place !== 'string' || parseOrderId(place) === undefined)
    throw invalid('#/cursor', 'This is not a cursor of this API.', 'query');
  return place;
}
