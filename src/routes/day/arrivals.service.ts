import { Injectable } from '@nestjs/common';
import type { Order } from '../../orders/order';
import { STATES } from '../../orders/states';
import { OrderChanges } from '../assignment/order-changes.service';
import type { Route } from '../route';

/** Tells orders when they are expected, after the times of their route have changed. */
@Injectable()
export class Arrivals {
  constructor(private readonly changes: OrderChanges) {}

  /** Writes the times of a route's stops onto its orders, as long as the route stays at this version; safe to repeat. */
  inform(route: Route): Promise<void> {
    const arrivals = new Map(route.sequence.map((stop) => [stop.order_id, stop.arrival_at]));
    const expect = (order: Order): Order | undefined => {
      const arrival_at = arrivals.get(order.order_id);
      if (order.route_id !== route.route_id || STATES[order.status].stop === 'SUCCEEDED' || arrival_at === undefined)
        return undefined;
      return order.estimated_delivery_at === arrival_at ? undefined : { ...order, estimated_delivery_at: arrival_at };
    };
    return this.changes.apply(route.order_ids, expect, route);
  }
}
