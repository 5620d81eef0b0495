import type { Principal } from '../access/principal';
import { present } from '../kernel/present';
import type { Order } from '../orders/order';
import { allowedNext, FIRST_STATUS } from '../orders/states';
import { foldEvents } from './fold';
import { shownId } from './target';
import { appliedIds, Head, TrackingEvent } from './tracker';
import type { Loaded } from './trackers.service';
import { viewEvent, viewEventForOthers } from './tracking-shape';
import type { TrackerDto, TrackingEventDto, TrackingReceiptDto } from './tracking.dto';

export const receiptOf = (
  principal: Principal,
  event: TrackingEvent,
  applied: boolean,
  head: Head,
): TrackingReceiptDto => ({
  ...stateOf(head),
  applied,
  event: viewOf(principal)(event, applied),
});

export function viewTracker(
  principal: Principal,
  { head, order, history }: Pick<Loaded, 'head' | 'order' | 'history'>,
): TrackerDto {
  const applied = appliedIds(foldEvents(history));
  const view = viewOf(principal);
  return {
    ...stateOf(head),
    ...present({ estimated_delivery_at: order?.estimated_delivery_at }),
    allowed: allowedNext(head),
    events: [
      ...(order === undefined ? [] : [creationOf(order, isStaff(principal))]),
      ...history.map((event) => view(event, applied.has(event.event_id))),
    ],
    ...present({ refused_scans: isStaff(principal) ? order?.refused_scans : undefined }),
  };
}

const isStaff = ({ role }: Principal): boolean => role === 'dispatcher' || role === 'operator';

const viewOf = (principal: Principal) => (isStaff(principal) ? viewEvent : viewEventForOthers);

const stateOf = ({ tracking_id, order_id, status, attempt_count, missing_scan, version }: Head) => ({
  tracking_id: shownId(tracking_id),
  ...present({ order_id }),
  status,
  attempt_count,
  missing_scan,
  version,
});

/** Returns an order's CREATED as an event. It is no row: the order itself says when it was made, and by whom. */
const creationOf = (order: Order, forStaff: boolean): TrackingEventDto => ({
  event_id: order.order_id,
  status: FIRST_STATUS,
  occurred_at: order.created_at,
  recorded_at: order.created_at,
  applied: true,
  ...present({ actor: forStaff ? order.created_by : undefined }),
});
