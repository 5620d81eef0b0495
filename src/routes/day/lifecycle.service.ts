import { Injectable } from '@nestjs/common';
import { conflict, notFound, stale, unavailable } from '../../kernel/errors';
import { retrying } from '../../database/retry';
import { Transactions } from '../../database/transaction';
import { OrdersService } from '../../orders/orders.service';
import { byOrderId, Route, RouteView, viewRoute } from '../route';
import { RouteEndings } from '../assignment/route-endings.service';
import { allowedTargets, RouteTarget } from '../route-states';
import { RoutesRepository } from '../routes.repository';

/** Reads routes and moves them through their states. */
@Injectable()
export class LifecycleService {
  constructor(
    private readonly repository: RoutesRepository,
    private readonly endings: RouteEndings,
    private readonly orders: OrdersService,
    private readonly transactions: Transactions,
  ) {}

  /** @throws DinexError `not_found`. */
  async get(routeId: string): Promise<Route> {
    const route = await this.repository.get(routeId);
    if (route === undefined) throw notFound('route', routeId);
    return this.endings.cancelIfAbandoned(route);
  }

  /** The route with the progress of its stops. */
  async view(route: Route): Promise<RouteView> {
    return viewRoute(route, byOrderId(await this.orders.findMany(route.order_ids)));
  }

  /**
   * Asking for the state it is in changes nothing, but finishes what a crash may have left of that change.
   *
   * @throws DinexError `conflict` with `current_status` and `allowed`, `stale` when the route is not at `ifMatch`, `not_found`.
   */
  move(routeId: string, target: RouteTarget, ifMatch: number | undefined): Promise<RouteView> {
    return retrying(
      async () => {
        const route = await this.get(routeId);
        if (route.status === target) return this.view(await this.endings.settle(route));
        if (ifMatch !== undefined && ifMatch !== route.version) throw stale(route.version);
        const allowed = allowedTargets(route.status);
        if (!allowed.includes(target))
          throw conflict(`A route that is ${route.status} cannot become ${target}.`, {
            current_status: route.status,
            allowed,
          });
        const moved = this.endings.advance(route, { status: target });
        const outcome = await this.transactions.commit([this.repository.replace(moved, route.version)]);
        return outcome.committed ? this.view(await this.endings.settle(moved)) : undefined;
      },
      () => unavailable('Too many changes of this route at once.'),
    );
  }
}
