import type { Order } from '../../orders/order';
import { hasNoAttemptLeft, isTerminal, STATES } from '../../orders/states';
import { isAbandoned, Route, UnassignedOrder } from '../route';
import { hasEnded } from '../route-states';

/** Returns why an order cannot join a route now, or `undefined`. `holder` is the route that the order names, if that exists. */
export function obstacleOf(order: Order, holder: Route | undefined, now: number): UnassignedOrder | undefined {
  const because = (reason_code: UnassignedOrder['reason_code'], detail: string): UnassignedOrder => ({
    order_id: order.order_id,
    reason_code,
    detail,
  });
  if (isTerminal(order.status)) return because('ORDER_ENDED', `The order is ${order.status}.`);
  if (!STATES[order.status].assignable) return because('ORDER_STATE', `The order is ${order.status}.`);
  if (hasNoAttemptLeft(order))
    return because(
      'ATTEMPTS_EXHAUSTED',
      `${order.attempt_count} attempts have failed; a dispatcher may grant one more.`,
    );
  if (holder !== undefined && holds(holder, now))
    return {
      ...because('ON_OPEN_ROUTE', `The order is on route ${holder.route_id}, which is ${holder.status}.`),
      route_id: holder.route_id,
    };
  return undefined;
}

/** Whether a route that an order names still has a claim on it: a crash can leave an order with one that has not. */
export const holds = (holder: Route, now: number): boolean => !hasEnded(holder.status) && !isAbandoned(holder, now);

/** Returns what stands in the way of an order that does not exist. */
export const unknownOrder = (order_id: string): UnassignedOrder => ({
  order_id,
  reason_code: 'ORDER_UNKNOWN',
  detail: 'There is no such order.',
});
