import {
  day,
  flag,
  instant,
  objectOf,
  oneOf,
  optional,
  pick,
  Read,
  Shape,
  text,
  textOr,
  number,
  whole,
  yes,
} from '../kernel/shape';
import { actor, eventReason, orderId, parcelStatus, trackingId } from '../orders/order-shape';
import { STOPPABLE_CHANNELS } from '../orders/opt-outs';
import { EVENT_KINDS } from './fold';
import type { StandAloneHead, StoredFact, TrackingEvent } from './tracker';
import type { PlaceDto, TrackingEventDto } from './tracking.dto';

/* How a tracker is stored: its events and, where it has no order, its head. */

const place = objectOf<PlaceDto>({ name: optional(text), lat: number, lon: number });

const FACT: Shape<StoredFact> = {
  event_id: text,
  kind: optional(oneOf(EVENT_KINDS)),
  channel: optional(oneOf(STOPPABLE_CHANNELS)),
  status: optional(parcelStatus),
  reason_code: optional(eventReason),
  message: optional(text),
  location: optional(textOr(place)),
  corrects: optional(text),
  reschedule_to: optional(day),
  occurred_at: instant,
  recorded_at: instant,
  route_id: optional(text),
  actor: optional(actor),
};

/**
 * Returns a stored item as the event that it is.
 *
 * @throws Misfit that names the field which is missing or is something else.
 */
export const readTrackingEvent: Read<TrackingEvent> = objectOf<TrackingEvent>({
  ...FACT,
  tracking_id: trackingId,
  order_id: optional(orderId),
  head_version: whole,
  ttl: optional(whole),
});

/** Returns what the API shows of an event to the courier's dispatchers and operators. */
export const viewEvent = (event: TrackingEvent, applied: boolean): TrackingEventDto => ({
  ...pick(FACT, event),
  applied,
});

/** Returns what the API shows of an event to everybody else: nothing of who reported it, and on which route. */
export function viewEventForOthers(event: TrackingEvent, applied: boolean): TrackingEventDto {
  const { actor: _actor, route_id: _route, ...rest } = viewEvent(event, applied);
  return rest;
}

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
  last_reason_code: optional(eventReason),
  attempts_granted: optional(whole),
  caused_by: optional(text),
  corrected: optional(yes),
  version: whole,
  created_at: instant,
  updated_at: instant,
  write_id: text,
  correlation_id: optional(text),
  ttl: optional(whole),
});
