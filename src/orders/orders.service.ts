import { Injectable } from '@nestjs/common';
import { isDeepStrictEqual } from 'node:util';
import { Clock } from '../kernel/clock';
import { currentScope } from '../observability/scope';
import { conflict, notFound, stale } from '../kernel/errors';
import { newId, newOrderId, OrderId } from '../kernel/ids';
import { tokenHash } from '../kernel/link-token';
import { present } from '../kernel/present';
import type { IdempotencyKey } from '../kernel/idempotency-key';
import { AuditTrail } from '../access/audit-trail';
import { LinkKeys } from '../access/link-keys';
import { Actor, actorOf, Principal } from '../access/principal';
import { Config } from '../config/config';
import { Transactions, Write } from '../database/transaction';
import { IdempotencyService, refuseTakenKey } from '../idempotency/idempotency.service';
import { applyPatch, patchRefusal } from './edit-order';
import { tokenOf, withNewLink } from './order-link';
import { createOrder, NewOrder, Order, OrderInput, OrderPatch } from './order';
import { customerOf, listed, mayRead, viewOrderFor } from './order-access';
import type { OrderPageDto } from './list-orders.dto';
import { listAsked, OrdersAsked } from './list-query';
import type { OrderDto, OrderForDriverDto } from './order-response.dto';
import { viewOrder, viewOrderForShop } from './order-shape';
import { OrdersFollowing } from './orders.following';
import { OrdersListing } from './orders.listing';
import { NamedOrders } from './orders.named';
import { OrdersRepository } from './orders.repository';
import { WaitingCounts, WaitingOrders } from './orders.waiting';
import { checkAddress, checkMetadata, checkWindow } from './order-checks';
import { normaliseRecipient } from './recipient';

@Injectable()
export class OrdersService {
  constructor(
    private readonly repository: OrdersRepository,
    private readonly listing: OrdersListing,
    private readonly following: OrdersFollowing,
    private readonly named: NamedOrders,
    private readonly waiting: WaitingOrders,
    private readonly idempotency: IdempotencyService,
    private readonly transactions: Transactions,
    private readonly audit: AuditTrail,
    private readonly linkKeys: LinkKeys,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /** @throws DinexError `invalid` for a recipient or a time window that cannot be. */
  async create(principal: Principal, asked: NewOrder, request?: IdempotencyKey): Promise<OrderDto> {
    const input = { ...asked, customer_id: customerOf(principal, asked.customer_id) };
    const order = await this.withNewLink(this.draft(input, newOrderId(this.clock.now()), actorOf(principal)));
    return this.idempotency.once(principal, request, async (key) => {
      const view = viewForOwner(principal, order);
      const outcome = await this.transactions.commit([this.repository.create(order), ...key.done(view)]);
      refuseTakenKey(outcome);
      if (!outcome.committed) throw conflict(`There is already an order ${order.order_id}.`);
      return view;
    });
  }

  /** Returns an order made of what a shop sent; it is not stored yet. */
  draft(input: OrderInput, orderId: OrderId, createdBy?: Actor): Order {
    checkWindow(input);
    checkAddress(input.delivery_address);
    return createOrder(withRecipient(input), {
      orderId,
      writeId: newId(this.clock.now()),
      igvPercent: this.config.IGV_PERCENT,
      ...present({ createdBy, correlationId: currentScope()?.correlationId }),
    });
  }

  /** Returns the order with a link for its recipient, in place of the one that it may have had. */
  async withNewLink(order: Order): Promise<Order> {
    const [key] = await this.linkKeys.get();
    return withNewLink(order, key);
  }

  /** Returns the token of an order's link, `undefined` where it has none that can be made again. */
  async tokenOf(order: Order): Promise<string | undefined> {
    return order.token_key === undefined ? undefined : tokenOf(order, await this.linkKeys.get());
  }

  /** Returns the order that a link's token opens, while it does. */
  async findByToken(token: string): Promise<Order | undefined> {
    const hash = tokenHash(token);
    const order = await this.repository.getByTokenHash(hash);
    // The index may be a moment behind the order.
    return order?.token_hash === hash ? order : undefined;
  }

  /** @throws DinexError `not_found` for an order that does not exist, or that the principal may not read (any more). */
  async view(principal: Principal, orderId: OrderId): Promise<OrderDto | OrderForDriverDto> {
    const order = await this.getOwn(principal, orderId);
    if (!mayRead(principal, order)) throw notFound('order', orderId);
    await this.audit.reading(principal, 'order.read', [orderObjectId(orderId)]);
    return viewOrderFor(principal, order);
  }

  /** Returns an order as its owner sees it, for calls that no driver may make. */
  async viewForOwner(principal: Principal, orderId: OrderId): Promise<OrderDto> {
    return viewForOwner(principal, await this.getOwn(principal, orderId));
  }

  /**
   * Returns a page of the list that is asked for.
   *
   * @throws DinexError `invalid` for filters that do not go together, `forbidden` or `not_found` where a shop asks for what is not its own.
   */
  async list(
    principal: Principal,
    asked: OrdersAsked,
    limit: number,
    cursor: string | undefined,
  ): Promise<OrderPageDto> {
    const page = await this.pageOf(principal, asked, limit, cursor);
    const shown = page.items.map(({ order_id }) => orderObjectId(order_id));
    await this.audit.reading(principal, 'orders.listed', shown);
    return page;
  }

  private async pageOf(
    principal: Principal,
    asked: OrdersAsked,
    limit: number,
    cursor: string | undefined,
  ): Promise<OrderPageDto> {
    const list = listAsked(listed(principal, asked));
    if (list.kind === 'waiting') {
      const { items, next_cursor } = await this.waiting.page(list.filter, limit, cursor);
      return {
        items: items.map(({ order, overdue }) => Object.assign(viewForOwner(principal, order), { overdue })),
        next_cursor,
      };
    }
    const { items, next_cursor } =
      list.kind === 'by_name'
        ? await this.named.page(list.filter, limit, cursor)
        : list.kind === 'changes'
          ? await this.following.page(list.filter, limit, cursor)
          : await this.listing.page(list.filter, limit, cursor);
    return { items: items.map((order) => viewForOwner(principal, order)), next_cursor };
  }

  /** Returns how many orders await a route on a day, and how many of the days before it still do, by their state. */
  countWaiting(day: string): Promise<WaitingCounts> {
    return this.waiting.count(day);
  }

  /**
   * Changes what a shop may change, while it is legal.
   *
   * @throws DinexError `stale` when the order is not at `ifMatch`, `conflict` when it may not change or another change came first.
   */
  async patch(
    principal: Principal,
    orderId: OrderId,
    patch: OrderPatch,
    ifMatch: number | undefined,
  ): Promise<OrderDto> {
    const order = await this.getOwn(principal, orderId);
    if (ifMatch !== undefined && ifMatch !== order.version) throw stale(order.version);
    const refusal = patchRefusal(order, patch);
    if (refusal !== undefined) throw conflict(refusal, { current_status: order.status });
    const patched = applyPatch(order, patch, this.config.IGV_PERCENT);
    checkWindow(patched);
    // An address that was taken before is not judged anew because something else changes.
    if (patch.delivery_address !== undefined) checkAddress(patched.delivery_address);
    checkMetadata(patched);
    const changed = withRecipient(patched);
    if (isDeepStrictEqual(plainOf(changed), plainOf(order))) return viewForOwner(principal, order);
    const next = this.nextVersion(order, changed);
    const outcome = await this.transactions.commit([
      this.repository.replace(next, order.version),
      await this.audit.change(principal, `order:${orderId}`, 'order.patched', viewOrder(order), viewOrder(next)),
    ]);
    if (!outcome.committed) {
      if (ifMatch !== undefined) throw stale((await this.get(orderId)).version);
      throw conflict('The order was changed by someone else at the same moment; read it and try again.');
    }
    return viewForOwner(principal, next);
  }

  /** @throws DinexError `not_found`. */
  async get(orderId: OrderId): Promise<Order> {
    const order = await this.repository.get(orderId);
    if (order === undefined) throw notFound('order', orderId);
    return order;
  }

  /** @throws DinexError `not_found`, alike for what is not there and for what is not the principal's own. */
  async getOwn(principal: Principal, orderId: OrderId): Promise<Order> {
    const order = await this.repository.getOwn(principal, orderId);
    if (order === undefined) throw notFound('order', orderId);
    return order;
  }

  find(orderId: OrderId): Promise<Order | undefined> {
    return this.repository.get(orderId);
  }

  /** Returns the orders that exist among these, in no order. */
  findMany(orderIds: readonly OrderId[]): Promise<Order[]> {
    return this.repository.getMany(orderIds);
  }

  /** Returns the write that stores a new order, for a transaction that another service commits. */
  creation(order: Order): Write {
    return this.repository.create(order);
  }

  /** Returns the write that moves an order as read to a changed one, for a transaction that another service commits. */
  transition(from: Order, changed: Order): Write {
    return this.repository.replace(this.nextVersion(from, changed), from.version);
  }

  private nextVersion(from: Order, changed: Order): Order {
    const now = this.clock.now();
    return { ...changed, version: from.version + 1, updated_at: new Date(now).toISOString(), write_id: newId(now) };
  }
}

const orderObjectId = (orderId: string): string => `order:${orderId}`;

/** Returns what is left of an order once stored: DTO classes and absent fields are gone. */
const plainOf = (order: Order): unknown => JSON.parse(JSON.stringify(order));

/** Returns the order with its recipient checked, where it has one. */
const withRecipient = <Of extends Pick<OrderInput, 'recipient'>>(order: Of): Of =>
  order.recipient === undefined ? order : { ...order, recipient: normaliseRecipient(order.recipient) };

/** Returns an order for calls that no driver may make. */
const viewForOwner = (principal: Principal, order: Order): OrderDto =>
  principal.role === 'shop' ? viewOrderForShop(order) : viewOrder(order);
