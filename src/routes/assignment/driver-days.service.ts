import { Injectable } from '@nestjs/common';
import { inChunks } from '../../database/chunks';
import { retrying } from '../../database/retry';
import { Transactions, Write } from '../../database/transaction';
import { limaDayOf } from '../../kernel/lima-days';
import { unavailable } from '../../kernel/errors';
import type { Route } from '../route';
import { hasEnded } from '../route-states';
import { RoutesRepository, writeName } from '../routes.repository';
import { BusyInterval, DriverConflict, DriverDay, driverDaysOf, intersect, intervalOf } from './driver-day';
import { DriverDaysRepository } from './driver-days.repository';
import { RouteEndings } from './route-endings.service';

/** How many routes claim their drivers in one transaction of 100 items: each is one, and one more a day that it touches. */
const MOST_ROUTES = 30;

export type DriverClaimOutcome = 'claimed' | 'route_moved' | { readonly conflicts: readonly DriverConflict[] };

type Days = ReadonlyMap<string, DriverDay | undefined>;
type Live = ReadonlyMap<string, readonly BusyInterval[]>;

/**
 * Keeps a driver from being planned twice for the same time. Each day of a driver is an item with the planned intervals of the routes that touch it, by
 * version. A route that has ended keeps nobody: its interval goes when the day is next written.
 */
@Injectable()
export class DriverDays {
  constructor(
    private readonly days: DriverDaysRepository,
    private readonly routes: RoutesRepository,
    private readonly endings: RouteEndings,
    private readonly transactions: Transactions,
  ) {}

  /** Claims the drivers of routes that are assigning, each while its route still is; safe to repeat. */
  async claim(routes: readonly Route[]): Promise<DriverClaimOutcome> {
    for (const chunk of inChunks(routes, { items: MOST_ROUTES })) {
      const outcome = await this.claimChunk(chunk);
      if (outcome !== 'claimed') return outcome;
    }
    return 'claimed';
  }

  /**
   * Returns the writes that move a route's interval to where a new plan has it. They refuse no intersection, as the driver is on the way already, but fail where
   * a day was changed meanwhile.
   */
  async moved(before: Route, after: Route): Promise<Write[]> {
    const wanted = driverDaysOf(after);
    const days = await this.read([...new Set([...driverDaysOf(before), ...wanted])]);
    const interval = intervalOf(after);
    return [...days].flatMap(([id, day]) => {
      const others = (day?.intervals ?? []).filter(({ route_id }) => route_id !== after.route_id);
      const intervals = wanted.includes(id) ? [...others, interval] : others;
      const isFormers = after.driver_id !== before.driver_id && !id.startsWith(`${after.driver_id}#`);
      const handed = isFormers ? [...new Set([...(day?.handed_over ?? []), after.route_id])] : day?.handed_over;
      if (day === undefined && intervals.length === 0 && handed === undefined) return [];
      return [this.days.save(id, day, intervals, handed)];
    });
  }

  /** Returns the ids of the routes that a driver handed over on a day. */
  async handedOver(driverId: string, day: string): Promise<readonly string[]> {
    const id = `${driverId}#${day}`;
    return (await this.days.find([id])).get(id)?.handed_over ?? [];
  }

  /** Returns the open routes that a route's driver has on the days that it touches, or today, itself among them where it is stored. */
  async openRoutes(route: Route, now: number): Promise<Route[]> {
    const today = `${route.driver_id}#${limaDayOf(now)}`;
    const live = await this.liveIn(await this.read([...new Set([...driverDaysOf(route), today])]));
    const ids = new Set([...live.values()].flatMap((intervals) => intervals.map(({ route_id }) => route_id)));
    return this.routes.getMany([...ids]);
  }

  private claimChunk(routes: readonly Route[]): Promise<DriverClaimOutcome> {
    return retrying<DriverClaimOutcome>(
      async () => {
        const days = await this.read(routes.flatMap(driverDaysOf));
        const open = routes.filter((route) => !isClaimed(route, days));
        if (open.length === 0) return 'claimed';
        const live = await this.liveIn(days);
        const conflicts = open.flatMap((route) => conflictsOf(route, live));
        if (conflicts.length > 0) return { conflicts };
        const outcome = await this.transactions.commit(open.flatMap((route) => this.claiming(route, days, live)));
        if (outcome.committed) return 'claimed';
        const isOver = open.some(({ route_id }) => outcome.failed.has(writeName(route_id)));
        return isOver ? 'route_moved' : undefined;
      },
      () => unavailable('Too many plans for these drivers at once.'),
    );
  }

  private claiming(route: Route, days: Days, live: Live): Write[] {
    const mine = driverDaysOf(route).map((id) => {
      const others = (live.get(id) ?? []).filter(({ route_id }) => route_id !== route.route_id);
      return this.days.save(id, days.get(id), [...others, intervalOf(route)]);
    });
    return [this.routes.unchanged(route), ...mine];
  }

  private async read(ids: readonly string[]): Promise<Days> {
    const found = await this.days.find(ids);
    return new Map(ids.map((id) => [id, found.get(id)]));
  }

  /** Returns the intervals of routes that still keep the driver, by day; a route left behind while assigning is cancelled on the way. */
  private async liveIn(days: Days): Promise<Live> {
    const intervals = (day: DriverDay | undefined): readonly BusyInterval[] => day?.intervals ?? [];
    const ids = [...days.values()].flatMap((day) => intervals(day).map(({ route_id }) => route_id));
    const routes = await this.routes.getMany(ids);
    const settled = await Promise.all(routes.map((other) => this.endings.cancelIfAbandoned(other)));
    const open = new Set(settled.flatMap(({ route_id, status }) => (hasEnded(status) ? [] : [route_id])));
    return new Map([...days].map(([id, day]) => [id, intervals(day).filter(({ route_id }) => open.has(route_id))]));
  }
}

const isClaimed = (route: Route, days: Days): boolean =>
  driverDaysOf(route).every((id) => days.get(id)?.intervals.some((known) => isSame(known, intervalOf(route))));

/** Returns what else keeps a route's driver at its time, each once. */
function conflictsOf(route: Route, live: Live): DriverConflict[] {
  const { route_id, driver_id } = route;
  const busy = driverDaysOf(route)
    .flatMap((id) => live.get(id) ?? [])
    .filter((other) => other.route_id !== route_id && intersect(other, intervalOf(route)));
  const distinct = new Map(busy.map((other) => [other.route_id, other]));
  return [...distinct.values()].map((other) => ({ driver_id, busy: other }));
}

const isSame = (a: BusyInterval, b: BusyInterval): boolean =>
  a.route_id === b.route_id && a.from === b.from && a.until === b.until;
