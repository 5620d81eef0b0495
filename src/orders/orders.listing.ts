import { Injectable } from '@nestjs/common';
import { Cursor, decodeCursor, encodeCursor } from '../kernel/cursor';
import { invalid } from '../kernel/errors';
import { createdAtOf, OrderId, parseOrderId } from '../kernel/ids';
import { isWithin, Span } from '../kernel/span';
import { Config } from '../config/config';
import { Merged, mergePartitions, ReadPartition } from './merge-partitions';
import type { Order } from './order';
import { OrdersRepository } from './orders.repository';
import type { ParcelStatus } from './states';
import { LIST_SHARD_NAMES, MAX_STATUS_SHARDS, shardsOf } from './status-shard';

export interface OrderFilter {
  readonly customer_id?: string;
  readonly status?: ParcelStatus;
  /** Only those made in this time. */
  readonly span?: Span;
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
  async page(filter: OrderFilter, limit: number, cursorText: string | undefined): Promise<OrderPage> {
    const { customer_id, status, span } = filter;
    const name = nameOf(filter);
    const places = cursorText === undefined ? {} : checkedPlaces(decodeCursor(cursorText, name), span);
    if (customer_id !== undefined)
      return this.merged([customer_id], name, places, limit, (customer, afterId, count) =>
        this.repository.pageOfCustomer(customer, filter, count, afterId),
      );
    if (status === undefined) return this.pageOfAll(span, name, places, limit);
    const shards = shardsToWalk(this.config.STATUS_SHARDS, places);
    const read: ReadPartition<Order> = (shard, afterId, count) =>
      this.repository.pageOfShard(shard, span, count, afterId);
    return this.merged(shardsOf(status, shards), name, places, limit, read, shards);
  }

  private async merged(
    partitions: readonly string[],
    filter: string,
    places: Cursor['after'],
    limit: number,
    read: ReadPartition<Order>,
    shards = 0,
  ): Promise<OrderPage> {
    const { items, after } = await mergePartitions<Order>(
      partitions,
      places,
      limit,
      (order) => order.order_id,
      (order) => order.created_at + order.order_id,
      read,
    );
    return {
      items,
      next_cursor: after === undefined ? null : encodeCursor({ filter, after: keepingShards(after, shards) }),
    };
  }

  /** The list of all: its index holds keys alone, so that the orders of a page are read in one go. */
  private async pageOfAll(
    span: Span | undefined,
    filter: string,
    places: Cursor['after'],
    limit: number,
  ): Promise<OrderPage> {
    let after: Cursor['after'] | undefined = places;
    const items: Order[] = [];
    // Orders past their time are still in the index: a page that has lost some goes on.
    while (items.length < limit && after !== undefined) {
      const merged: Merged<OrderId> = await mergePartitions<OrderId>(
        LIST_SHARD_NAMES,
        after,
        limit - items.length,
        (id) => id,
        (id) => createdAtOf(id) + id,
        (shard, afterId, count) => this.repository.idsOfList(shard, span, count, afterId),
      );
      const found = new Map((await this.repository.getMany(merged.items)).map((order) => [order.order_id, order]));
      items.push(...merged.items.flatMap((id) => found.get(id) ?? []));
      after = merged.after;
    }
    return { items, next_cursor: after === undefined ? null : encodeCursor({ filter, after }) };
  }
}

function nameOf({ customer_id, status, span }: OrderFilter): string {
  const time = span === undefined ? [] : [span.first, span.last];
  return customer_id === undefined && status === undefined
    ? [EVERYTHING, ...time].join(' ')
    : JSON.stringify([customer_id ?? null, status ?? null, ...time]);
}

function checkedPlaces({ after }: Cursor, span: Span | undefined): Cursor['after'] {
  for (const id of Object.values(after))
    if (id !== null && (parseOrderId(id) === undefined || !isWithin(createdAtOf(id), span)))
      throw invalid('#/cursor', 'This is not a cursor of this API.', 'query');
  return after;
}

/** Returns over how many shards a walk goes on: a place is kept for each, so a configuration that changes meanwhile loses none. */
export const shardsToWalk = (configured: number, after: Cursor['after']): number =>
  Math.max(configured, Math.min(shardsIn(after), MAX_STATUS_SHARDS));

/** Returns the places of a walk with the number of its shards, as a shard that has given nothing yet has no place. */
export const keepingShards = (after: Cursor['after'], shards: number): Cursor['after'] =>
  shards === 0 ? after : { ...after, [`#${shards - 1}`]: null };

/** Returns how many shards a walk began with. */
const shardsIn = (after: Cursor['after']): number =>
  Math.max(0, ...Object.keys(after).map((partition) => Number(/#(\d{1,2})$/.exec(partition)?.[1] ?? -1) + 1));
