import type { Order } from '../orders/order';
import { allowedNext, FIRST_STATUS, ParcelStatus } from '../orders/states';
import { Head, Report, TrackingEvent } from './tracker';

export interface EventView extends Omit<Report, 'reason_code'> {
  readonly reason_code?: string;
  readonly recorded_at: string;
}

/** What the reporter of an event is told. */
export interface TrackingReceipt {
  readonly tracking_id: string;
  readonly order_id?: string;
  /** Where the tracker stands now: not the event's own state when `applied` is false. */
  readonly status: ParcelStatus;
  readonly applied: boolean;
  readonly event: EventView;
  readonly attempt_count: number;
  readonly missing_scan: boolean;
  readonly version: number;
}

export interface TrackerView {
  readonly tracking_id: string;
  readonly order_id?: string;
  readonly status: ParcelStatus;
  readonly attempt_count: number;
  readonly missing_scan: boolean;
  readonly estimated_delivery_at?: string;
  /** The states that may follow. */
  readonly allowed: readonly ParcelStatus[];
  readonly version: number;
  /** Oldest first. */
  readonly events: readonly EventView[];
}

export function receiptOf(event: TrackingEvent, head: Head): TrackingReceipt {
  return {
    tracking_id: head.tracking_id,
    ...(head.order_id === undefined ? {} : { order_id: head.order_id }),
    status: head.status,
    applied: event.applied,
    event: viewEvent(event),
    attempt_count: head.attempt_count,
    missing_scan: head.missing_scan,
    version: head.version,
  };
}

export function viewTracker(head: Head, order: Order | undefined, history: readonly TrackingEvent[]): TrackerView {
  return {
    tracking_id: head.tracking_id,
    ...(head.order_id === undefined ? {} : { order_id: head.order_id }),
    status: head.status,
    attempt_count: head.attempt_count,
    missing_scan: head.missing_scan,
    ...(order?.estimated_delivery_at === undefined ? {} : { estimated_delivery_at: order.estimated_delivery_at }),
    allowed: allowedNext(head),
    version: head.version,
    events: [...(order === undefined ? [] : [creationOf(order)]), ...history.map(viewEvent)],
  };
}

/** CREATED is no row: the order itself says when it was made. */
const creationOf = (order: Order): EventView => ({
  event_id: order.order_id,
  status: FIRST_STATUS,
  occurred_at: order.created_at,
  recorded_at: order.created_at,
});

function viewEvent({
  event_id,
  status,
  reason_code,
  message,
  location,
  occurred_at,
  recorded_at,
}: TrackingEvent): EventView {
  return {
    event_id,
    status,
    ...(reason_code === undefined ? {} : { reason_code }),
    ...(message === undefined ? {} : { message }),
    ...(location === undefined ? {} : { location }),
    occurred_at,
    recorded_at,
  };
}
