import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../../access/audit-trail';
import { actorOf, Principal } from '../../access/principal';
import { Clock } from '../../kernel/clock';
import { decodeCursor, encodeCursor } from '../../kernel/cursor';
import { conflict, invalid, notFound, stale, unavailable } from '../../kernel/errors';
import { createdAtOf, parseOrderId } from '../../kernel/ids';
import { present } from '../../kernel/present';
import { isWithin, Span, spanOf } from '../../kernel/span';
import type { DataOf } from '../../kernel/data-of';
import { isOwn as ownsOrder, mayRead } from '../../orders/order-access';
import { viewOrderForDriver } from '../../orders/order-shape';
import { retrying } from '../../database/retry';
import { Transactions } from '../../database/transaction';
import type { Order } from '../../orders/order';
import { OrdersService } from '../../orders/orders.service';
import { byOrderId, ended, nextVersion, Route, routeObjectId } from '../route';
import { RouteDto, RoutePageDto } from '../route.dto';
import { viewRoute, viewSummary } from '../route-shape';
import { RouteEndings } from '../assignment/route-endings.service';
import { EndOfRoute } from './end-of-route.service';
import { allowedTargets, RouteTarget } from '../route-states';
import type { ListRoutesQuery } from '../routes.dto';
import { type DayPlace, RoutesRepository } from '../routes.repository';

/** What a list of routes may be asked for, page and place aside. */
export type RoutesAsked = Omit<DataOf<ListRoutesQuery>, 'limit' | 'cursor'>;

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
   * Returns a page of a driver's routes, newest first, without their stops; or of the routes that leave on a day, by driver.
   *
   * @throws DinexError `not_found` where a driver asks for another's, `invalid` for filters that do not go together.
   */
  async list(
    principal: Principal,
    asked: RoutesAsked,
    limit: number,
    cursor: string | undefined,
  ): Promise<RoutePageDto> {
    const { day, status, from, to } = asked;
    const driver_id = asked.driver_id ?? (principal.role === 'driver' ? principal.driver_id : undefined);
    if (driver_id !== undefined && !isOwn(principal, { driver_id })) throw notFound('driver', driver_id);
    const span = spanOf(from, to);
    if (day !== undefined) {
      if (span !== undefined)
        throw invalid(from === undefined ? '#/to' : '#/from', 'A day has no from and to.', 'query');
      return this.listDay(day, present({ driver_id, status }), limit, cursor);
    }
    if (driver_id === undefined) throw invalid('#/driver_id', 'driver_id is required, or day.', 'query');
    if (status !== undefined) throw invalid('#/status', 'status needs a companion: give day too.', 'query');
    const filter = JSON.stringify([driver_id, ...(span === undefined ? [] : [span.first, span.last])]);
    const after = placeIn(cursor, filter, driver_id, span);
    const page = await this.repository.listByDriver(driver_id, limit, after, span);
    return {
      items: page.items.map(viewSummary),
      next_cursor: page.after === undefined ? null : encodeCursor({ filter, after: { [driver_id]: page.after } }),
    };
  }

  /** Returns a route to be shown, and records who was shown it: its stops tell where people live. @throws DinexError `not_found`. */
  async read(principal: Principal, routeId: string): Promise<Route> {
    const route = await this.getOwn(principal, routeId);
    await this.audit.reading(principal, 'route.read', [routeObjectId(routeId)]);
    return route;
  }

  private async listDay(
    day: string,
    { driver_id, status }: Pick<RoutesAsked, 'driver_id' | 'status'>,
    limit: number,
    cursor: string | undefined,
  ): Promise<RoutePageDto> {
    const filter = JSON.stringify(['day', day, driver_id ?? null, status ?? null]);
    let place: DayPlace | undefined = cursor === undefined ? undefined : dayPlaceIn(cursor, filter, driver_id);
    const items: Route[] = [];
    let more = true;
    while (more && items.length < limit) {
      // One more than is asked for tells whether there is another page.
      const wanted = limit - items.length;
      const { items: places } = await this.repository.placesOfDay(day, driver_id, wanted + 1, place);
      const taken = places.slice(0, wanted);
      const found = new Map(
        (await this.repository.getMany(taken.map(({ route_id }) => route_id))).map((route) => [route.route_id, route]),
      );
      const routes = taken.flatMap(({ route_id }) => found.get(route_id) ?? []);
      items.push(...routes.filter((route) => status === undefined || route.status === status));
      place = taken.at(-1) ?? place;
      more = places.length > wanted;
    }
    return {
      items: items.map(viewSummary),
      next_cursor:
        more && place !== undefined
          ? encodeCursor({ filter, after: { driver_id: place.driver_id, route_id: place.route_id } })
          : null,
    };
  }

  /** Returns what the API shows of a route, with the progress of its stops and what the principal may know of their orders. */
  async view(principal: Principal, route: Route, orders?: ReadonlyMap<string, Order>): Promise<RouteDto> {
    return viewRoute(route, orders ?? (await this.ordersOf(route)), (order) =>
      isReadable(principal, order) ? viewOrderForDriver(order) : undefined,
    );
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
        if (route.status === target) return this.view(principal, await this.end.finish(actorOf(principal), route));
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
        return outcome.committed ? this.view(principal, await this.end.finish(actorOf(principal), moved)) : undefined;
      },
      () => unavailable('Too many changes of this route at once.'),
    );
  }
}

/** Whether a principal may know whom the order of a stop goes to. */
const isReadable = (principal: Principal, order: Order): boolean =>
  ownsOrder(principal, order) && mayRead(principal, order);

/** Returns those of a route's orders of which a principal may know whom they go to. */
export const readableOf = (principal: Principal, orders: ReadonlyMap<string, Order>): ReadonlyMap<string, Order> =>
  new Map([...orders].filter(([, order]) => isReadable(principal, order)));

/** Whether a route is a principal's own: a driver's the ones to drive, everyone's staff's. No shop knows routes. */
const isOwn = (principal: Principal, { driver_id }: Pick<Route, 'driver_id'>): boolean =>
  principal.role === 'driver' ? principal.driver_id === driver_id : principal.role !== 'shop';

function placeIn(
  cursorText: string | undefined,
  filter: string,
  driverId: string,
  span: Span | undefined,
): string | undefined {
  if (cursorText === undefined) return undefined;
  const place = decodeCursor(cursorText, filter).after[driverId];
  if (typeof place !== 'string' || parseOrderId(place) === undefined || !isWithin(createdAtOf(place), span))
    throw foreignCursor();
  return place;
}

function dayPlaceIn(cursorText: string, filter: string, driverId: string | undefined): DayPlace {
  const { driver_id, route_id } = decodeCursor(cursorText, filter).after;
  const is = typeof driver_id === 'string' && driver_id !== '' && (driverId === undefined || driver_id === driverId);
  if (!is || typeof route_id !== 'string' || parseOrderId(route_id) === undefined) throw foreignCursor();
  return { driver_id, route_id };
}

const foreignCursor = (): Error => invalid('#/cursor', 'This is not a cursor of this API.', 'query');
