import type { Coordinates } from '../../geo/coordinates';
import { present } from '../../kernel/present';
import type { Order } from '../../orders/order';
import { windowOf } from '../../orders/service-day';
import type { Job, TimeWindow, Vehicle } from '../../planner/model/problem';
import type { DriverTerms, RouteStop } from '../route';
import { ROUTE_LIMITS } from './limits';
import { driverTerms } from './plan-drivers';
import type { PlanRequest, StopTerms } from './plan-request';

/** An order with the place that its address was resolved to. */
export interface LocatedOrder extends Coordinates {
  readonly order: Order;
  readonly precision: RouteStop['precision'];
  readonly confidence?: number;
  readonly district?: string;
  readonly priority?: number;
  readonly skills?: readonly string[];
  readonly service_seconds: number;
  /** Whether it is in a van already, and so stays on its route whatever the hour. */
  readonly on_board?: true;
}

/** The planner's problem less its matrix, whose rows are `points`. Times are seconds after `origin`. */
export interface Layout {
  readonly points: readonly Coordinates[];
  readonly jobs: readonly Job[];
  readonly vehicles: readonly Vehicle[];
}

/** When the vans of a plan can leave, and how long they work. */
export interface PlanDay {
  /** Milliseconds since the epoch: nobody leaves before. */
  readonly origin: number;
  /** Whether vans leave then, or when their shift begins, and not later: somebody has said so. */
  readonly punctual: boolean;
  /** How long a shift is that has no end. */
  readonly workingHours: number;
}

export interface VehicleTerms extends DriverTerms {
  readonly most_stops?: number;
}

/** Returns the drivers with what they share: the depot, and how many stops a route may have. */
export function vehicleTerms(request: PlanRequest): VehicleTerms[] {
  const most = ROUTE_LIMITS.routeOrders;
  const shared = present({ most_stops: request.order_ids.length > most ? most : undefined });
  return request.drivers.map((driver) => ({ ...driverTerms(request, driver), ...shared }));
}

/** Returns the solver's problem less its matrix; orders come first among the points, in their order. */
export function layOut(orders: readonly LocatedOrder[], drivers: readonly VehicleTerms[], day: PlanDay): Layout {
  const { origin, punctual } = day;
  const points: Coordinates[] = orders.map(pointOf);
  const rowOf = (point: Coordinates | undefined): number | null => {
    if (point === undefined) return null;
    const known = points.findIndex(({ lat, lon }, i) => i >= orders.length && lat === point.lat && lon === point.lon);
    return known < 0 ? points.push(pointOf(point)) - 1 : known;
  };
  const vehicles = drivers.map((driver) => ({
    id: driver.driver_id,
    start: rowOf(driver.start),
    end: rowOf(driver.end),
    capacity: capacityOf(driver),
    shift: shiftOf(driver, day),
    skills: driver.skills ?? [],
    lockedPrefix: [],
    count: 1,
    leavesAtStart: punctual,
  }));
  return { points, vehicles, jobs: orders.map((order, row) => jobOf(order, row, origin)) };
}

const pointOf = ({ lat, lon }: Coordinates): Coordinates => ({ lat, lon });

const jobOf = (located: LocatedOrder, location: number, origin: number): Job => ({
  id: located.order.order_id,
  location,
  serviceSeconds: located.service_seconds,
  demand: demandOf(located.order),
  windows: windowsOf(located.order, origin),
  skills: located.skills ?? [],
  priority: located.priority ?? 0,
  ...present({ onBoard: located.on_board }),
});

/** More than the planner takes is more than any vehicle does. */
const MOST = 1e12;

/** Returns weight in grams, volume in cm3 and parcels: an order is one parcel. What the shop did not say weighs nothing. */
export function demandOf({ products }: Pick<Order, 'products'>): [number, number, number] {
  const sum = (field: 'weight_grams' | 'volume_cm3'): number =>
    Math.min(
      MOST,
      products.reduce((total, line) => total + line.quantity * (line[field] ?? 0), 0),
    );
  return [sum('weight_grams'), sum('volume_cm3'), 1];
}

function capacityOf({ capacity, most_stops }: VehicleTerms): number[] {
  if (capacity === undefined && most_stops === undefined) return [];
  const { weight_grams, volume_cm3, parcels } = capacity ?? {};
  return [weight_grams ?? Infinity, volume_cm3 ?? Infinity, Math.min(parcels ?? Infinity, most_stops ?? Infinity)];
}

function windowsOf(order: Order, origin: number): TimeWindow[] {
  const window = windowOf(order);
  if (window === undefined) return [];
  return [{ start: secondsAfter(origin, window.from), end: secondsAfter(origin, window.until) }];
}

/**
 * Returns the shift in seconds after the day's origin. Nobody leaves before that, whenever their shift began; a shift that is over has no room at
 * all; one without an end is a working day long.
 */
function shiftOf({ shift_start, shift_end }: DriverTerms, { origin, workingHours }: PlanDay): TimeWindow {
  const begins = shift_start === undefined ? 0 : secondsAfter(origin, shift_start);
  const ends = shift_end === undefined ? begins + workingHours * HOUR_SECONDS : secondsAfter(origin, shift_end);
  const end = Math.max(0, ends);
  return { start: Math.min(Math.max(0, begins), end), end };
}

const HOUR_SECONDS = 3_600;

const secondsAfter = (origin: number, instant: string): number => (Date.parse(instant) - origin) / 1_000;

/** Returns what the request says about single stops, by order. */
export const stopTermsOf = ({ stops }: Pick<PlanRequest, 'stops'>): ReadonlyMap<string, StopTerms> =>
  new Map(stops.map((stop) => [stop.order_id, stop]));
