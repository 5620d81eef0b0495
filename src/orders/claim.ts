import type { Order } from './order';

/** An order's mark that it is on a route: which, whose, and when the recipient may expect the parcel. */
export type Claim = Required<Pick<Order, 'route_id' | 'driver_id' | 'estimated_delivery_at'>>;

/** Returns the order on a route. */
export const claimed = (order: Order, claim: Claim): Order => ({ ...order, ...claim });

/** Returns the order off its route, whichever that was. */
export function released(order: Order): Order {
  const { route_id: _route, driver_id: _driver, estimated_delivery_at: _arrival, ...rest } = order;
  return rest;
}
