import { present } from '../kernel/present';
import { FormerRoute, released } from '../orders/claim';
import type { Deliverer, Order } from '../orders/order';
import { serviceDayOf } from '../orders/service-day';
import { CARRIED_OVER, STATES, StopOutcome } from '../orders/states';
import type { Folded, Placed } from './fold';
import { Appended, applyChange, TrackingEvent } from './tracker';

/**
 * Returns an order as a new event leaves it: its head, who handed it over, its route, and how its stops on former routes ended.
 *
 * @param routeEnded when the order's route ended, where it has: a parcel that turns out not to be delivered leaves it, but for one that is in
 *   the van still, which is brought back from there
 */
export function orderAfter(order: Order, appended: Appended, routeEnded?: string): Order {
  const { delivered_at: _at, delivered_by: _by, ...before } = order;
  const moved: Order = {
    ...applyChange(before, appended.change),
    ...deliveryOf(appended.folded),
    service_day: dayAfterEvent(order, appended),
    ...present({ opted_out: optedOutAfter(order, appended) }),
  };
  const isInVan = STATES[moved.status].stop === 'ENROUTE';
  if (routeEnded !== undefined && !isInVan) return withOutcomes(released(moved, routeEnded, 'NOT_ATTEMPTED'), appended);
  return withOutcomes(leavesRoute(order, appended) ? leave(moved, appended) : moved, appended);
}

/** Whether an order that was handed over no longer is, and so may hang on a route that has long ended. */
export const isReopened = (order: Order, { change }: Appended): boolean =>
  STATES[order.status].stop === 'SUCCEEDED' && STATES[change.status].stop !== 'SUCCEEDED';

/** A failed attempt may put the order off to another day; a correction of it, back to the one before. */
function dayAfterEvent(order: Order, { event, corrected, folded: { placed } }: Appended): string {
  if (event.kind === 'reschedule')
    return isLoaded(order) ? order.service_day : (event.reschedule_to ?? order.service_day);
  const restored = placed.find((entry) => entry.event.event_id === corrected?.corrects)?.event;
  if ([event, corrected, restored].every((each) => each?.reschedule_to === undefined)) return order.service_day;
  const putOff = placed.findLast(({ applied, event: { reschedule_to } }) => applied && reschedule_to !== undefined);
  return putOff?.event.reschedule_to ?? serviceDayOf(order);
}

/** Whether a parcel is in a van, or planned into one: its day is then the courier's to change, and a wish is only seen. */
export const isLoaded = ({ status, route_id }: Pick<Order, 'status' | 'route_id'>): boolean =>
  route_id !== undefined || STATES[status].stop === 'ENROUTE';

/** Returns by what the recipient wants to be told no more, once it has said so. */
function optedOutAfter({ opted_out = [] }: Order, { event: { kind, channel } }: Appended): Order['opted_out'] {
  if (channel === undefined) return opted_out.length === 0 ? undefined : opted_out;
  const others = opted_out.filter((name) => name !== channel);
  return kind === 'opt_out' ? [...others, channel] : others;
}

/** While the order is delivered: when, and by whom. */
function deliveryOf({ last }: Folded<TrackingEvent>): Pick<Order, 'delivered_at' | 'delivered_by'> {
  if (last === undefined || STATES[last.status].stop !== 'SUCCEEDED') return {};
  return { delivered_at: last.at, ...present({ delivered_by: delivererOf(last.event) }) };
}

function delivererOf({ actor, route_id }: TrackingEvent): Deliverer | undefined {
  if (actor === undefined) return undefined;
  const { role, subject, driver_id } = actor;
  return { role, subject, ...present({ driver_id, route_id }) };
}

function leavesRoute(order: Order, { event, moves, change, folded: { last } }: Appended): boolean {
  if (!moves || order.route_id === undefined) return false;
  if (event.reason_code === CARRIED_OVER) return true;
  const { leavesRoute: always, stop } = STATES[change.status];
  const elsewhere =
    stop === 'SUCCEEDED' && last?.event.route_id !== undefined && last.event.route_id !== order.route_id;
  return always || elsewhere || STATES[order.status].leavesRouteTo?.includes(change.status) === true;
}

const leave = (order: Order, { event }: Appended): Order =>
  released(order, event.recorded_at, event.reason_code === CARRIED_OVER ? 'CARRIED_OVER' : 'FAILED');

/** Returns the order with what its history now says of its stops on the routes that it was on. */
function withOutcomes(order: Order, { folded }: Appended): Order {
  const former = order.former_routes?.map((route) => ({ ...route, outcome: outcomeOn(route, folded) }));
  return { ...order, ...present({ former_routes: former }) };
}

/**
 * Returns how a stop ended by the last event that counts and was reported on its route. Where none says so it is as it was remembered, but
 * for a success that a correction has taken back.
 */
function outcomeOn({ route_id, outcome }: FormerRoute, { placed }: Folded<TrackingEvent>): StopOutcome {
  const applied = placed.filter((entry) => entry.applied);
  const own = applied.flatMap((entry, i) =>
    entry.event.route_id === route_id ? outcomesOf(entry, applied[i - 1]) : [],
  );
  return own.at(-1) ?? (outcome === 'SUCCEEDED' ? 'NOT_ATTEMPTED' : outcome);
}

/** What was brought back is carried over; where a failed attempt was the last thing before, that is how its stop ended. */
function outcomesOf(
  { event, status }: Placed<TrackingEvent>,
  before: Placed<TrackingEvent> | undefined,
): StopOutcome[] {
  if (event.reason_code === CARRIED_OVER)
    return before !== undefined && STATES[before.status].stop === 'FAILED' ? [] : ['CARRIED_OVER'];
  const { stop } = STATES[status];
  return stop === 'SUCCEEDED' || stop === 'FAILED' ? [stop] : [];
}
