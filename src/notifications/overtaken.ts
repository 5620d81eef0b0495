import type { Order } from '../orders/order';
import type { ParcelEvent } from '../orders/orders.events';
import { isTerminal } from '../orders/states';
import { isUnderWay } from '../texts/status-texts';

/**
 * Whether a message that comes late would mislead its recipient, as the order has moved on since: it promises an arrival to somebody whose
 * parcel is on no way any more, or tells of an end that is none, or of the way of a parcel that has ended. What is only old news is told.
 */
export function isOvertaken(
  event: Pick<ParcelEvent, 'event_id' | 'status' | 'version'>,
  order: Pick<Order, 'version' | 'status' | 'caused_by'>,
): boolean {
  if (event.version === undefined || order.version <= event.version) return false;
  if (event.event_id === order.caused_by || event.status === order.status) return false;
  if (isTerminal(event.status) || isTerminal(order.status)) return true;
  return isUnderWay(event.status) && !isUnderWay(order.status);
}
