import type { Coordinates } from '../../geo/coordinates';
import { present } from '../../kernel/present';
import type { Order } from '../../orders/order';
import { demandOf, LocatedOrder } from '../planning/plan-input';
import type { Plan } from '../../planner/model/problem';
import { DrivenPart, baselineOf, figuresOf, kilometres, leftOut } from '../planning/plan-output';
import { DriverTerms, Load, MatrixUse, progressOf, Route, RouteStop } from '../route';

/** A route on its way: what is done, which no plan may change, and what is still ahead. */
export interface Remaining {
  readonly closed: readonly RouteStop[];
  readonly ahead: readonly LocatedOrder[];
  readonly driver: DriverTerms;
}

/** Returns what is done and what is ahead, the latter from where the driver stands, or where the last stop left them. */
export function remainingOf(
  route: Route,
  orders: ReadonlyMap<string, Order>,
  position: Coordinates | undefined,
): Remaining {
  const isClosed = (stop: RouteStop): boolean => progressOf(route, stop, orders.get(stop.order_id)).state === 'CLOSED';
  const closed = route.sequence.filter(isClosed);
  const ahead = route.sequence.flatMap((stop) => {
    const order = orders.get(stop.order_id);
    return order === undefined || isClosed(stop) ? [] : [locatedFrom(stop, order)];
  });
  const last = closed.at(-1);
  const start = position ?? (last === undefined ? route.driver.start : { lat: last.lat, lon: last.lon });
  const { start: _, ...driver } = route.driver;
  return { closed, ahead, driver: { ...driver, ...present({ start }) } };
}

const locatedFrom = (stop: RouteStop, order: Order): LocatedOrder => ({
  order,
  lat: stop.lat,
  lon: stop.lon,
  precision: stop.precision,
  ...present({ district: stop.district, priority: stop.priority, skills: stop.skills }),
  service_seconds: stop.service_seconds,
});

/**
 * Returns what a new plan changes of a route: its remaining stops in their new order, and its figures. Orders that no longer fit
 * leave it and are named.
 */
export function rerouted(
  route: Route,
  { closed, ahead }: Remaining,
  plan: Plan,
  matrix: MatrixUse,
  origin: number,
): Partial<Route> {
  const driven: DrivenPart = { stops: closed.length, metres: metresOf(closed) };
  const [planned] = plan.routes;
  const byId = new Map<string, LocatedOrder>(ahead.map((located) => [located.order.order_id, located]));
  const next = planned === undefined ? undefined : figuresOf(planned, byId, origin, driven);
  const stillOnBoard = loadOf(ahead.filter(({ order }) => next?.order_ids.includes(order.order_id)));
  const sequence = [...closedStops(route, closed, stillOnBoard), ...(next?.sequence ?? [])];
  const left = leftOut(plan);
  return {
    order_ids: sequence.map(({ order_id }) => order_id),
    stops: sequence.length,
    sequence,
    departure_at: closed.length > 0 ? route.departure_at : (next?.departure_at ?? route.departure_at),
    estimated_distance_km: next?.estimated_distance_km ?? kilometres(driven.metres),
    estimated_duration_seconds: durationOf(route, closed, next, origin),
    baseline: baselineOf(plan, driven),
    matrix,
    iterations: plan.iterations,
    unassigned: [...route.unassigned.filter(({ order_id }) => !byId.has(order_id)), ...left],
  };
}

/** Returns the length of the legs to the closed stops as they were planned, whatever was to come between them. */
const metresOf = (closed: readonly RouteStop[]): number =>
  closed.reduce((sum, stop) => sum + Math.round(stop.leg_distance_km * 1_000), 0);

const loadOf = (located: readonly LocatedOrder[]): Load => {
  const sum = (dimension: 0 | 1 | 2): number =>
    located.reduce((total, { order }) => total + demandOf(order)[dimension], 0);
  return { weight_grams: sum(0), volume_cm3: sum(1), parcels: sum(2) };
};

/**
 * Returns the closed stops at their times. Stops between them are ahead now, so the distance so far and what was left on board are
 * counted again; what a stop took off the van is the difference to the stop that was planned before it.
 */
function closedStops(route: Route, closed: readonly RouteStop[], stillOnBoard: Load): RouteStop[] {
  let load = stillOnBoard;
  const backwards = closed.toReversed().map((stop, i) => {
    const sequence = closed.length - i;
    const metres = metresOf(closed.slice(0, sequence));
    const counted = { ...stop, sequence, load, cumulative_distance_km: kilometres(metres) };
    const before = route.sequence[stop.sequence - 2]?.load ?? stop.load;
    load = {
      weight_grams: load.weight_grams + before.weight_grams - stop.load.weight_grams,
      volume_cm3: load.volume_cm3 + before.volume_cm3 - stop.load.volume_cm3,
      parcels: load.parcels + before.parcels - stop.load.parcels,
    };
    return counted;
  });
  return backwards.reverse();
}

/** Returns the seconds from the first departure, where that lies behind, to the end of what is ahead. */
function durationOf(
  route: Route,
  closed: readonly RouteStop[],
  next: { readonly departure_at: string; readonly estimated_duration_seconds: number } | undefined,
  origin: number,
): number {
  const ahead = next?.estimated_duration_seconds ?? 0;
  if (closed.length === 0) return ahead;
  const begin = next === undefined ? origin : Date.parse(next.departure_at);
  return Math.max(0, Math.round((begin - Date.parse(route.departure_at)) / 1_000)) + ahead;
}
