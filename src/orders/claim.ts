import { createdAtOf } from '../kernel/ids';
import type { DataOf } from '../kernel/data-of';
import { present } from '../kernel/present';
import type { Order } from './order';
import type { FormerRouteDto } from './order-response.dto';
import { ParcelStatus, STATES, StopOutcome } from './states';

/** An order's mark that it is on a route: which, whose, and when the recipient may expect the parcel. */
export type Claim = Required<Pick<Order, 'route_id' | 'driver_id' | 'estimated_delivery_at'>>;

/** A route that an order was on: a driver's scan that comes late still belongs to it, and its stop there follows what is found out later. */
export type FormerRoute = DataOf<FormerRouteDto>;

/** How many routes an order remembers; the oldest is forgotten first. */
export const MAX_FORMER_ROUTES = 5;

/** Returns the order on a route. One that has ended, and could not let the order go, is left first. */
export const claimed = (order: Order, claim: Claim): Order =>
  order.route_id === undefined || order.route_id === claim.route_id
    ? { ...order, ...claim }
    : { ...released(order, createdAtOf(claim.route_id), outcomeAtEnd(order.status)), ...claim };

/** Returns the order off its route, whichever that was, which it remembers with how its stop there ended. */
export function released(order: Order, until: string, outcome: StopOutcome): Order {
  const { route_id, driver_id, estimated_delivery_at: _arrival, ...rest } = order;
  if (route_id === undefined || driver_id === undefined) return rest;
  const former = [...(order.former_routes ?? []), { route_id, driver_id, until, outcome }];
  return { ...rest, former_routes: former.slice(-MAX_FORMER_ROUTES) };
}

/**
 * Returns an open order with another driver, on the same route or another: it remembers whose it was.
 *
 * @param until when it was handed over: what the former driver saw before then is still taken
 */
export const handedOver = (order: Order, claim: Claim, until: string): Order => ({
  ...released(order, until, outcomeAtEnd(order.status)),
  ...claim,
});

/** Returns how the stop of a parcel in this state ends when its route does: what nobody drove to was not attempted. */
export function outcomeAtEnd(status: ParcelStatus): StopOutcome {
  const { stop } = STATES[status];
  if (stop === 'ENROUTE') return 'CARRIED_OVER';
  return stop === 'NEW' ? 'NOT_ATTEMPTED' : stop;
}

/** Where an order was at an instant: which route, and whose. */
export type Whereabouts = Partial<Pick<Order, 'route_id' | 'driver_id'>>;

/**
 * Returns the route that an order was on at an instant, of one driver where one is given; empty where it was on none. A route lasts from
 * its planning until it let the order go.
 */
export function routeAt(order: Order, at: string, driverId?: string): Whereabouts {
  const isDrivers = (route: Whereabouts): boolean => driverId === undefined || route.driver_id === driverId;
  const former = order.former_routes?.find(
    (route) => isDrivers(route) && createdAtOf(route.route_id) <= at && at <= route.until,
  );
  const { route_id, driver_id } = former ?? (isDrivers(order) ? order : {});
  return present({ route_id, driver_id });
}
