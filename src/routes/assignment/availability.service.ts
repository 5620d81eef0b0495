import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock';
import type { OrderId } from '../../kernel/ids';
import type { Order } from '../../orders/order';
import { OrdersService } from '../../orders/orders.service';
import { obstacleOf, unknownOrder } from './availability';
import { byOrderId, Route, UnassignedOrder } from '../route';
import { RouteEndings } from './route-endings.service';
import { RoutesRepository } from '../routes.repository';

export interface Availability {
  /** The orders that can be assigned, in the order asked for. */
  readonly available: readonly Order[];
  readonly unassigned: readonly UnassignedOrder[];
}

/** Finds out which orders can join a route now. */
@Injectable()
export class AvailabilityService {
  constructor(
    private readonly repository: RoutesRepository,
    private readonly endings: RouteEndings,
    private readonly orders: OrdersService,
    private readonly clock: Clock,
  ) {}

  /** Returns which of these orders can join a route, and what stands in the way of the others. */
  async assess(orderIds: readonly OrderId[]): Promise<Availability> {
    const found = byOrderId(await this.orders.findMany(orderIds));
    const holders = await this.holdersOf([...found.values()]);
    const available: Order[] = [];
    const unassigned: UnassignedOrder[] = [];
    for (const orderId of orderIds) {
      const order = found.get(orderId);
      const obstacle = order === undefined ? unknownOrder(orderId) : this.obstacle(order, holders);
      if (obstacle !== undefined) unassigned.push(obstacle);
      else if (order !== undefined) available.push(order);
    }
    return { available, unassigned };
  }

  /** Returns what stands in the way of orders as just read; nothing where all can be had. */
  async obstacles(orders: readonly Order[]): Promise<UnassignedOrder[]> {
    const holders = await this.holdersOf(orders);
    return orders.flatMap((order) => this.obstacle(order, holders) ?? []);
  }

  private obstacle(order: Order, holders: ReadonlyMap<string, Route>): UnassignedOrder | undefined {
    return obstacleOf(order, holders.get(order.route_id ?? ''), this.clock.now());
  }

  /** Returns the routes that these orders name, by id; one that was left behind while assigning is cancelled on the way. */
  private async holdersOf(orders: readonly Order[]): Promise<ReadonlyMap<string, Route>> {
    const ids = orders.flatMap(({ route_id }) => (route_id === undefined ? [] : [route_id]));
    const routes = await this.repository.getMany(ids);
    const settled = await Promise.all(routes.map((route) => this.endings.cancelIfAbandoned(route)));
    return new Map(settled.map((route) => [route.route_id, route]));
  }
}
