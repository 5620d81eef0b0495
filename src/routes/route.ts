import type { DataOf } from '../kernel/data-of';
import { newId } from '../kernel/ids';
import { present } from '../kernel/present';
import type { Order } from '../orders/order';
import { outcomeAtEnd } from '../orders/claim';
import { STATES } from '../orders/states';
import type { DepotDto, DriverDto } from './driver.dto';
import type { BaselineDto, LoadDto, MatrixUseDto, RouteStopDto, RouteSummaryDto, UnassignedDto } from './route.dto';
import { hasEnded } from './route-states';

/*
 * A route as the domain and the store know it. Its fields, their limits and units are told in `route.dto.ts`; here stands only what
 * the API does not show, or shows otherwise.
 */

export type Depot = DataOf<DepotDto>;
export type DriverTerms = DataOf<DriverDto>;
export type Load = DataOf<LoadDto>;
export type Baseline = DataOf<BaselineDto>;
export type MatrixUse = DataOf<MatrixUseDto>;
export type UnassignedOrder = DataOf<UnassignedDto>;
/** A route without its stops, as stored; its day follows from its departure. */
export type RouteSummary = DataOf<Omit<RouteSummaryDto, 'service_day'>>;

export type StopProgress = Pick<RouteStopDto, 'state' | 'outcome'>;
/** A stop as planned. Its progress is part of it only when the route has ended; until then that follows from the order. */
export type RouteStop = DataOf<Omit<RouteStopDto, 'links' | 'order' | keyof StopProgress>> & Partial<StopProgress>;

export interface Route extends RouteSummary {
  /** The stops, in visiting order. */
  readonly sequence: readonly RouteStop[];
  /** Names the write that made this version: how a retry recognises its own after a lost reply. */
  readonly write_id: string;
}

/** How long a route may be ASSIGNING: then its request is dead, whose deadline is far shorter. */
export const ASSIGNING_LIFETIME_MS = 60_000;

/** Whether the request that was assigning orders to a route has died. */
export const isAbandoned = (route: Route, now: number): boolean =>
  route.status === 'ASSIGNING' && now - Date.parse(route.updated_at) > ASSIGNING_LIFETIME_MS;

/** Whether an assignment of these routes is under way: all wait for their orders, and none has waited too long. */
export const isAssigning = (routes: readonly Route[], now: number): boolean =>
  routes.length > 0 && routes.every((route) => route.status === 'ASSIGNING' && !isAbandoned(route, now));

/** Returns the route's next version, which names its own write. */
export const nextVersion = (route: Route, change: Partial<Route>, now: number): Route => ({
  ...route,
  ...change,
  version: route.version + 1,
  updated_at: new Date(now).toISOString(),
  write_id: newId(now),
});

/** Returns where a stop of a route stands by its order, as long as that knows the route; `undefined` where nothing of the kind is known. */
export function stopProgress(
  route: Pick<Route, 'route_id' | 'status'>,
  order: Pick<Order, 'route_id' | 'status' | 'former_routes'> | undefined,
): StopProgress | undefined {
  if (order?.route_id !== route.route_id) {
    const former = order?.former_routes?.findLast(({ route_id }) => route_id === route.route_id);
    return former && { state: 'CLOSED', outcome: former.outcome };
  }
  const { stop } = STATES[order.status];
  if (stop === 'SUCCEEDED' || stop === 'FAILED') return { state: 'CLOSED', outcome: stop };
  return hasEnded(route.status) ? { state: 'CLOSED', outcome: outcomeAtEnd(order.status) } : { state: stop };
}

/**
 * Returns where a stop stands. While its order remembers the route, that knows best: a late scan or a correction may have told more since
 * the route ended. Before its claims are complete an order that is not yet on the route is waiting, not failed.
 */
export function progressOf(route: Route, stop: RouteStop, order: Order | undefined): StopProgress {
  const known = stopProgress(route, order);
  if (known !== undefined && (route.status !== 'ASSIGNING' || known.state !== 'CLOSED')) return known;
  if (stop.state !== undefined) return { state: stop.state, ...present({ outcome: stop.outcome }) };
  return route.status === 'ASSIGNING' ? { state: 'NEW' } : { state: 'CLOSED', outcome: 'FAILED' };
}

/** Whether the outcomes of an ended route are part of it already, or still to be derived from its orders. */
export const isFrozen = (route: Pick<Route, 'status' | 'sequence'>): boolean =>
  hasEnded(route.status) && route.sequence.every((stop) => stop.state !== undefined);

/** Returns an ended route with what became of each stop: orders are forgotten after some weeks, routes are not. */
export function freeze(route: Route, orders: ReadonlyMap<string, Order>): Route {
  return {
    ...route,
    sequence: route.sequence.map((stop) => ({ ...stop, ...progressOf(route, stop, orders.get(stop.order_id)) })),
  };
}

/** Returns the next version of a route that ends. */
export const ended = (route: Route, status: 'COMPLETED' | 'CANCELLED', now: number): Route =>
  nextVersion(route, { status, ended_at: new Date(now).toISOString() }, now);

/** Returns which of these orders a route's driver has in the van. */
export const inVan = (route: Pick<Route, 'route_id'>, orders: readonly Order[]): Order[] =>
  orders.filter(({ route_id, status }) => route_id === route.route_id && STATES[status].stop === 'ENROUTE');

/** Returns the orders by their ids. */
export const byOrderId = (orders: readonly Order[]): ReadonlyMap<string, Order> =>
  new Map(orders.map((order) => [order.order_id, order]));

/** Returns what change records call a route. */
export const routeObjectId = (routeId: string): string => `route:${routeId}`;
