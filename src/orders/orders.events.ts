import { instantIn, oneOfIn, optionalTextIn, textIn } from '../kernel/untrusted';
import type { TableStream } from '../messaging/table-stream';
import { PARCEL_STATUSES, ParcelStatus, REASON_CODES, ReasonCode } from './states';

const EVENT_TYPES = ['order.created', 'order.status_changed', 'tracker.status_changed'] as const;

/**
 * What DINEX tells the world when an order is created or its status changes. Outside subscribers read it: ids and status only,
 * no personal data. `tracking_id` and `event_id` together name an event: devices choose ids unique for one tracker.
 */
export interface ParcelEvent {
  readonly event_id: string;
  readonly type: (typeof EVENT_TYPES)[number];
  /** Absent on stand-alone trackers. */
  readonly order_id?: string;
  readonly tracking_id: string;
  readonly status: ParcelStatus;
  /** What it was before: tells a further scan in the same state from a change of state. Absent on creation. */
  readonly previous_status?: ParcelStatus;
  /** Why, where the scan says it. */
  readonly reason_code?: ReasonCode;
  /** RFC 3339 UTC: when the device saw it. */
  readonly occurred_at: string;
  /** The request that caused it. */
  readonly correlation_id?: string;
}

/** Which attributes of a stored order or stand-alone tracker make an event. */
export interface EventSource {
  readonly order_id?: string;
  readonly tracking_id: string;
  readonly status: ParcelStatus;
  readonly last_event_id: string;
  readonly last_event_at: string;
  readonly last_reason_code?: ReasonCode;
  readonly correlation_id?: string;
}

/** The event that a change of an order means: its creation or a new `last_event_id`; anything else means none. */
export function orderEvent(before: Partial<EventSource> | undefined, after: EventSource): ParcelEvent | undefined {
  if (before?.last_event_id === after.last_event_id) return undefined;
  return {
    event_id: after.last_event_id,
    type: before === undefined ? 'order.created' : 'order.status_changed',
    ...(after.order_id === undefined ? {} : { order_id: after.order_id }),
    tracking_id: after.tracking_id,
    status: after.status,
    ...(before?.status === undefined ? {} : { previous_status: before.status }),
    ...(after.last_reason_code === undefined ? {} : { reason_code: after.last_reason_code }),
    occurred_at: after.last_event_at,
    ...(after.correlation_id === undefined ? {} : { correlation_id: after.correlation_id }),
  };
}

/** @throws Error that names the attribute which a stored order or tracker lacks for an event. */
export function readEventSource(item: Readonly<Record<string, unknown>>): EventSource {
  return {
    ...optionalTextIn(item, 'order_id'),
    tracking_id: textIn(item, 'tracking_id'),
    status: oneOfIn(item, 'status', PARCEL_STATUSES),
    last_event_id: textIn(item, 'last_event_id'),
    last_event_at: instantIn(item, 'last_event_at'),
    ...(item.last_reason_code === undefined
      ? {}
      : { last_reason_code: oneOfIn(item, 'last_reason_code', REASON_CODES) }),
    ...optionalTextIn(item, 'correlation_id'),
  };
}

/** @throws Error that names the field which keeps a message from being a `ParcelEvent`; fields of a later version are left out. */
export function readParcelEvent(message: Readonly<Record<string, unknown>>): ParcelEvent {
  const type = oneOfIn(message, 'type', EVENT_TYPES);
  return {
    event_id: textIn(message, 'event_id'),
    type,
    ...(type === 'tracker.status_changed' ? {} : { order_id: textIn(message, 'order_id') }),
    tracking_id: textIn(message, 'tracking_id'),
    status: oneOfIn(message, 'status', PARCEL_STATUSES),
    ...(message.previous_status === undefined
      ? {}
      : { previous_status: oneOfIn(message, 'previous_status', PARCEL_STATUSES) }),
    ...(message.reason_code === undefined ? {} : { reason_code: oneOfIn(message, 'reason_code', REASON_CODES) }),
    occurred_at: instantIn(message, 'occurred_at'),
    ...optionalTextIn(message, 'correlation_id'),
  };
}

/** What the relay tells of the orders table. */
export const ordersStream: TableStream = {
  table: 'orders',
  messagesOf: ({ before, after }) => {
    textIn(after, 'order_id');
    const event = orderEvent(before, readEventSource(after));
    return event === undefined ? [] : [{ to: 'events', body: event }];
  },
};
