import { flag, instant, objectOf, optional, pick, Read, Shape, text, textOr, number, whole } from '../kernel/shape';
import { orderId, parcelStatus, reasonCode, trackingId } from '../orders/order-shape';
import type { StandAloneHead, TrackingEvent } from './tracker';
import type { PlaceDto, TrackingEventDto } from './tracking.dto';

/* How a tracker is stored: its events and, where it has no order, its head. */

const place = objectOf<PlaceDto>({ name: optional(text), lat: number, lon: number });

const SHOWN: Shape<TrackingEventDto> = {
  event_id: text,
  status: parcelStatus,
  reason_code: optional(reasonCode),
  message: optional(text),
  location: optional(textOr(place)),
  occurred_at: instant,
  recorded_at: instant,
};

/**
 * Returns a stored item as the event that it is.
 *
 * @throws Misfit that names the field which is missing or is something else.
 */
export const readTrackingEvent: Read<TrackingEvent> = objectOf<TrackingEvent>({
  ...SHOWN,
  tracking_id: trackingId,
  order_id: optional(orderId),
  applied: flag,
  head_version: whole,
  ttl: optional(whole),
});

/** Returns what the API shows of an event. */
export const viewEvent = (event: TrackingEvent): TrackingEventDto => pick(SHOWN, event);

/**
 * Returns a stored item as the head of a stand-alone tracker that it is.
 *
 * @throws Misfit that names the field which is missing or is something else.
 */
export const readStandAloneHead: Read<StandAloneHead> = objectOf<StandAloneHead>({
  tracking_id: trackingId,
  status: parcelStatus,
  attempt_count: whole,
  missing_scan: flag,
  picked_up: flag,
  event_count: whole,
  last_event_id: text,
  last_event_at: instant,
  last_reason_code: optional(reasonCode),
  version: whole,
  created_at: instant,
  updated_at: instant,
  write_id: text,
  correlation_id: optional(text),
  ttl: optional(whole),
});
