import { present } from '../kernel/present';
import type { Order } from '../orders/order';
import { allowedNext, FIRST_STATUS } from '../orders/states';
import { shownId } from './target';
import type { Head, TrackingEvent } from './tracker';
import { viewEvent } from './tracking-shape';
import type { TrackerDto, TrackingEventDto, TrackingReceiptDto } from './tracking.dto';

export const receiptOf = (event: TrackingEvent, head: Head): TrackingReceiptDto => ({
  ...stateOf(head),
  applied: event.applied,
  event: viewEvent(event),
});

export const viewTracker = (head: Head, order: Order | undefined, history: readonly TrackingEvent[]): TrackerDto => ({
  ...stateOf(head),
  ...present({ estimated_delivery_at: order?.estimated_delivery_at }),
  allowed: allowedNext(head),
  events: [...(order === undefined ? [] : [creationOf(order)]), ...history.map(viewEvent)],
});

const stateOf = ({ tracking_id, order_id, status, attempt_count, missing_scan, version }: Head) => ({
  tracking_id: shownId(tracking_id),
  ...present({ order_id }),
  status,
  attempt_count,
  missing_scan,
  version,
});

/** Returns an order's CREATED as an event. It is no row: the order itself says when it was made. */
const creationOf = (order: Order): TrackingEventDto => ({
  event_id: order.order_id,
  status: FIRST_STATUS,
  occurred_at: order.created_at,
  recorded_at: order.created_at,
});
