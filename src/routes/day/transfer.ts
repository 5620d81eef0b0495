import type { Roster } from '../../fleet/roster';
import type { DataOf } from '../../kernel/data-of';
import { DinexError, FieldError, invalid } from '../../kernel/errors';
import { createdAtOf, newId } from '../../kernel/ids';
import { present } from '../../kernel/present';
import { handedOver } from '../../orders/claim';
import type { Order } from '../../orders/order';
import { STATES } from '../../orders/states';
import { progressOf, Route, RouteStop } from '../route';
import { hasEnded } from '../route-states';
import type { TransferDto } from './changing.dto';

/** Returns the stops of a route that are still to be done. */
export const openStops = (route: Route, orders: ReadonlyMap<string, Order>): RouteStop[] =>
  route.sequence.filter((stop) => progressOf(route, stop, orders.get(stop.order_id)).state !== 'CLOSED');

/** Returns what changes of a route that another driver takes: each closed stop keeps the driver who drove it. */
export function withDriver(
  route: Route,
  driverId: string,
  orders: ReadonlyMap<string, Order>,
): Pick<Route, 'driver_id' | 'driver' | 'former_driver_ids' | 'sequence'> {
  const open = new Set(openStops(route, orders).map(({ order_id }) => order_id));
  const former = [...(route.former_driver_ids ?? []), route.driver_id].filter((id) => id !== driverId);
  return {
    driver_id: driverId,
    driver: { ...route.driver, driver_id: driverId },
    former_driver_ids: [...new Set(former)],
    sequence: route.sequence.map((stop) =>
      open.has(stop.order_id) ? stop : { ...stop, driver_id: stop.driver_id ?? route.driver_id },
    ),
  };
}

/** Returns the part of a route that a former driver did; nothing where that has no stop. */
export function partOf(route: Route, driverId: string): Route[] {
  const others = route.sequence.filter(({ driver_id }) => driver_id !== driverId).map(({ order_id }) => order_id);
  if (others.length === route.sequence.length) return [];
  return [{ ...route, ...withoutStops(route, new Set<string>(others)) }];
}

/** Returns what changes of a route whose stops for these orders go elsewhere. */
export function withoutStops(
  route: Route,
  orderIds: ReadonlySet<string>,
): Pick<Route, 'sequence' | 'order_ids' | 'stops'> {
  const kept = route.sequence.filter(({ order_id }) => !orderIds.has(order_id));
  const sequence = kept.map((stop, i) => ({ ...stop, sequence: i + 1 }));
  return { sequence, order_ids: sequence.map(({ order_id }) => order_id), stops: sequence.length };
}

/**
 * Returns an open order of a route with the driver whom the route has now, or `undefined` where it has that one, or its stop is done.
 *
 * @param until when it was handed over
 */
export function followsDriver(route: Route, order: Order, until: string): Order | undefined {
  const { route_id, driver_id } = route;
  const { stop } = STATES[order.status];
  const isDone = stop === 'SUCCEEDED' || stop === 'FAILED' || hasEnded(route.status);
  if (isDone || order.route_id !== route_id || order.driver_id === driver_id) return undefined;
  const planned = route.sequence.find(({ order_id }) => order_id === order.order_id)?.arrival_at;
  const estimated_delivery_at = order.estimated_delivery_at ?? planned ?? route.departure_at;
  return handedOver(order, { route_id, driver_id, estimated_delivery_at }, until);
}

/** What one driver takes of a route; without order ids all that is left. */
export interface Share {
  readonly driverId: string;
  readonly orderIds?: ReadonlySet<string>;
}

const DRIVER_ID = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/;

/**
 * Returns the drivers who are to have the stops.
 *
 * @throws DinexError `invalid` unless exactly one of `driver_id` and `driver_ids` is given, each driver once.
 */
export function takersOf({ driver_id, driver_ids }: DataOf<TransferDto>): string[] {
  if (driver_id !== undefined && driver_ids !== undefined)
    throw invalid('#/driver_ids', 'driver_ids cannot come together with driver_id.');
  if (driver_id !== undefined) return [driver_id];
  if (driver_ids === undefined) throw invalid('#/driver_id', 'driver_id is required, or driver_ids.');
  const errors: FieldError[] = driver_ids.flatMap((id, i) => {
    const pointer = `#/driver_ids/${i}`;
    if (!DRIVER_ID.test(id))
      return [{ pointer, detail: 'must be 1 to 64 of A-Z a-z 0-9 . _ : - and begin with a letter or digit' }];
    return driver_ids.indexOf(id) < i ? [{ pointer, detail: 'is given twice' }] : [];
  });
  const [first] = errors;
  if (first !== undefined) throw new DinexError('invalid', `${first.pointer} ${first.detail}.`, { errors });
  return [...driver_ids];
}

/** Returns the error for a driver who is to take over the own route. */
export function drivesAlready(takers: readonly string[], own: number): DinexError {
  const pointer = takers.length === 1 ? '#/driver_id' : `#/driver_ids/${own}`;
  return invalid(pointer, `${takers[own] ?? ''} drives this route already; name somebody else.`);
}

/** Returns which driver takes which stops: as many each, of those that follow one another. The last one takes what is left. */
export const sharesOf = (open: readonly RouteStop[], takers: readonly string[]): Share[] =>
  takers.map((driverId, i) => {
    if (i === takers.length - 1) return { driverId };
    const [from, to] = [i, i + 1].map((n) => Math.round((n * open.length) / takers.length));
    return { driverId, orderIds: new Set(open.slice(from, to).map(({ order_id }) => order_id)) };
  });

/** Returns the routes that stops of a route were handed over to, with one more. */
export const handedTo = ({ handed_over_to = [] }: Route, { route_id }: Route): string[] => [
  ...new Set([...handed_over_to, route_id]),
];

/** Returns a route without stops, which is not stored yet, for a driver who takes some of another. */
export function routeFor(route: Route, driverId: string, now: number): Route {
  const route_id = newId(now);
  const created_at = createdAtOf(route_id);
  const departs = route.status === 'PLANNED' ? Math.max(now, Date.parse(route.departure_at)) : now;
  const { plan_id, depot, matrix } = route;
  return {
    route_id,
    driver_id: driverId,
    plan_id,
    status: 'PLANNED',
    version: 0,
    created_at,
    updated_at: created_at,
    departure_at: new Date(departs).toISOString(),
    ...present({ depot }),
    driver: { ...route.driver, driver_id: driverId },
    order_ids: [],
    stops: 0,
    sequence: [],
    estimated_distance_km: 0,
    estimated_duration_seconds: 0,
    matrix,
    iterations: 0,
    unassigned: [],
    write_id: newId(now),
  };
}

/** @throws DinexError `invalid` that points to each driver who is registered and not active. */
export function refuseInactive(takers: readonly string[], roster: Roster): void {
  const errors: FieldError[] = takers.flatMap((id, i) => {
    if (roster.get(id)?.driver.active !== false) return [];
    const pointer = takers.length === 1 ? '#/driver_id' : `#/driver_ids/${i}`;
    return [{ pointer, detail: `must be an active driver; ${id} is not` }];
  });
  const [first] = errors;
  if (first !== undefined) throw new DinexError('invalid', `${first.pointer} ${first.detail}.`, { errors });
}
