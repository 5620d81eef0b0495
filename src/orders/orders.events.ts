import { present } from '../kernel/present';
import { filledText, instant, Misfit, objectOf, oneOf, optional, pick, Read, Shape, whole, yes } from '../kernel/shape';
import type { TableStream } from '../messaging/table-stream';
import { eventReason, parcelStatus } from './order-shape';
import type { EventReason, ParcelStatus } from './states';

const EVENT_TYPES = ['order.created', 'order.status_changed', 'order.corrected', 'tracker.status_changed'] as const;

/**
 * What DINEX tells the world when an order is created or its status changes. Outside subscribers read it: ids and status only,
 * no personal data. `tracking_id` and `event_id` together name an event: devices choose ids unique for one tracker.
 */
export interface ParcelEvent {
  /** The event whose arrival made the state: of a late scan or a correction not the last to have happened. */
  readonly event_id: string;
  /** `order.corrected`: what was told before was wrong. */
  readonly type: (typeof EVENT_TYPES)[number];
  /** Absent on stand-alone trackers. */
  readonly order_id?: string;
  readonly tracking_id: string;
  readonly status: ParcelStatus;
  /** What it was before: tells a further scan in the same state from a change of state. Absent on creation. */
  readonly previous_status?: ParcelStatus;
  /** Why it happened, where the scan says so. */
  readonly reason_code?: EventReason;
  /** The order's version that the event made: of two messages the higher one is the later. Absent on messages of before it was told. */
  readonly version?: number;
  /** RFC 3339 UTC: when the device saw it. */
  readonly occurred_at: string;
  /** The correlation id of the request that caused it. */
  readonly correlation_id?: string;
}

/** The attributes of a stored order or stand-alone tracker that make an event. */
export interface EventSource {
  readonly order_id?: string;
  readonly tracking_id: string;
  readonly status: ParcelStatus;
  readonly last_event_id: string;
  readonly last_event_at: string;
  readonly last_reason_code?: EventReason;
  readonly caused_by?: string;
  readonly corrected?: true;
  readonly version: number;
  readonly correlation_id?: string;
}

const SOURCE: Shape<EventSource> = {
  order_id: optional(filledText),
  tracking_id: filledText,
  status: parcelStatus,
  last_event_id: filledText,
  last_event_at: instant,
  last_reason_code: optional(eventReason),
  caused_by: optional(filledText),
  corrected: optional(yes),
  version: whole,
  correlation_id: optional(filledText),
};

/**
 * Returns what of a stored order or tracker makes an event.
 *
 * @throws Misfit that names the attribute which it lacks.
 */
export const readEventSource: Read<EventSource> = objectOf(SOURCE);

/** Returns which event made the state that is told. */
const causeOf = ({ caused_by, last_event_id }: Partial<EventSource>): string | undefined => caused_by ?? last_event_id;

/** Returns the event that a change of an order means: its creation, or a state that another event has made; anything else means none. */
export function orderEvent(before: Partial<EventSource> | undefined, after: EventSource): ParcelEvent | undefined {
  const cause = after.caused_by ?? after.last_event_id;
  if (before !== undefined && causeOf(before) === cause) return undefined;
  return present({
    event_id: cause,
    type:
      before === undefined ? 'order.created' : after.corrected === true ? 'order.corrected' : 'order.status_changed',
    order_id: after.order_id,
    tracking_id: after.tracking_id,
    status: after.status,
    previous_status: before?.status,
    reason_code: after.last_reason_code,
    version: after.version,
    occurred_at: after.last_event_at,
    correlation_id: after.correlation_id,
  });
}

const EVENT: Shape<ParcelEvent> = {
  event_id: filledText,
  type: oneOf(EVENT_TYPES),
  order_id: optional(filledText),
  tracking_id: filledText,
  status: parcelStatus,
  previous_status: optional(parcelStatus),
  reason_code: optional(eventReason),
  version: optional(whole),
  occurred_at: instant,
  correlation_id: optional(filledText),
};
const readEvent = objectOf(EVENT);

/**
 * Returns a message as the event that it is; fields of a later version are left out.
 *
 * @throws Misfit that names the field which keeps it from being one.
 */
export function readParcelEvent(message: unknown): ParcelEvent {
  const event = pick(EVENT, readEvent(message));
  if (event.type !== 'tracker.status_changed' && event.order_id === undefined) throw new Misfit('a text', 'order_id');
  return event;
}

const readOrderSource = objectOf<EventSource & { readonly order_id: string }>({ ...SOURCE, order_id: filledText });

/** Tells the relay what changes of the orders table mean. */
export const ordersStream: TableStream = {
  table: 'orders',
  messagesOf: ({ before, after }) => {
    const event = orderEvent(before, readOrderSource(after));
    return event === undefined ? [] : [{ to: 'events', body: event }];
  },
};
