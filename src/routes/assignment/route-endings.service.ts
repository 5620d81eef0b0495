import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock';
import type { OrderId } from '../../kernel/ids';
import { Transactions, Write } from '../../database/transaction';
import { outcomeAtEnd, released } from '../../orders/claim';
import { OrdersService } from '../../orders/orders.service';
import { STATES } from '../../orders/states';
import { byOrderId, ended, freeze, inVan, isAbandoned, isFrozen, nextVersion, Route } from '../route';
import { hasEnded } from '../route-states';
import { RoutesRepository } from '../routes.repository';
import { OrderChanges } from './order-changes.service';

/** Ends routes: the status first, so that nothing can be claimed for them any more, then their orders, then the outcomes. */
@Injectable()
export class RouteEndings {
  constructor(
    private readonly repository: RoutesRepository,
    private readonly orders: OrdersService,
    private readonly changes: OrderChanges,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /** Cancels a route whose request died while it was assigning; returns the route as it is then. */
  async cancelIfAbandoned(route: Route): Promise<Route> {
    if (!isAbandoned(route, this.clock.now())) return route;
    const [after = route] = await this.giveUp([route]);
    return after;
  }

  /**
   * Cancels those of these routes that are still assigning, all in one transaction with the other writes, and lets the orders of
   * all that have ended go. Returns the routes as they are then; some may have been made PLANNED meanwhile.
   */
  async giveUp(routes: readonly Route[], beside: readonly Write[] = []): Promise<Route[]> {
    const assigning = routes.filter(({ status }) => status === 'ASSIGNING');
    const cancellations = assigning.map((route) =>
      this.repository.replace(ended(route, 'CANCELLED', this.clock.now()), route.version),
    );
    const writes = [...cancellations, ...beside];
    if (writes.length > 0) await this.transactions.commit(writes);
    const after = await this.repository.getMany(routes.map(({ route_id }) => route_id));
    return Promise.all(after.map((route) => this.settle(route)));
  }

  /**
   * Releases the orders of an ended route and makes what became of its stops part of it; safe to repeat after a crash. It waits for what
   * is still in the van: its parcels are brought back first, each with an event of its own.
   */
  async settle(route: Route): Promise<Route> {
    if (!hasEnded(route.status) || isFrozen(route)) return route;
    await this.release(route, route.order_ids);
    const orders = byOrderId(await this.orders.findMany(route.order_ids));
    if (inVan(route, [...orders.values()]).length > 0) return route;
    const frozen = nextVersion(freeze(route, orders), {}, this.clock.now());
    const outcome = await this.transactions.commit([this.repository.replace(frozen, route.version)]);
    if (outcome.committed) return frozen;
    const [stored = frozen] = await this.repository.getMany([route.route_id]);
    return stored;
  }

  /** Takes these orders off the route where they are still on it, but for what is in the van; what was delivered keeps the route that delivered it. */
  release(route: Route, orderIds: readonly OrderId[]): Promise<void> {
    const until = route.ended_at ?? new Date(this.clock.now()).toISOString();
    return this.changes.apply(orderIds, (order) => {
      const { stop } = STATES[order.status];
      const stays = order.route_id !== route.route_id || stop === 'SUCCEEDED' || stop === 'ENROUTE';
      return stays ? undefined : released(order, until, outcomeAtEnd(order.status));
    });
  }
}
