import type { Coordinates } from '../../geo/coordinates';
import { quickMetres } from '../../geo/distance';
import { roadMetres } from '../../geo/travel-estimate';
import type { Order } from '../../orders/order';
import { STATES } from '../../orders/states';
import { progressOf, Route, RouteStop } from '../route';

/** A stop that its van has been at. */
export interface DrivenStop {
  readonly stop: RouteStop;
  /** When it was left, in milliseconds since the epoch. */
  readonly leftAt: number;
  /** Metres from where the van was before. */
  readonly legMetres: number;
}

/** Why an attempt failed at the door. Whatever else is the reason, somebody may have said it by telephone. */
const AT_THE_DOOR: ReadonlySet<Order['last_reason_code']> = new Set([
  'CONSIGNEE_ABSENT',
  'CONSIGNEE_ADDRESS_UNKNOWN',
  'CONSIGNEE_NO_PAYMENT',
]);

/**
 * Returns the stops that the van of a route has been at, in the order of what happened there, which may be another than was planned. A route that has
 * not started has none; a stop that was cancelled, refused by telephone or given to somebody else is none.
 */
export function drivenStops(route: Route, orders: ReadonlyMap<string, Order>): DrivenStop[] {
  if (route.status !== 'STARTED') return [];
  const visits = route.sequence
    .flatMap((stop) => {
      const order = orders.get(stop.order_id);
      return order !== undefined && wasThere(route, stop, order)
        ? [{ stop, leftAt: Date.parse(order.last_event_at) }]
        : [];
    })
    .sort((a, b) => a.leftAt - b.leftAt);
  return visits.map(({ stop, leftAt }, i) => ({ stop, leftAt, legMetres: legTo(route, stop, visits[i - 1]?.stop) }));
}

function wasThere(route: Route, stop: RouteStop, order: Order): boolean {
  if (progressOf(route, stop, order).state !== 'CLOSED') return false;
  const { stop: outcome, failedAttempt } = STATES[order.status];
  if (outcome === 'SUCCEEDED') return order.route_id === route.route_id;
  const isOurs = order.route_id === undefined || order.route_id === route.route_id;
  return isOurs && failedAttempt === true && AT_THE_DOOR.has(order.last_reason_code);
}

/** The leg as it was planned, where the van came from where it was to come from; else an estimate. */
function legTo(route: Route, stop: RouteStop, before: RouteStop | undefined): number {
  const planned = route.sequence[stop.sequence - 2];
  if (planned?.order_id === before?.order_id) return Math.round(stop.leg_distance_km * 1_000);
  const from: Coordinates | undefined = before ?? route.driver.start;
  return from === undefined ? 0 : Math.round(roadMetres(quickMetres(from, stop)));
}
