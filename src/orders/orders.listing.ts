import { DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock';
import { Cursor, decodeCursor, encodeCursor } from '../kernel/cursor';
import { invalid } from '../kernel/errors';
import { createdAtOf, parseOrderId } from '../kernel/ids';
import { Config } from '../config/config';
import { mergePartitions, PartitionPage } from './merge-partitions';
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

interface IndexPartition {
  readonly index: 'customer_index' | 'status_index';
  readonly key: 'customer_id' | 'status_shard';
  readonly value: string;
}

/** Lists newest first: one customer's orders, or the merge of the status shards. */
@Injectable()
export class OrdersListing {
  constructor(
    private readonly client: DynamoDBDocumentClient,
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly repository: OrdersRepository,
  ) {}

  /** @throws DinexError `invalid` for a cursor of another list. */
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
      (partition, afterId, count) => this.readPartition(filter, partition, afterId, count),
    );
    return {
      items: merged.items,
      next_cursor: merged.after === undefined ? null : encodeCursor({ filter: name, after: merged.after }),
    };
  }

  /** A filter and TTL leave pages short or empty, so it reads on until it has enough or reaches the end. */
  private async readPartition(
    filter: OrderFilter,
    value: string,
    afterId: string | undefined,
    count: number,
  ): Promise<PartitionPage<Order>> {
    const partition: IndexPartition =
      filter.customer_id === undefined
        ? { index: 'status_index', key: 'status_shard', value }
        : { index: 'customer_index', key: 'customer_id', value };
    const items: Order[] = [];
    let start = afterId === undefined ? undefined : startKey(partition, afterId);
    do {
      const answer = await this.client.send(this.query(partition, filter, start, count));
      for (const item of answer.Items ?? []) {
        const order = this.repository.alive(item);
        if (order !== undefined) items.push(order);
      }
      start = answer.LastEvaluatedKey;
    } while (items.length < count && start !== undefined);
    return { items: items.slice(0, count), more: start !== undefined || items.length > count };
  }

  private query(
    { index, key, value }: IndexPartition,
    filter: OrderFilter,
    start: Record<string, unknown> | undefined,
    limit: number,
  ): QueryCommand {
    const byStatus = index === 'customer_index' && filter.status !== undefined;
    return new QueryCommand({
      TableName: this.config.resources.tables.orders,
      IndexName: index,
      KeyConditionExpression: '#key = :value',
      FilterExpression: `(attribute_not_exists(#ttl) OR #ttl > :now)${byStatus ? ' AND #status = :status' : ''}`,
      ExpressionAttributeNames: { '#key': key, '#ttl': 'ttl', ...(byStatus ? { '#status': 'status' } : {}) },
      ExpressionAttributeValues: {
        ':value': value,
        ':now': Math.floor(this.clock.now() / 1000),
        ...(byStatus ? { ':status': filter.status } : {}),
      },
      ScanIndexForward: false,
      Limit: limit,
      ...(start === undefined ? {} : { ExclusiveStartKey: start }),
    });
  }
}

const startKey = ({ key, value }: IndexPartition, orderId: string): Record<string, unknown> => ({
  order_id: orderId,
  created_at: createdAtOf(orderId),
  [key]: value,
});

function checkedPlaces({ after }: Cursor): Cursor['after'] {
  for (const id of Object.values(after))
    if (id !== null && parseOrderId(id) === undefined)
      throw invalid('#/cursor', 'This is not a cursor of this API.', 'query');
  return after;
}

/** How many shards the walk began with: a place is kept for each, so a changed configuration loses none. */
const shardsIn = (after: Cursor['after']): number =>
  Math.max(0, ...Object.keys(after).map((partition) => Number(/#(\d{1,2})$/.exec(partition)?.[1] ?? -1) + 1));
