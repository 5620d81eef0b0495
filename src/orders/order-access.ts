import type { Principal } from '../access/principal';
import { forbidden, invalid, notFound } from '../kernel/errors';
import type { Order } from './order';
import type { OrderDto, OrderForDriverDto } from './order-response.dto';
import { isTerminal } from './states';
import { viewOrder, viewOrderForDriver, viewOrderForShop } from './order-shape';

/** Whether an order is a principal's own: a shop's by its customer, a driver's while it is on the driver's route, everyone's staff's. */
export function isOwn(principal: Principal, order: Pick<Order, 'customer_id' | 'driver_id'>): boolean {
  switch (principal.role) {
    case 'shop':
      return order.customer_id === principal.shop_id;
    case 'driver':
      return order.driver_id === principal.driver_id;
    case 'dispatcher':
    case 'operator':
      return true;
  }
}

/** Whether a principal may read an order of its own: to a driver a recipient's name, telephone and address are open until the parcel's end. */
export const mayRead = (principal: Principal, { status }: Pick<Order, 'status'>): boolean =>
  principal.role !== 'driver' || !isTerminal(status);

/**
 * Returns whose order a new one is: a shop's own, which may leave its name out.
 *
 * @throws DinexError `not_found` where a shop names another, `invalid` where somebody else names none.
 */
export function customerOf(principal: Principal, named: string | undefined): string {
  if (principal.role === 'shop') {
    if (named !== undefined && named !== principal.shop_id) throw notFound('shop', named);
    return principal.shop_id;
  }
  if (named === undefined) throw invalid('#/customer_id', 'customer_id is required: say whose order it is.');
  return named;
}

/** What a list of orders may be asked for that concerns who asks. */
interface ListAsked {
  readonly customer_id?: string;
  readonly status?: string;
  readonly day?: string;
  readonly awaiting?: string;
  readonly district?: string;
}

/**
 * Returns what of a list a principal may ask for: a shop lists its own orders, by time, its own id of them, or the day of delivery.
 *
 * @throws DinexError `not_found` where a shop names another, `forbidden` where it asks by state or for what awaits a route.
 */
export function listed<F extends ListAsked>(principal: Principal, filter: F): F {
  if (principal.role !== 'shop') return filter;
  const foreign = (['status', 'day', 'awaiting', 'district'] as const).find((name) => filter[name] !== undefined);
  if (foreign !== undefined)
    throw forbidden(`A shop lists its orders by time, reference or day of delivery; ask without ${foreign}.`);
  return { ...filter, customer_id: customerOf(principal, filter.customer_id) };
}

/** Returns what a principal sees of an order that is its own. */
export function viewOrderFor(principal: Principal, order: Order): OrderDto | OrderForDriverDto {
  switch (principal.role) {
    case 'shop':
      return viewOrderForShop(order);
    case 'driver':
      return viewOrderForDriver(order);
    case 'dispatcher':
    case 'operator':
      return viewOrder(order);
  }
}
