import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock';
import { newId, OrderId } from '../../kernel/ids';
import { Transactions, Write } from '../../database/transaction';
import { released } from '../../orders/claim';
import { OrdersService } from '../../orders/orders.service';
import { STATES } from '../../orders/states';
import { OrderChanges } from './order-changes.service';
import { byOrderId, freeze, isAbandoned, isFrozen, Route } from '../route';
import { hasEnded, RouteStatus } from '../route-states';
import { RoutesRepository } from '../routes.repository';

/** How routes end: the status first, so that nothing can be claimed for them any more, then their orders, then the outcomes. */
@Injectable()
export class RouteEndings {
  constructor(
    private readonly repository: RoutesRepository,
    private readonly orders: OrdersService,
    private readonly changes: OrderChanges,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /** The route's next version. */
  advance(route: Route, change: Partial<Route>): Route {
    const now = this.clock.now();
    return {
      ...route,
      ...change,
      version: route.version + 1,
      updated_at: new Date(now).toISOString(),
      write_id: newId(now),
    };
  }

  /** The write that moves a route as read to another status. */
  moved(route: Route, status: RouteStatus): Write {
    return this.repository.replace(this.advance(route, { status }), route.version);
  }

  /** Cancels a route whose request died while it was assigning; answers the route as it stands then. */
  async cancelIfAbandoned(route: Route): Promise<Route> {
    if (!isAbandoned(route, this.clock.now())) return route;
    const cancelled = this.advance(route, { status: 'CANCELLED' });
    const outcome = await this.transactions.commit([this.repository.replace(cancelled, route.version)]);
    if (!outcome.committed) return (await this.repository.get(route.route_id)) ?? cancelled;
    return this.settle(cancelled);
  }

  /** Releases the orders of an ended route and makes what became of its stops part of it; safe to repeat after a crash. */
  async settle(route: Route): Promise<Route> {
    if (!hasEnded(route.status) || isFrozen(route)) return route;
    await this.release(route, route.order_ids);
    const orders = byOrderId(await this.orders.findMany(route.order_ids));
    const frozen = this.advance(freeze(route, orders), {});
    const outcome = await this.transactions.commit([this.repository.replace(frozen, route.version)]);
    return outcome.committed ? frozen : ((await this.repository.get(route.route_id)) ?? frozen);
  }

  /** Takes these orders off the route where they are still on it; what was delivered keeps the route that delivered it. */
  release(route: Route, orderIds: readonly OrderId[]): Promise<void> {
    return this.changes.apply(orderIds, (order) =>
      order.route_id === route.route_id && STATES[order.status].stop !== 'SUCCEEDED' ? released(order) : undefined,
    );
  }
}
