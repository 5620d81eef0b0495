import type { Coordinates } from '../geo/coordinates';
import { newId, OrderId, TrackingId } from '../kernel/ids';
import type { Order } from '../orders/order';
import { STATES } from '../orders/states';
import { NavigationLinks, navigationLinks } from './navigation-links';
import { hasEnded, RouteStatus, StopOutcome, StopState, UnassignedReason } from './route-states';

export interface Depot extends Coordinates {
  readonly name?: string;
}

/** What a vehicle carries, in the three dimensions that couriers bill and load by. */
export interface Load {
  readonly weight_grams: number;
  readonly volume_cm3: number;
  readonly parcels: number;
}

/** The driver as the plan took them, kept so that the rest of the day can be planned again on the same terms. */
export interface DriverTerms {
  readonly driver_id: string;
  readonly start?: Coordinates;
  readonly end?: Coordinates;
  readonly shift_start?: string;
  readonly shift_end?: string;
  readonly capacity?: Partial<Load>;
  readonly skills?: readonly string[];
}

export interface RouteStop extends Coordinates {
  /** From 1, in visiting order. */
  readonly sequence: number;
  readonly order_id: OrderId;
  readonly tracking_id: TrackingId;
  readonly precision: 'point' | 'district' | 'province';
  readonly district?: string;
  readonly arrival_at: string;
  readonly waiting_seconds: number;
  readonly service_seconds: number;
  readonly departure_at: string;
  /** What is left on board after this stop. */
  readonly load: Load;
  readonly leg_distance_km: number;
  readonly cumulative_distance_km: number;
  readonly priority?: number;
  readonly skills?: readonly string[];
  /** Stored only when the route has ended; until then both are derived from the order. */
  readonly state?: StopState;
  readonly outcome?: StopOutcome;
}

export interface UnassignedOrder {
  readonly order_id: string;
  readonly reason_code: UnassignedReason;
  readonly detail?: string;
  /** The open route it is on. */
  readonly route_id?: string;
}

/** Lengths of the same visits without optimisation; `null` where that order breaks a window, a capacity or a shift. */
export interface Baseline {
  readonly nearest_neighbour_km: number | null;
  readonly given_order_km: number | null;
  /** How much shorter than the nearest neighbour, in per cent. */
  readonly improvement_pct: number | null;
}

/** Where distances and times come from, and why it is not the configured provider. */
export interface MatrixUse {
  readonly source: string;
  readonly fallback_reason?: string;
}

export interface Route {
  readonly route_id: string;
  readonly driver_id: string;
  readonly plan_id: string;
  readonly status: RouteStatus;
  readonly version: number;
  readonly created_at: string;
  readonly updated_at: string;
  readonly departure_at: string;
  readonly depot?: Depot;
  readonly driver: DriverTerms;
  /** In visiting order. */
  readonly order_ids: readonly OrderId[];
  readonly stops: number;
  readonly sequence: readonly RouteStop[];
  /** Includes the way back where the route has an end. */
  readonly estimated_distance_km: number;
  readonly estimated_duration_seconds: number;
  readonly baseline?: Baseline;
  /** Set where a stop is known by its district only: the true length is greater. */
  readonly approximate?: true;
  readonly matrix: MatrixUse;
  readonly iterations: number;
  readonly unassigned: readonly UnassignedOrder[];
  /** Names the write that made this version: how a retry recognises its own after a lost reply. */
  readonly write_id: string;
}

/** Of a route older than this that is still ASSIGNING, the request is dead: its deadline is far shorter. */
export const ASSIGNING_LIFETIME_MS = 60_000;

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

export interface StopProgress {
  readonly state: StopState;
  readonly outcome?: StopOutcome;
}

/** Where a stop of a route stands, by its order; `undefined` when the order is past its time. */
export function stopProgress(route: Pick<Route, 'route_id' | 'status'>, order: Order | undefined): StopProgress {
  if (order?.route_id !== route.route_id) return { state: 'CLOSED', outcome: 'FAILED' };
  const { stop } = STATES[order.status];
  if (stop === 'SUCCEEDED') return { state: 'CLOSED', outcome: stop };
  if (hasEnded(route.status)) return { state: 'CLOSED', outcome: 'FAILED' };
  return { state: stop };
}

/** Before its claims are complete an order that is not yet on the route is waiting, not failed. */
export function progressOf(route: Route, stop: RouteStop, order: Order | undefined): StopProgress {
  if (stop.state !== undefined)
    return { state: stop.state, ...(stop.outcome === undefined ? {} : { outcome: stop.outcome }) };
  if (route.status === 'ASSIGNING') return { state: 'NEW' };
  return stopProgress(route, order);
}

/** Whether the outcomes of an ended route are part of it already, or still to be derived from its orders. */
export const isFrozen = (route: Route): boolean =>
  hasEnded(route.status) && route.sequence.every((stop) => stop.state !== undefined);

/** An ended route with what became of each stop: orders are forgotten after some weeks, routes are not. */
export function freeze(route: Route, orders: ReadonlyMap<string, Order>): Route {
  return {
    ...route,
    sequence: route.sequence.map((stop) => ({ ...stop, ...progressOf(route, stop, orders.get(stop.order_id)) })),
  };
}

export type StopView = RouteStop & StopProgress & { readonly links: NavigationLinks };
export interface RouteView extends Omit<Route, 'write_id' | 'sequence'> {
  readonly sequence: readonly StopView[];
}
export type RouteSummary = Omit<RouteView, 'sequence'>;

/** What the API shows of a route, each stop with its progress. */
export const viewRoute = (route: Route, orders: ReadonlyMap<string, Order>): RouteView =>
  shown(route, (stop) => progressOf(route, stop, orders.get(stop.order_id)));

/** A route as it is answered right after its assignment, when every stop is still ahead. */
export const viewNewRoute = (route: Route): RouteView => shown(route, () => ({ state: 'NEW' }));

/** The store forgets the order of attributes; a person reads what matters first. */
function shown(route: Route, progress: (stop: RouteStop) => StopProgress): RouteView {
  const { route_id, driver_id, status, version, order_ids, stops, sequence, write_id: _, ...rest } = route;
  return {
    route_id,
    driver_id,
    status,
    version,
    order_ids,
    stops,
    ...rest,
    sequence: sequence.map(({ sequence: place, order_id, tracking_id, ...stop }) => ({
      sequence: place,
      order_id,
      tracking_id,
      ...stop,
      ...progress({ sequence: place, order_id, tracking_id, ...stop }),
      links: navigationLinks(stop),
    })),
  };
}

export const byOrderId = (orders: readonly Order[]): ReadonlyMap<string, Order> =>
  new Map(orders.map((order) => [order.order_id, order]));
