import { Injectable } from '@nestjs/common';
import { present } from '../kernel/present';
import type { Principal } from '../access/principal';
import { Config } from '../config/config';
import { Database } from '../database/database';
import type { StoredForm } from '../database/stored-item';
import { KeyOf, TABLES } from '../database/tables';
import type { Page, Query, TableStore } from '../database/table-store';
import type { Write } from '../database/transaction';
import { createdAtOf, OrderId } from '../kernel/ids';
import { objectOf, text } from '../kernel/shape';
import type { Span } from '../kernel/span';
import { within } from '../database/within';
import { IndexKeys, waitingPlace, withIndexKeys } from './index-keys';
import type { Order } from './order';
import { isOwn } from './order-access';
import { orderId, parcelStatus, readOrder } from './order-shape';
import type { ParcelStatus } from './states';

/** Returns how an order is stored: with the keys of its indexes, which follow from it. */
export const orderForm = ({ STATUS_SHARDS }: Pick<Config, 'STATUS_SHARDS'>): StoredForm<Order> => ({
  read: readOrder,
  write: (order) => ({ ...withIndexKeys(order, STATUS_SHARDS) }),
});

/** An order that awaits a route, as far as its index knows it. */
export type WaitingEntry = Required<Pick<Order & IndexKeys, 'order_id' | 'status' | 'waiting_day' | 'waiting_place'>>;
export type NamedEntry = Pick<Order, 'order_id'>;
/** The indexes that name orders: by the shop's own id of them, by the day of their delivery. */
export type NamingIndex = 'reference_index' | 'delivered_index';

const readNamed = objectOf<NamedEntry>({ order_id: orderId });
const readWaiting = objectOf<WaitingEntry>({
  order_id: orderId,
  status: parcelStatus,
  waiting_day: text,
  waiting_place: text,
});

/** An entry of `updated_index`: an order, and when it had last changed when the index saw it. */
export interface ChangePlace {
  readonly order_id: OrderId;
  readonly updated_at: string;
}

@Injectable()
export class OrdersRepository {
  private readonly orders: TableStore<Order, 'orders'>;
  private readonly waiting: TableStore<WaitingEntry, 'orders'>;
  private readonly named: TableStore<NamedEntry, 'orders'>;

  constructor(database: Database, config: Config) {
    this.orders = database.table('orders', orderForm(config));
    this.waiting = database.table('orders', { read: readWaiting });
    this.named = database.table('orders', { read: readNamed });
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
    { status, span }: { readonly status?: ParcelStatus; readonly span?: Span },
    limit: number,
    after: string | undefined,
  ): Promise<Page<Order>> {
    const customer_list = {
      index: 'customer_index',
      where: within({ expression: 'customer_id = :customer', values: { ':customer': customerId } }, span),
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
  pageOfShard(shard: string, span: Span | undefined, limit: number, after: string | undefined): Promise<Page<Order>> {
    return this.orders.page(
      {
        index: 'status_index',
        where: within({ expression: 'status_shard = :shard', values: { ':shard': shard } }, span),
        newestFirst: true,
      },
      limit,
      after === undefined ? undefined : { ...keyOf(after), status_shard: shard },
    );
  }

  /** Returns the ids in a shard of the list of all orders behind this one, newest first. */
  async idsOfList(
    shard: string,
    span: Span | undefined,
    limit: number,
    after: string | undefined,
  ): Promise<Page<OrderId>> {
    const { items, more } = await this.orders.keys(
      {
        index: 'list_index',
        where: within({ expression: 'list_shard = :shard', values: { ':shard': shard } }, span),
        newestFirst: true,
      },
      limit,
      after === undefined ? undefined : { ...keyOf(after), list_shard: shard },
    );
    // The table's own key: an id of ours was written there.
    return { items: items.map(({ order_id }) => order_id as OrderId), more };
  }

  /**
   * Returns what awaits a route in a shard of a day behind the order of this district and id, by district and then by age; only what lies
   * in the area with this code of INEI's, where it is given.
   */
  pageOfDay(day: string, area: string, limit: number, after: string | undefined): Promise<Page<WaitingEntry>> {
    const [district = '', orderId = ''] = after?.split('#') ?? [];
    return this.waiting.page(
      waitingIn(day, area),
      limit,
      after === undefined
        ? undefined
        : { ...keyOf(orderId), waiting_day: day, waiting_place: waitingPlace(district, orderId) },
    );
  }

  /** Returns all that awaits a route in a shard of a day. */
  waitingOn(day: string): Promise<WaitingEntry[]> {
    return this.waiting.all(waitingIn(day, ''));
  }

  /** Returns the keys of the orders that an index has under a name, behind the order with this id, newest first. */
  pageOfName(index: NamingIndex, name: string, limit: number, after: string | undefined): Promise<Page<NamedEntry>> {
    const attribute = TABLES.orders.indexes[index].partition;
    return this.named.page(
      {
        index,
        where: { expression: '#name = :name', names: { '#name': attribute }, values: { ':name': name } },
        newestFirst: true,
      },
      limit,
      after === undefined ? undefined : { ...keyOf(after), [attribute]: name },
    );
  }

  /** Returns a customer's orders that changed within a span, behind a place, oldest change first: by their ids and when they changed. */
  async changesOf(
    customerId: string,
    { from, until }: { readonly from: string; readonly until: string },
    limit: number,
    after: ChangePlace | undefined,
  ): Promise<Page<ChangePlace>> {
    const { items, more } = await this.orders.keys(
      {
        index: 'updated_index',
        where: {
          expression: 'customer_id = :customer AND updated_at BETWEEN :from AND :until',
          values: { ':customer': customerId, ':from': from, ':until': until },
        },
      },
      limit,
      after === undefined
        ? undefined
        : { ...keyOf(after.order_id), customer_id: customerId, updated_at: after.updated_at },
    );
    return {
      // The table's own key: an id of ours was written there.
      items: items.map(({ order_id, updated_at = '' }) => ({ order_id: order_id as OrderId, updated_at })),
      more,
    };
  }

  /** Returns the order whose link's token has this hash, as far as the index knows. */
  async getByTokenHash(hash: string): Promise<Order | undefined> {
    const { items } = await this.orders.keys(
      { index: 'token_index', where: { expression: 'token_hash = :hash', values: { ':hash': hash } } },
      1,
    );
    const [key] = items;
    // Whatever has a link is an order.
    return key?.order_id === undefined ? undefined : this.get(key.order_id as OrderId);
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

const waitingIn = (day: string, area: string): Query<'orders'> => ({
  index: 'day_index',
  where: {
    expression: area === '' ? 'waiting_day = :day' : 'waiting_day = :day AND begins_with(waiting_place, :area)',
    values: present({ ':day': day, ':area': area === '' ? undefined : area }),
  },
});

/** The whole key follows from the id. */
const keyOf = (orderId: string): KeyOf<'orders'> => ({ order_id: orderId, created_at: createdAtOf(orderId) });
