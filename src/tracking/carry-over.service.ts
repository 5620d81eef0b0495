import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/principal';
import { inChunks } from '../database/chunks';
import { retrying } from '../database/retry';
import { Transactions, Write } from '../database/transaction';
import { unavailable } from '../kernel/errors';
import { OrderId, trackingIdOf } from '../kernel/ids';
import type { Order } from '../orders/order';
import { CARRIED_OVER, STATES } from '../orders/states';
import { decide } from './tracker';
import { Loaded, Trackers } from './trackers.service';

/** Parcels brought back in one transaction: each is two reads before and two items in it. */
const AT_ONCE = 20;

/**
 * Brings back what is still in a van when its route ends, or a dispatcher takes it off: each parcel is IN_TRANSIT again and its order off the
 * route, told to nobody. Safe to repeat: what is back already is left alone.
 */
@Injectable()
export class CarryOver {
  constructor(
    private readonly trackers: Trackers,
    private readonly transactions: Transactions,
  ) {}

  /** Brings back those of these orders that are in the van of this route, in as few transactions as hold them. */
  async bringBack(actor: Actor, routeId: string, orders: readonly Order[]): Promise<void> {
    const isInVan = (order: Order): boolean => isEnroute(order) && order.route_id === routeId;
    const ids = orders.filter(isInVan).map(({ order_id }) => order_id);
    for (const chunk of inChunks(ids, { items: AT_ONCE })) await this.bring(actor, routeId, chunk, isInVan);
  }

  /** Brings back a parcel that a late scan or a correction has put into the van of a route that has ended, unless another route has it. */
  bringBackLate(actor: Actor, routeId: string, orderId: OrderId): Promise<void> {
    const isOnNoOther = ({ route_id }: Order): boolean => route_id === undefined || route_id === routeId;
    return this.bring(actor, routeId, [orderId], (order) => isEnroute(order) && isOnNoOther(order));
  }

  private async bring(
    actor: Actor,
    routeId: string,
    orderIds: readonly OrderId[],
    isInVan: (order: Order) => boolean,
  ): Promise<void> {
    await retrying(
      () => this.tryChunk(actor, routeId, orderIds, isInVan),
      () => unavailable('Too many changes of these parcels at once.'),
    );
  }

  /** Returns the writes that bring one parcel back, for a transaction that changes its route too; none where it is not in the van, or cannot be. */
  async bringing(actor: Actor, routeId: string, { order_id }: Order): Promise<Write[]> {
    return this.writes(actor, routeId, await this.trackers.load(targetOf(order_id)));
  }

  /** Returns `undefined` when another change of a parcel came first. */
  private async tryChunk(
    actor: Actor,
    routeId: string,
    orderIds: readonly OrderId[],
    isInVan: (order: Order) => boolean,
  ): Promise<'done' | undefined> {
    const loaded = await Promise.all(orderIds.map((orderId) => this.trackers.load(targetOf(orderId))));
    const trackers = loaded.filter(({ order }) => order !== undefined && isInVan(order));
    const writes = await Promise.all(trackers.map((tracker) => this.writes(actor, routeId, tracker)));
    if (writes.flat().length === 0) return 'done';
    const { committed } = await this.transactions.commit(writes.flat());
    return committed ? 'done' : undefined;
  }

  private async writes(actor: Actor, routeId: string, loaded: Loaded): Promise<Write[]> {
    const context = this.trackers.context(actor, routeId);
    const newest = loaded.history.at(-1)?.occurred_at ?? context.recordedAt;
    const decision = decide(
      loaded.head,
      loaded.history,
      {
        event_id: `carried-over:${routeId}:${loaded.head.version}`,
        status: 'IN_TRANSIT',
        reason_code: CARRIED_OVER,
        occurred_at: newest > context.recordedAt ? newest : context.recordedAt,
      },
      context,
    );
    return decision.kind === 'append' ? this.trackers.writes(loaded, decision) : [];
  }
}

const isEnroute = ({ status }: Order): boolean => STATES[status].stop === 'ENROUTE';

const targetOf = (orderId: OrderId) => ({ orderId, trackingId: trackingIdOf(orderId) });
