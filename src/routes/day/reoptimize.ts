import type { Coordinates } from '../../geo/coordinates';
import { present } from '../../kernel/present';
import type { Order } from '../../orders/order';
import { STATES } from '../../orders/states';
import { demandOf, LocatedOrder } from '../planning/plan-input';
import {
  DrivenPart,
  baselineOf,
  figuresOf,
  kilometres,
  leftOut,
  RouteFigures,
  Sequenced,
} from '../planning/plan-output';
import { DriverTerms, Load, progressOf, Route, RouteStop } from '../route';
import { DrivenStop, drivenStops } from './driven';

/** A route on its way: what is done, which no plan may change, and what is still ahead. */
export interface Remaining {
  /** Has the first one first, by the time at which the van was there. */
  readonly driven: readonly DrivenStop[];
  /** Closed without anybody going there: no place that the van is at, and no way that it went. */
  readonly skipped: readonly RouteStop[];
  readonly ahead: readonly LocatedOrder[];
  readonly driver: DriverTerms;
}

const HOUR_MS = 3_600_000;

/**
 * Returns what is done and what is ahead, the latter from where the driver says to be, or else where the van was last, or at first. What is in the
 * van stays on the route whatever the hour.
 *
 * @param workingHours how long a shift is that has no end
 */
export function remainingOf(
  route: Route,
  orders: ReadonlyMap<string, Order>,
  position: Coordinates | undefined,
  workingHours: number,
): Remaining {
  const driven = drivenStops(route, orders);
  const isDriven = new Set(driven.map(({ stop }) => stop.order_id));
  const skipped: RouteStop[] = [];
  const ahead: LocatedOrder[] = [];
  for (const stop of route.sequence) {
    const order = orders.get(stop.order_id);
    if (isDriven.has(stop.order_id)) continue;
    if (order === undefined || progressOf(route, stop, order).state === 'CLOSED') skipped.push(stop);
    else ahead.push(locatedFrom(route, stop, order));
  }
  const { start: begun, ...driver } = route.driver;
  const last = driven.at(-1)?.stop;
  const start = position ?? (last === undefined ? begun : { lat: last.lat, lon: last.lon });
  const begins = Date.parse(driver.shift_start ?? route.departure_at);
  const shift_end = driver.shift_end ?? new Date(begins + workingHours * HOUR_MS).toISOString();
  return { driven, skipped, ahead, driver: { ...driver, shift_end, ...present({ start }) } };
}

const locatedFrom = (route: Route, stop: RouteStop, order: Order): LocatedOrder => ({
  order,
  lat: stop.lat,
  lon: stop.lon,
  precision: stop.precision,
  ...present({ confidence: stop.confidence, district: stop.district, priority: stop.priority, skills: stop.skills }),
  ...present({ on_board: isOnBoard(route, order) ? (true as const) : undefined }),
  service_seconds: stop.service_seconds,
});

/** Whether a parcel is in the van: it is out for delivery, or was taken over before its route set off. */
const isOnBoard = (route: Route, order: Order): boolean =>
  STATES[order.status].stop === 'ENROUTE' || (route.status === 'STARTED' && order.picked_up);

/**
 * Returns a route with its remaining stops in the order of a new plan, and its figures. Orders that no longer fit leave it and are named.
 *
 * @param origin milliseconds since the epoch of the plan's 0
 */
export function rerouted(
  route: Route,
  remaining: Remaining,
  { plan, matrix, shiftEnds }: Sequenced,
  orders: ReadonlyMap<string, Order>,
  origin: number,
): Route {
  const { driven, skipped, ahead } = remaining;
  const past: DrivenPart = { stops: driven.length, metres: driven.reduce((sum, { legMetres }) => sum + legMetres, 0) };
  const [planned] = plan.routes;
  const byId = new Map<string, LocatedOrder>(ahead.map((located) => [located.order.order_id, located]));
  const shiftEnd = shiftEnds.get(route.driver_id) ?? Infinity;
  const next = planned === undefined ? undefined : figuresOf(planned, byId, origin, shiftEnd, past);
  const stillAhead = ahead.flatMap(({ order }) => (next?.order_ids.includes(order.order_id) === true ? [order] : []));
  const begun = [...pastStops(driven, orders, stillAhead), ...(next?.sequence ?? [])];
  const departure_at = departureOf(route, begun, driven, next);
  const sequence = [...begun, ...skipped.map((stop, i) => skippedStop(stop, begun, i, departure_at))];
  const { overtime_seconds: _, ...lasting } = route;
  return {
    ...lasting,
    order_ids: sequence.map(({ order_id }) => order_id),
    stops: sequence.length,
    sequence,
    departure_at,
    estimated_distance_km: next?.estimated_distance_km ?? kilometres(past.metres),
    estimated_duration_seconds: durationOf(departure_at, begun, next, origin),
    ...present({ overtime_seconds: next?.overtime_seconds }),
    baseline: baselineOf(plan, past),
    matrix,
    iterations: plan.iterations,
    unassigned: [...route.unassigned.filter(({ order_id }) => !byId.has(order_id)), ...leftOut(plan)],
  };
}

/** Returns the stops that the van has been at, when it was there, with the way and the load of then. */
function pastStops(
  driven: readonly DrivenStop[],
  orders: ReadonlyMap<string, Order>,
  ahead: readonly Order[],
): RouteStop[] {
  let metres = 0;
  let before = -Infinity;
  return driven.map(({ stop, leftAt, legMetres }, i) => {
    const { late_seconds: _, ...rest } = stop;
    const later = driven.slice(i + 1).flatMap(({ stop: { order_id } }) => orders.get(order_id) ?? []);
    metres += legMetres;
    const arrival = Math.max(before, leftAt - stop.service_seconds * 1_000);
    before = leftAt;
    return {
      ...rest,
      sequence: i + 1,
      arrival_at: new Date(arrival).toISOString(),
      waiting_seconds: 0,
      departure_at: new Date(leftAt).toISOString(),
      load: loadOf([...later, ...ahead]),
      leg_distance_km: kilometres(legMetres),
      cumulative_distance_km: kilometres(metres),
    };
  });
}

/** Returns a stop that nobody goes to behind all others: it takes neither way nor time. */
function skippedStop(stop: RouteStop, begun: readonly RouteStop[], i: number, departure_at: string): RouteStop {
  const { late_seconds: _, ...rest } = stop;
  const last = begun.at(-1);
  const at = last?.departure_at ?? departure_at;
  return {
    ...rest,
    sequence: begun.length + i + 1,
    arrival_at: at,
    waiting_seconds: 0,
    departure_at: at,
    load: last?.load ?? loadOf([]),
    leg_distance_km: 0,
    cumulative_distance_km: last?.cumulative_distance_km ?? 0,
  };
}

function loadOf(orders: readonly Order[]): Load {
  const sum = (dimension: 0 | 1 | 2): number => orders.reduce((total, order) => total + demandOf(order)[dimension], 0);
  return { weight_grams: sum(0), volume_cm3: sum(1), parcels: sum(2) };
}

/** Returns when the route began: as planned anew, unless it is under way. */
function departureOf(
  route: Route,
  begun: readonly RouteStop[],
  driven: readonly DrivenStop[],
  next: RouteFigures | undefined,
): string {
  if (route.status !== 'STARTED') return next?.departure_at ?? route.departure_at;
  const first = driven.length > 0 ? begun[0]?.arrival_at : next?.departure_at;
  return first !== undefined && first < route.departure_at ? first : route.departure_at;
}

/** Returns the seconds from the route's departure to the end of what is ahead. */
function durationOf(
  departure_at: string,
  begun: readonly RouteStop[],
  next: RouteFigures | undefined,
  origin: number,
): number {
  const ahead = next?.estimated_duration_seconds ?? 0;
  const begin = next === undefined ? (begun.at(-1)?.departure_at ?? new Date(origin).toISOString()) : next.departure_at;
  return Math.max(0, Math.round((Date.parse(begin) - Date.parse(departure_at)) / 1_000)) + ahead;
}
