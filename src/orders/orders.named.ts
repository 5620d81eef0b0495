import { Injectable } from '@nestjs/common';
import { decodeCursor, encodeCursor } from '../kernel/cursor';
import { invalid } from '../kernel/errors';
import { parseOrderId } from '../kernel/ids';
import { limaDayOf } from '../kernel/lima-days';
import { deliveredKey, referenceKey } from './index-keys';
import type { Order } from './order';
import type { OrderPage } from './orders.listing';
import { NamingIndex, OrdersRepository } from './orders.repository';

/** What a shop finds orders of its own by: its id of them, or the day in Lima on which they were handed over. */
export type NameFilter = { readonly customer_id: string } & (
  { readonly reference: string } | { readonly delivered: string }
);

interface Naming {
  readonly index: NamingIndex;
  readonly name: string;
  /** Whether an order bears the name now: the index is some milliseconds behind, and a name may contain what separates its parts. */
  readonly names: (order: Order) => boolean;
}

/** Lists the few orders of a shop that have something in common, newest first. */
@Injectable()
export class NamedOrders {
  constructor(private readonly repository: OrdersRepository) {}

  /**
   * Returns the page behind a cursor, or the first one.
   *
   * @throws DinexError `invalid` for a cursor of another list.
   */
  async page(filter: NameFilter, limit: number, cursorText: string | undefined): Promise<OrderPage> {
    const { index, name, names } = namingOf(filter);
    const list = JSON.stringify([index, name]);
    const after = cursorText === undefined ? undefined : placeIn(cursorText, list, name);
    // One more than is asked for tells whether there is another page.
    const { items: found } = await this.repository.pageOfName(index, name, limit + 1, after);
    const items = found.slice(0, limit);
    const last = items.at(-1);
    const orders = await this.repository.getMany(items.map(({ order_id }) => order_id));
    return {
      items: orders.filter(names).sort((a, b) => (a.order_id < b.order_id ? 1 : -1)),
      next_cursor:
        found.length > limit && last !== undefined
          ? encodeCursor({ filter: list, after: { [name]: last.order_id } })
          : null,
    };
  }
}

function namingOf(filter: NameFilter): Naming {
  const { customer_id } = filter;
  if ('reference' in filter)
    return {
      index: 'reference_index',
      name: referenceKey(customer_id, filter.reference),
      names: (order) => order.customer_id === customer_id && order.reference === filter.reference,
    };
  return {
    index: 'delivered_index',
    name: deliveredKey(customer_id, filter.delivered),
    names: ({ customer_id: shop, delivered_at }) =>
      shop === customer_id && delivered_at !== undefined && limaDayOf(delivered_at) === filter.delivered,
  };
}

function placeIn(cursorText: string, list: string, name: string): string {
  const place = decodeCursor(cursorText, list).after[name];
  if (typeof place !== 'string' || parseOrderId(place) === undefined)
    throw invalid('#/cursor', 'This is not a cursor of this API.', 'query');
  return place;
}
