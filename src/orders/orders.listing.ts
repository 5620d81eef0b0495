import { Injectable } from '@nestjs/common';
import { Cursor, decodeCursor, encodeCursor } from '../kernel/cursor';
import { invalid } from '../kernel/errors';
import { createdAtOf, OrderId, parseOrderId } from '../kernel/ids';
import { Config } from '../config/config';
import { Merged, mergePartitions, ReadPartition } from './merge-partitions';
import type { Order } from './order';
import { OrdersRepository } from './orders.repository';
import type { ParcelStatus } from './states';
import { LIST_SHARD_NAMES, MAX_STATUS_SHARDS, shardsOf } from './status-shard';

export interface OrderFilter {
  readonly customer_id?: string;
  readonly status?: ParcelStatus;
}

export interface OrderPage {
  readonly items: readonly Order[];
  readonly next_cursor: string | null;
}

const EVERYTHING = 'orders';

/** Lists newest first: one customer's orders, those of a state, or all. */
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
  async page({ customer_id, status }: OrderFilter, limit: number, cursorText: string | undefined): Promise<OrderPage> {
    const name = JSON.stringify([customer_id ?? null, status ?? null]);
    if (customer_id !== undefined)
      return this.merged([customer_id], name, cursorText, limit, (customer, afterId, count) =>
        this.repository.pageOfCustomer(customer, status, count, afterId),
      );
    if (status === undefined) return this.pageOfAll(limit, cursorText);
    const places = cursorText === undefined ? {} : decodeCursor(cursorText, name).after;
    const shards = Math.max(this.config.STATUS_SHARDS, Math.min(shardsIn(places), MAX_STATUS_SHARDS));
    return this.merged(shardsOf(status, shards), name, cursorText, limit, (shard, afterId, count) =>
      this.repository.pageOfShard(shard, count, afterId),
    );
  }

  private async merged(
    partitions: readonly string[],
    filter: string,
    cursorText: string | undefined,
    limit: number,
    read: ReadPartition<Order>,
  ): Promise<OrderPage> {
    const places = cursorText === undefined ? {} : checkedPlaces(decodeCursor(cursorText, filter));
    const { items, after } = await mergePartitions<Order>(
      partitions,
      places,
      limit,
      (order) => order.order_id,
      (order) => order.created_at + order.order_id,
      read,
    );
    return { items, next_cursor: after === undefined ? null : encodeCursor({ filter, after }) };
  }

  /** The list of all: its index holds keys alone, so that the orders of a page are read in one go. */
  private async pageOfAll(limit: number, cursorText: string | undefined): Promise<OrderPage> {
    let after: Cursor['after'] | undefined =
      cursorText === undefined ? {} : checkedPlaces(decodeCursor(cursorText, EVERYTHING));
    const items: Order[] = [];
    // Orders past their time are still in the index: a page that has lost some goes on.
    while (items.length < limit && after !== undefined) {
      const merged: Merged<OrderId> = await mergePartitions<OrderId>(
        LIST_SHARD_NAMES,
        after,
        limit - items.length,
        (id) => id,
        (id) => createdAtOf(id) + id,
        (shard, afterId, count) => this.repository.idsOfList(shard, count, afterId),
      );
      const found = new Map((await this.repository.getMany(merged.items)).map((order) => [order.order_id, order]));
      items.push(...merged.items.flatMap((id) => found.get(id) ?? []));
      after = merged.after;
    }
    return { items, next_cursor: after === undefined ? null : encodeCursor({ filter: EVERYTHING, after }) };
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
