import type { Plan, PlannedRoute, PlannedStop, LeftOutReason } from '../../planner/model/problem';
import { present } from '../../kernel/present';
import { windowOf } from '../../orders/service-day';
import type { LocatedOrder } from './plan-input';
import type { Baseline, MatrixUse, Route, RouteStop, UnassignedOrder } from '../route';
import type { UnassignedReason } from '../route-states';

/** A route as planned, before it has an id. */
export type RouteFigures = Pick<
  Route,
  'driver_id' | 'departure_at' | 'order_ids' | 'stops' | 'sequence' | 'estimated_duration_seconds' | 'overtime_seconds'
> &
  Pick<Route, 'estimated_distance_km' | 'approximate'>;

/** What planning came to, before anything is stored. */
export interface PlanningResult {
  readonly routes: readonly RouteFigures[];
  readonly unassigned: readonly UnassignedOrder[];
  readonly baseline: Baseline;
  readonly matrix: MatrixUse;
  readonly iterations: number;
}

/** What the solver made of orders whose places are known. */
export interface Sequenced {
  readonly plan: Plan;
  /** Where its distances come from. */
  readonly matrix: MatrixUse;
  /** When each driver's shift or working day ends, in seconds after the origin. */
  readonly shiftEnds: ReadonlyMap<string, number>;
}

/** The part of a route that is driven already: its figures go on from there. */
export interface DrivenPart {
  readonly stops: number;
  readonly metres: number;
}

const NOTHING: DrivenPart = { stops: 0, metres: 0 };

const REASONS: Record<LeftOutReason, { code: UnassignedReason; detail: string }> = {
  unreachable: { code: 'UNREACHABLE', detail: 'No driver can get there and back.' },
  window_unreachable: {
    code: 'WINDOW_UNREACHABLE',
    detail: 'No driver can be there within its time window on the day of the plan.',
  },
  capacity: { code: 'CAPACITY', detail: 'No driver has room for it.' },
  skill: { code: 'SKILL', detail: 'No driver has the skills that it needs.' },
  shift: { code: 'SHIFT', detail: 'No driver can serve it before the shift or the working day ends.' },
  limit: { code: 'SHIFT', detail: 'No driver can serve it within the most distance, time or stops of a route.' },
};

/**
 * Returns a route of the solver in the API's terms: instants, kilometres, orders.
 *
 * @param origin milliseconds since the epoch of the solver's 0
 * @param shiftEnd seconds after the origin
 */
export function figuresOf(
  route: PlannedRoute,
  orders: ReadonlyMap<string, LocatedOrder>,
  origin: number,
  shiftEnd: number,
  driven: DrivenPart = NOTHING,
): RouteFigures {
  let metres = driven.metres;
  const sequence = route.stops.map((stop, i) => {
    const located = orders.get(stop.jobId);
    if (located === undefined) throw new Error(`The solver made a stop for ${stop.jobId}, which it was not given`);
    metres += stop.legCost;
    return stopOf(stop, located, driven.stops + i + 1, metres, origin);
  });
  return {
    driver_id: route.vehicleId,
    departure_at: instant(origin, route.departure),
    order_ids: sequence.map(({ order_id }) => order_id),
    stops: sequence.length,
    sequence,
    estimated_distance_km: kilometres(driven.metres + route.cost),
    estimated_duration_seconds: Math.round(route.duration),
    ...present({ overtime_seconds: beyond(route.finish, shiftEnd) }),
    ...present({ approximate: sequence.some(({ precision }) => precision !== 'point') ? (true as const) : undefined }),
  };
}

function stopOf(
  stop: PlannedStop,
  located: LocatedOrder,
  sequence: number,
  cumulativeMetres: number,
  origin: number,
): RouteStop {
  const [weight_grams = 0, volume_cm3 = 0, parcels = 0] = stop.load;
  const { order, lat, lon, precision, confidence, district, priority, skills, service_seconds } = located;
  const closes = windowOf(order)?.until;
  const due = closes === undefined ? Infinity : (Date.parse(closes) - origin) / 1_000;
  const late_seconds = beyond(stop.arrival + stop.waiting, due);
  return {
    sequence,
    order_id: order.order_id,
    tracking_id: order.tracking_id,
    lat,
    lon,
    precision,
    arrival_at: instant(origin, stop.arrival),
    waiting_seconds: Math.round(stop.waiting),
    service_seconds,
    departure_at: instant(origin, stop.departure),
    load: { weight_grams, volume_cm3, parcels },
    leg_distance_km: kilometres(stop.legCost),
    cumulative_distance_km: kilometres(cumulativeMetres),
    ...present({ confidence, late_seconds, district, priority, skills }),
  };
}

/** Returns the whole seconds by which a moment lies behind another, where it does. */
const beyond = (seconds: number, due: number): number | undefined => {
  const late = Math.round(seconds - due);
  return late > 0 ? late : undefined;
};

/** Returns the orders that the solver left out, each with its reason. */
export const leftOut = (plan: Plan): UnassignedOrder[] =>
  plan.unassigned.map(({ jobId, reason }) => ({
    order_id: jobId,
    reason_code: REASONS[reason].code,
    detail: REASONS[reason].detail,
  }));

/** Returns what the same stops cost without optimisation, with what is driven already. */
export function baselineOf(plan: Plan, { metres: driven }: DrivenPart = NOTHING): Baseline {
  const { nearestNeighbour, givenOrder } = plan.baseline;
  const total = (metres: number | null): number | null => (metres === null ? null : kilometres(driven + metres));
  return {
    nearest_neighbour_km: total(nearestNeighbour),
    given_order_km: total(givenOrder),
    improvement_pct: nearestNeighbour === null ? null : improvement(driven + plan.cost, driven + nearestNeighbour),
  };
}

const improvement = (metres: number, baseline: number): number =>
  baseline === 0 ? 0 : Math.round(1_000 * (1 - metres / baseline)) / 10;

/** Returns metres as kilometres, to the metre. */
export const kilometres = (metres: number): number => Math.round(metres) / 1_000;

const instant = (origin: number, seconds: number): string =>
  new Date(Math.round(origin + seconds * 1_000)).toISOString();
