import { Injectable } from '@nestjs/common';
import { Cursor, decodeCursor, encodeCursor } from '../kernel/cursor';
import { invalid } from '../kernel/errors';
import { parseOrderId } from '../kernel/ids';
import { Config } from '../config/config';
import { mergePartitions } from './merge-partitions';
import type { Order } from './order';
import { OrdersRepository } from './orders.repository';
import { PARCEL_STATUSES, ParcelStatus } from './states';
import { MAX_STATUS_SHARDS, shardsOf } from './status-shard';

export interface OrderFilter {
  readonly customer_id?: string;
  readonly status?: ParcelStatus;
}

export interface OrderPage {
  readonly items: readonly Order[];
  readonly next_cursor: string | null;
}

/** Lists newest first: one customer's orders, or the merge of the status shards. */
@Injectable()
export class OrdersListing {
  constructor(
    private readonly config: Config,
    private readonly repository: OrdersRepository,
  ) {}

  /**
   * Returns the page behind a cursor, or the first one.
   *
   * @throws DinexError `invalid` for a cursor of another list.
   */
  async page(filter: OrderFilter, limit: number, cursorText: string | undefined): Promise<OrderPage> {
    const name = JSON.stringify([filter.customer_id ?? null, filter.status ?? null]);
    const after = cursorText === undefined ? {} : checkedPlaces(decodeCursor(cursorText, name));
    const shards = Math.max(this.config.STATUS_SHARDS, Math.min(shardsIn(after), MAX_STATUS_SHARDS));
    const statuses = filter.status === undefined ? PARCEL_STATUSES : [filter.status];
    const partitions =
      filter.customer_id === undefined ? statuses.flatMap((status) => shardsOf(status, shards)) : [filter.customer_id];
    const merged = await mergePartitions<Order>(
      partitions,
      after,
      limit,
      (order) => order.order_id,
      (order) => order.created_at + order.order_id,
      (partition, afterId, count) =>
        filter.customer_id === undefined
          ? this.repository.pageOfShard(partition, count, afterId)
          : this.repository.pageOfCustomer(filter.customer_id, filter.status, count, afterId),
    );
    return {
      items: merged.items,
      next_cursor: merged.after === undefined ? null : encodeCursor({ filter: name, after: merged.after }),
    };
  }
}

function checkedPlaces({ after }: Cursor): Cursor['after'] {
  for (const id of Object.values(after))
    if (id !== null && parseOrderId(id) === undefined)
      throw invalid('#/cursor', 'This is not a cursor of this API.', 'query');
  return after;
}

/** Returns how many shards a walk began with: a place is kept for each, so a changed configuration loses none. */
const shardsIn = (after: Cursor['after']): number =>
  Math.max(0, ...Object.keys(after).map((partition) => Number(/#(\d{1,2})$/.exec(partition)?.[1] ?? -1) + 1));
