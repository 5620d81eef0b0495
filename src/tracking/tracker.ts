import type { DataOf } from '../kernel/data-of';
import type { OrderId, TrackingId } from '../kernel/ids';
import { present } from '../kernel/present';
import { released } from '../orders/claim';
import type { Order } from '../orders/order';
import { allowedNext, FIRST_STATUS, isTerminal, ParcelStatus, STATES } from '../orders/states';
import type { TrackingEventDto } from './tracking.dto';

/** What a scan, an app or a dispatcher says; `occurred_at` is when the device saw it. */
export type Report = DataOf<Omit<TrackingEventDto, 'recorded_at'>>;

/** One line of a tracker's history; never changed, never removed before its time. */
export interface TrackingEvent extends DataOf<TrackingEventDto> {
  readonly tracking_id: TrackingId;
  readonly order_id?: OrderId;
  /** Whether it moved the tracker: an event older than the last one does not. */
  readonly applied: boolean;
  /** The head's version that it made: of two at the same time, arrival decides. */
  readonly head_version: number;
  /** Epoch seconds. */
  readonly ttl?: number;
}

/** Where a tracker stands: for an order the order itself, else an item of the tracker's own. */
export type Head = Pick<
  Order,
  | 'tracking_id'
  | 'status'
  | 'attempt_count'
  | 'missing_scan'
  | 'picked_up'
  | 'event_count'
  | 'last_event_id'
  | 'last_event_at'
  | 'last_reason_code'
  | 'version'
  | 'ttl'
> & { readonly order_id?: OrderId };

/** The item that a stand-alone tracker has in place of an order. */
export interface StandAloneHead extends Omit<Head, 'order_id'> {
  readonly created_at: string;
  readonly updated_at: string;
  /** Names the write that made this version: how a retry recognises its own after a lost reply. */
  readonly write_id: string;
  /** The correlation id of the request that made the last event. */
  readonly correlation_id?: string;
}

/** What an event makes of a head, whose name and number stay. */
export type HeadChange = Omit<Head, 'tracking_id' | 'order_id' | 'version'>;

export type Decision =
  | { readonly kind: 'append'; readonly event: TrackingEvent; readonly change: HeadChange }
  | { readonly kind: 'known'; readonly event: TrackingEvent }
  | { readonly kind: 'other_content' }
  | { readonly kind: 'illegal'; readonly allowed: readonly ParcelStatus[] }
  | { readonly kind: 'full' };

/** The most events of a tracker. One transaction, which holds 100 items, must be able to give a finished history its `ttl`. */
export const MAX_EVENTS = 90;

export interface DecisionContext {
  readonly recordedAt: string;
  /** Epoch seconds at which a tracker that ends now, and its events, may be forgotten. */
  readonly ttl: number;
}

/** Returns what a report does to a tracker whose whole history is known. */
export function decide(
  head: Head,
  history: readonly TrackingEvent[],
  report: Report,
  context: DecisionContext,
): Decision {
  const known = history.find(({ event_id }) => event_id === report.event_id);
  if (known !== undefined)
    return known.occurred_at === report.occurred_at && sameSubstance(known, report)
      ? { kind: 'known', event: known }
      : { kind: 'other_content' };
  const late = head.status !== FIRST_STATUS && report.occurred_at < head.last_event_at;
  if (!late) {
    const allowed = allowedNext(head);
    if (!allowed.includes(report.status)) return { kind: 'illegal', allowed };
  }
  const ends = !late && isTerminal(report.status);
  if (history.length >= MAX_EVENTS && !ends) return { kind: 'full' };
  const ttl = ends ? context.ttl : head.ttl;
  const event: TrackingEvent = {
    ...report,
    tracking_id: head.tracking_id,
    ...present({ order_id: head.order_id, ttl }),
    recorded_at: context.recordedAt,
    applied: !late,
    head_version: head.version + 1,
  };
  const last = late ? lastOf(head) : report;
  return {
    kind: 'append',
    event,
    change: {
      status: last.status,
      last_event_id: last.event_id,
      last_event_at: last.occurred_at,
      ...present({ last_reason_code: last.reason_code, ttl }),
      ...summarise([...history, event]),
      event_count: history.length + 1,
    },
  };
}

const lastOf = (head: Head): Pick<Report, 'status' | 'event_id' | 'occurred_at' | 'reason_code'> => ({
  status: head.status,
  event_id: head.last_event_id,
  occurred_at: head.last_event_at,
  ...present({ reason_code: head.last_reason_code }),
});

/** Returns a head as a change leaves it: the reason of the event before goes with it. */
export function applyChange<H extends Head>(head: H, change: HeadChange): Omit<H, 'last_reason_code'> & HeadChange {
  const { last_reason_code: _before, ...kept } = head;
  return { ...kept, ...change };
}

/** Returns the events oldest first; those of equal times in the order of arrival. */
export const chronological = (events: readonly TrackingEvent[]): TrackingEvent[] =>
  [...events].sort((a, b) => compare(a.occurred_at, b.occurred_at) || a.head_version - b.head_version);

/** Returns what a whole history says, in whatever order it arrived. */
export function summarise(
  events: readonly TrackingEvent[],
): Pick<Head, 'attempt_count' | 'missing_scan' | 'picked_up'> {
  const statuses = chronological(events).map(({ status }) => status);
  return {
    attempt_count: statuses.filter((status) => STATES[status].failedAttempt).length,
    missing_scan: statuses.some((status, i) => skipsScan(statuses[i - 1], status)),
    picked_up: statuses.some((status) => STATES[status].collected),
  };
}

const skipsScan = (from: ParcelStatus | undefined, to: ParcelStatus): boolean =>
  from !== undefined && STATES[from].unscanned?.includes(to) === true;

/** Whether two reports say the same, whenever they happened. */
export const sameSubstance = (a: Report, b: Report): boolean =>
  a.status === b.status &&
  a.reason_code === b.reason_code &&
  a.message === b.message &&
  JSON.stringify(a.location) === JSON.stringify(b.location);

export function applyToOrder(order: Order, change: HeadChange): Order {
  const moved: Order = applyChange(order, change);
  const leaves = change.last_event_id !== order.last_event_id && STATES[change.status].leavesRoute;
  return leaves ? released(moved) : moved;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
