import { Injectable } from '@nestjs/common';
import type { Principal } from '../access/principal';
import { Config } from '../config/config';
import { Database } from '../database/database';
import type { StoredForm } from '../database/stored-item';
import type { KeyOf } from '../database/tables';
import type { Page, TableStore } from '../database/table-store';
import type { Write } from '../database/transaction';
import { createdAtOf, OrderId } from '../kernel/ids';
import type { Order } from './order';
import { isOwn } from './order-access';
import { readOrder } from './order-shape';
import type { ParcelStatus } from './states';
import { listShard, statusShard } from './status-shard';

/** Returns how an order is stored: with the keys of its indexes, which follow from it. */
export const orderForm = ({ STATUS_SHARDS }: Pick<Config, 'STATUS_SHARDS'>): StoredForm<Order> => ({
  read: readOrder,
  write: (order) => ({
    ...order,
    status_shard: statusShard(order.status, order.order_id, STATUS_SHARDS),
    list_shard: listShard(order.order_id),
  }),
});

@Injectable()
export class OrdersRepository {
  private readonly orders: TableStore<Order, 'orders'>;

  constructor(database: Database, config: Config) {
    this.orders = database.table('orders', orderForm(config));
  }

  get(orderId: OrderId): Promise<Order | undefined> {
    return this.orders.get(keyOf(orderId));
  }

  /** Returns an order that is a principal's own: what is not costs the same single read as what is not there. */
  async getOwn(principal: Principal, orderId: OrderId): Promise<Order | undefined> {
    const order = await this.get(orderId);
    return order !== undefined && isOwn(principal, order) ? order : undefined;
  }

  /** Returns the orders that exist, in no order. */
  getMany(orderIds: readonly OrderId[]): Promise<Order[]> {
    return this.orders.getMany(orderIds.map(keyOf));
  }

  /** Returns a customer's orders behind the order with this id, newest first; only those of one status where it is given. */
  pageOfCustomer(
    customerId: string,
    status: ParcelStatus | undefined,
    limit: number,
    after: string | undefined,
  ): Promise<Page<Order>> {
    const customer_list = {
      index: 'customer_index',
      where: { expression: 'customer_id = :customer', values: { ':customer': customerId } },
      newestFirst: true,
    } as const;
    const filter = { expression: '#status = :status', names: { '#status': 'status' }, values: { ':status': status } };
    return this.orders.page(
      status === undefined ? customer_list : { ...customer_list, filter },
      limit,
      after === undefined ? undefined : { ...keyOf(after), customer_id: customerId },
    );
  }

  /** Returns the orders of a status's shard behind the order with this id, newest first. */
  pageOfShard(shard: string, limit: number, after: string | undefined): Promise<Page<Order>> {
    return this.orders.page(
      {
        index: 'status_index',
        where: { expression: 'status_shard = :shard', values: { ':shard': shard } },
        newestFirst: true,
      },
      limit,
      after === undefined ? undefined : { ...keyOf(after), status_shard: shard },
    );
  }

  /** Returns the ids in a shard of the list of all orders behind this one, newest first. */
  async idsOfList(shard: string, limit: number, after: string | undefined): Promise<Page<OrderId>> {
    const { items, more } = await this.orders.keys(
      {
        index: 'list_index',
        where: { expression: 'list_shard = :shard', values: { ':shard': shard } },
        newestFirst: true,
      },
      limit,
      after === undefined ? undefined : { ...keyOf(after), list_shard: shard },
    );
    return { items: items.map(({ order_id }) => order_id as OrderId), more };
  }

  /** Stores a new order; refused where the key exists. */
  create(order: Order): Write {
    return this.orders.insert('order', order);
  }

  /** Replaces an order; refused where it is no longer at that version. */
  replace(order: Order, expectedVersion: number): Write {
    return this.orders.replace(`order:${order.order_id}`, order, expectedVersion);
  }
}

/** The whole key follows from the id. */
const keyOf = (orderId: string): KeyOf<'orders'> => ({ order_id: orderId, created_at: createdAtOf(orderId) });
