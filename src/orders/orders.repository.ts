import { BatchGetCommand, DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock';
import { unavailable } from '../kernel/errors';
import { createdAtOf, OrderId } from '../kernel/ids';
import { Config } from '../config/config';
import { inChunks } from '../database/chunks';
import { retrying } from '../database/retry';
import type { Write } from '../database/transaction';
import type { Order } from './order';
import { statusShard } from './status-shard';

/** DynamoDB's limit for one BatchGetItem. */
const MAX_BATCH_KEYS = 100;

@Injectable()
export class OrdersRepository {
  constructor(
    private readonly client: DynamoDBDocumentClient,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  private get table(): string {
    return this.config.resources.tables.orders;
  }

  /** One strongly consistent GetItem: the whole key follows from the id. */
  async get(orderId: OrderId): Promise<Order | undefined> {
    const { Item } = await this.client.send(
      new GetCommand({ TableName: this.table, Key: keyOf(orderId), ConsistentRead: true }),
    );
    return this.alive(Item);
  }

  /** The orders that exist, in no order, by strongly consistent batches. */
  async getMany(orderIds: readonly OrderId[]): Promise<Order[]> {
    const batches = inChunks(orderIds, { items: MAX_BATCH_KEYS });
    const read = await Promise.all(batches.map((batch) => this.getBatch(batch)));
    return read.flat();
  }

  /** Stores a new order; refused where the key exists. */
  create(order: Order): Write {
    return {
      name: 'order',
      item: {
        Put: { TableName: this.table, Item: this.stored(order), ConditionExpression: 'attribute_not_exists(order_id)' },
      },
    };
  }

  /** Replaces an order; refused where it is no longer at that version. */
  replace(order: Order, expectedVersion: number): Write {
    return {
      name: `order:${order.order_id}`,
      item: {
        Put: {
          TableName: this.table,
          Item: this.stored(order),
          ConditionExpression: '#version = :version',
          ExpressionAttributeNames: { '#version': 'version' },
          ExpressionAttributeValues: { ':version': expectedVersion },
        },
      },
    };
  }

  /** An item as read, less what only the index needs; `undefined` when past its time, since TTL deletes late. */
  alive(item: Record<string, unknown> | undefined): Order | undefined {
    if (item === undefined) return undefined;
    const { status_shard: _, ...order } = item;
    const { ttl } = order as { ttl?: number };
    return ttl === undefined || ttl > this.clock.now() / 1000 ? (order as unknown as Order) : undefined;
  }

  private stored(order: Order): Record<string, unknown> {
    return { ...order, status_shard: statusShard(order.status, order.order_id, this.config.STATUS_SHARDS) };
  }

  private async getBatch(orderIds: readonly OrderId[]): Promise<Order[]> {
    const orders: Order[] = [];
    let keys: Record<string, unknown>[] = orderIds.map(keyOf);
    await retrying(
      async () => {
        const answer = await this.client.send(
          new BatchGetCommand({ RequestItems: { [this.table]: { Keys: keys, ConsistentRead: true } } }),
        );
        for (const item of answer.Responses?.[this.table] ?? []) {
          const order = this.alive(item);
          if (order !== undefined) orders.push(order);
        }
        keys = answer.UnprocessedKeys?.[this.table]?.Keys ?? [];
        return keys.length === 0 ? orders : undefined;
      },
      () => unavailable('The store could not read all orders in time.'),
    );
    return orders;
  }
}

const keyOf = (orderId: OrderId): { order_id: OrderId; created_at: string } => ({
  order_id: orderId,
  created_at: createdAtOf(orderId),
});
