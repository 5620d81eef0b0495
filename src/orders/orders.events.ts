import type { ParcelStatus } from './states';

/**
 * What DINEX tells the world when an order is created or its status changes. Outside subscribers read it: ids and status only,
 * no personal data. `event_id` deduplicates.
 */
export interface ParcelEvent {
  readonly event_id: string;
  readonly type: 'order.created' | 'order.status_changed' | 'tracker.status_changed';
  /** Absent on stand-alone trackers. */
  readonly order_id?: string;
  readonly tracking_id: string;
  readonly status: ParcelStatus;
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
  readonly correlation_id?: string;
}

/** The event that a change of an order means: its creation or a new `last_event_id`; anything else means none. */
export function orderEvent(before: EventSource | undefined, after: EventSource): ParcelEvent | undefined {
  if (before?.last_event_id === after.last_event_id) return undefined;
  return {
    event_id: after.last_event_id,
    type: before === undefined ? 'order.created' : 'order.status_changed',
    ...(after.order_id === undefined ? {} : { order_id: after.order_id }),
    tracking_id: after.tracking_id,
    status: after.status,
    occurred_at: after.last_event_at,
    ...(after.correlation_id === undefined ? {} : { correlation_id: after.correlation_id }),
  };
}
