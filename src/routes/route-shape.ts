import type { Coordinates } from '../geo/coordinates';
import {
  instant,
  listOf,
  nullOr,
  number,
  objectOf,
  oneOf,
  optional,
  pick,
  Read,
  Shape,
  text,
  whole,
  yes,
} from '../kernel/shape';
import { limaDayOf } from '../kernel/lima-days';
import { present } from '../kernel/present';
import type { Order } from '../orders/order';
import type { OrderForDriverDto } from '../orders/order-response.dto';
import { orderId, trackingId } from '../orders/order-shape';
import { STOP_OUTCOMES } from '../orders/states';
import { navigationLinks } from './navigation-links';
import {
  Baseline,
  Depot,
  DriverTerms,
  Load,
  MatrixUse,
  progressOf,
  Route,
  RouteStop,
  RouteSummary,
  StopProgress,
  UnassignedOrder,
} from './route';
import type { RouteDto, RouteStopDto, RouteSummaryDto } from './route.dto';
import { PRECISIONS, ROUTE_STATUSES, STOP_STATES, UNASSIGNED_REASONS } from './route-states';

/*
 * How a route is stored and shown, field by field, in the order in which a person reads it.
 */

const POINT: Shape<Coordinates> = { lat: number, lon: number };
const readPoint = objectOf(POINT);

export const readDepot = objectOf<Depot>({ ...POINT, name: optional(text) });

export const DRIVER_TERMS: Shape<DriverTerms> = {
  driver_id: text,
  start: optional(readPoint),
  end: optional(readPoint),
  shift_start: optional(instant),
  shift_end: optional(instant),
  capacity: optional(
    objectOf<NonNullable<DriverTerms['capacity']>>({
      weight_grams: optional(whole),
      volume_cm3: optional(whole),
      parcels: optional(whole),
    }),
  ),
  skills: optional(listOf(text)),
};

export const readUnassigned = objectOf<UnassignedOrder>({
  order_id: text,
  reason_code: oneOf(UNASSIGNED_REASONS),
  detail: optional(text),
  route_id: optional(text),
});

export const readBaseline = objectOf<Baseline>({
  nearest_neighbour_km: nullOr(number),
  given_order_km: nullOr(number),
  improvement_pct: nullOr(number),
});

const STOP: Shape<RouteStop> = {
  sequence: whole,
  order_id: orderId,
  tracking_id: trackingId,
  ...POINT,
  precision: oneOf(PRECISIONS),
  confidence: optional(number),
  district: optional(text),
  arrival_at: instant,
  waiting_seconds: whole,
  late_seconds: optional(whole),
  service_seconds: whole,
  departure_at: instant,
  load: objectOf<Load>({ weight_grams: number, volume_cm3: number, parcels: whole }),
  leg_distance_km: number,
  cumulative_distance_km: number,
  priority: optional(whole),
  skills: optional(listOf(text)),
  state: optional(oneOf(STOP_STATES)),
  outcome: optional(oneOf(STOP_OUTCOMES)),
  driver_id: optional(text),
};

const SUMMARY: Shape<RouteSummary> = {
  route_id: text,
  driver_id: text,
  former_driver_ids: optional(listOf(text)),
  handed_over_to: optional(listOf(text)),
  status: oneOf(ROUTE_STATUSES),
  version: whole,
  order_ids: listOf(orderId),
  stops: whole,
  plan_id: text,
  created_at: instant,
  updated_at: instant,
  ended_at: optional(instant),
  departure_at: instant,
  depot: optional(readDepot),
  driver: objectOf(DRIVER_TERMS),
  estimated_distance_km: number,
  estimated_duration_seconds: whole,
  overtime_seconds: optional(whole),
  baseline: optional(readBaseline),
  approximate: optional(yes),
  matrix: objectOf<MatrixUse>({ source: text, fallback_reason: optional(text) }),
  iterations: whole,
  unassigned: listOf(readUnassigned),
};

/** The attributes of a route in a list: everything but its stops. */
export const SUMMARY_FIELDS = Object.keys(SUMMARY);

/** Returns a stored item as the route that it is. @throws Misfit that names the field which is missing or is something else. */
export const readRoute: Read<Route> = objectOf<Route>({ ...SUMMARY, sequence: listOf(objectOf(STOP)), write_id: text });

/** Returns a stored item as a route without its stops. @throws Misfit that names the field. */
export const readRouteSummary: Read<RouteSummary> = objectOf(SUMMARY);

/** Returns what the API shows of a route, each stop with its progress and with links to the driver's navigation. */
export const viewRoute = (
  route: Route,
  orders: ReadonlyMap<string, Order>,
  shown: (order: Order) => OrderForDriverDto | undefined = () => undefined,
): RouteDto =>
  view(route, (stop) => {
    const order = orders.get(stop.order_id);
    return { ...progressOf(route, stop, order), ...present({ order: order && shown(order) }) };
  });

/** Returns what the API shows of a route right after its assignment, when every stop is still ahead. */
export const viewNewRoute = (route: Route): RouteDto => view(route, () => ({ state: 'NEW' }));

const view = (route: Route, told: (stop: RouteStop) => StopProgress & Pick<RouteStopDto, 'order'>): RouteDto => ({
  ...viewSummary(route),
  sequence: route.sequence.map((stop) => ({ ...pick(STOP, stop), ...told(stop), links: navigationLinks(stop) })),
});

/** Returns what a list shows of a route. */
export const viewSummary = (route: RouteSummary): RouteSummary & Pick<RouteSummaryDto, 'service_day'> => ({
  ...pick(SUMMARY, route),
  service_day: limaDayOf(route.departure_at),
});
