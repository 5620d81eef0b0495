import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../../access/audit-trail';
import type { Principal } from '../../access/principal';
import { SELF } from '../../fleet/driver';
import { Clock } from '../../kernel/clock';
import { notFound } from '../../kernel/errors';
import { limaDayOf } from '../../kernel/lima-days';
import { OrdersService } from '../../orders/orders.service';
import { byOrderId, progressOf, Route, routeObjectId } from '../route';
import { DriverDays } from '../assignment/driver-days.service';
import { RoutesRepository } from '../routes.repository';
import type { DayDto, DriverDayDto, StopCount } from './days.dto';
import { partOf } from './transfer';
import { LifecycleService } from './lifecycle.service';

/** Tells how a day stands: of all drivers in figures, of one driver with every stop. */
@Injectable()
export class DaysService {
  constructor(
    private readonly routes: RoutesRepository,
    private readonly orders: OrdersService,
    private readonly lifecycle: LifecycleService,
    private readonly driverDays: DriverDays,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** Returns how many orders await a route on a day and how its routes and their stops stand. */
  async overview(day: string): Promise<DayDto> {
    const [{ due, overdue }, routes] = await Promise.all([this.orders.countWaiting(day), this.routes.ofDay(day)]);
    const driven = routes.filter(({ status }) => status !== 'CANCELLED');
    const orders = byOrderId(await this.orders.findMany(driven.flatMap(({ order_ids }) => order_ids)));
    return {
      day,
      awaiting_route: { due, overdue },
      routes: counted(routes.map(({ status }) => status)),
      stops: counted(
        driven.flatMap((route) =>
          route.sequence.map((stop): StopCount => {
            const { state, outcome } = progressOf(route, stop, orders.get(stop.order_id));
            return state === 'CLOSED' ? (outcome ?? 'FAILED') : state;
          }),
        ),
      ),
    };
  }

  /**
   * Returns a driver's routes of a day, today where none is given, in the order in which they leave.
   *
   * @throws DinexError `not_found` where a driver asks for another's day.
   */
  async ofDriver(principal: Principal, named: string, date: string | undefined): Promise<DriverDayDto> {
    const driverId = principal.role === 'driver' && named === SELF ? principal.driver_id : named;
    if (principal.role === 'driver' && principal.driver_id !== driverId) throw notFound('driver', named);
    const day = date ?? limaDayOf(this.clock.now());
    const [own, handed] = await Promise.all([this.routes.ofDay(day, driverId), this.handedOver(driverId, day)]);
    const routes = [...own, ...handed].filter(({ status }) => status !== 'CANCELLED');
    await this.audit.reading(
      principal,
      'route.read',
      routes.map(({ route_id }) => routeObjectId(route_id)),
    );
    routes.sort((a, b) => (a.departure_at < b.departure_at ? -1 : 1));
    return {
      driver_id: driverId,
      date: day,
      routes: await Promise.all(routes.map((route) => this.lifecycle.view(principal, route))),
    };
  }

  /** Returns the routes that a driver handed over, each with the stops that the driver did. */
  private async handedOver(driverId: string, day: string): Promise<Route[]> {
    const routes = await this.routes.getMany(await this.driverDays.handedOver(driverId, day));
    return routes.flatMap((route) => (route.driver_id === driverId ? [] : partOf(route, driverId)));
  }
}

function counted<Name extends string>(names: readonly Name[]): Partial<Record<Name, number>> {
  const counts: Partial<Record<Name, number>> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
