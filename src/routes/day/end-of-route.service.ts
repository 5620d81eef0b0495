import { Injectable } from '@nestjs/common';
import type { Actor } from '../../access/principal';
import { retrying } from '../../database/retry';
import { unavailable } from '../../kernel/errors';
import { OrdersService } from '../../orders/orders.service';
import { CarryOver } from '../../tracking/carry-over.service';
import { RouteEndings } from '../assignment/route-endings.service';
import { isFrozen, Route } from '../route';
import { hasEnded } from '../route-states';

/** Finishes a route that has ended: what is in the van is brought back, every order let go, and every stop has its outcome. */
@Injectable()
export class EndOfRoute {
  constructor(
    private readonly orders: OrdersService,
    private readonly carryOver: CarryOver,
    private readonly endings: RouteEndings,
  ) {}

  /** Does what is left to do of a route's end, as often as it is asked; returns the route as it is then. */
  finish(actor: Actor, route: Route): Promise<Route> {
    return retrying(
      async () => {
        if (!hasEnded(route.status) || isFrozen(route)) return route;
        await this.carryOver.bringBack(actor, route.route_id, await this.orders.findMany(route.order_ids));
        const settled = await this.endings.settle(route);
        // A driver's scan may have come between: then there is something in the van again.
        return isFrozen(settled) ? settled : undefined;
      },
      () => unavailable('The route has ended, but parcels of it keep changing; ask for the same end again.'),
    );
  }
}
