import { invalid } from '../kernel/errors';
import type { DataOf } from '../kernel/data-of';
import { OrderId, parseOrderId, parseTrackingId, TrackingId, trackingIdOf } from '../kernel/ids';
import type { TrackerTargetDto } from './tracking.dto';

/** How a client names a tracker. */
export type TrackerTarget = DataOf<TrackerTargetDto>;

/** Which tracker is meant; without an order it stands alone. */
export interface Target {
  readonly trackingId: TrackingId;
  readonly orderId?: OrderId;
}

const STAND_ALONE = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
/** What stand-alone trackers may not begin with: a mistyped label must not open a tracker of its own. */
const OWN_PREFIX = /^DNX/i;

/** Stands between the shop that opened a stand-alone tracker and the name it gave it: two shops may both have `TRK001`. No id holds it. */
const OF = '/';

/**
 * Returns which tracker is meant; a shop's stand-alone trackers are its own.
 *
 * @throws DinexError `invalid` for ids that are missing, malformed or of two different trackers.
 */
export function resolveTarget({ order_id, tracking_id }: TrackerTarget, shopId?: string): Target {
  const byOrder = order_id === undefined ? undefined : fromOrderId(order_id);
  if (tracking_id === undefined) {
    if (byOrder === undefined) throw invalid('#/tracking_id', 'Give a tracking_id or an order_id.');
    return byOrder;
  }
  const byTracking = fromTrackingId(tracking_id, shopId);
  if (byOrder !== undefined && byOrder.trackingId !== byTracking.trackingId)
    throw invalid('#/order_id', 'order_id and tracking_id name two different parcels.');
  return byTracking;
}

function fromOrderId(text: string): Target {
  const orderId = parseOrderId(text);
  if (orderId === undefined) throw invalid('#/order_id', 'order_id must be a UUIDv7 as this API gives it.');
  return { orderId, trackingId: trackingIdOf(orderId) };
}

function fromTrackingId(text: string, shopId: string | undefined): Target {
  const parsed = parseTrackingId(text);
  if (parsed.kind === 'order') return { orderId: parsed.orderId, trackingId: parsed.trackingId };
  if (parsed.kind === 'wrong_check_character' || OWN_PREFIX.test(text))
    throw invalid('#/tracking_id', 'This is not a tracking id of DINEX: a character is wrong or missing.');
  if (!STAND_ALONE.test(text))
    throw invalid(
      '#/tracking_id',
      'tracking_id must be 1 to 64 of A-Z a-z 0-9 . _ - and begin with a letter or digit.',
    );
  // The form is checked above: this is where a shop's own text becomes a tracking id.
  return { trackingId: shopId === undefined ? parsed.trackingId : (`${shopId}${OF}${text}` as TrackingId) };
}

/** Returns the id of a tracker as its owner knows it, without the shop before it; still an id, if not a key of the store. */
export const shownId = (trackingId: TrackingId): TrackingId =>
  trackingId.slice(trackingId.indexOf(OF) + 1) as TrackingId;
