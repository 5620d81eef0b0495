import { newId } from '../kernel/ids';
import type { ParcelEvent } from './orders.events';

/** An event for tests: an order's parcel has just left for delivery. */
export const parcelEvent = (fields: Partial<ParcelEvent> = {}): ParcelEvent => ({
  event_id: newId(Date.now()),
  type: 'order.status_changed',
  order_id: newId(Date.now()),
  tracking_id: 'DNX01K8QZ5M3EVT2R0C6HXWN4YB9P7',
  status: 'OUT_FOR_DELIVERY',
  previous_status: 'IN_TRANSIT',
  occurred_at: '2026-11-21T15:00:00.000Z',
  ...fields,
});
