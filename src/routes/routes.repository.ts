import { Injectable } from '@nestjs/common';
import { Database } from '../database/database';
import type { StoredForm } from '../database/stored-item';
import type { Page, TableStore } from '../database/table-store';
import type { Write } from '../database/transaction';
import { within } from '../database/within';
import { createdAtOf } from '../kernel/ids';
import { limaDayOf } from '../kernel/lima-days';
import type { Span } from '../kernel/span';
import type { Route, RouteSummary } from './route';
import { readRoute, readRouteSummary, SUMMARY_FIELDS } from './route-shape';

/** How a route is stored: with the key of its day's index, which follows from its departure. */
export const routeForm: StoredForm<Route> = {
  read: readRoute,
  write: (route) => ({ ...route, service_day: limaDayOf(route.departure_at) }),
};

/** A place in the list of a day. */
export interface DayPlace {
  readonly driver_id: string;
  readonly route_id: string;
}

export interface SummaryPage {
  readonly items: readonly RouteSummary[];
  /** Behind which route the next page begins. */
  readonly after: string | undefined;
}

@Injectable()
export class RoutesRepository {
  private readonly routes: TableStore<Route, 'routes'>;
  private readonly summaries: TableStore<RouteSummary, 'routes'>;

  constructor(database: Database) {
    this.routes = database.table('routes', routeForm);
    this.summaries = database.table('routes', { read: readRouteSummary });
  }

  get(routeId: string): Promise<Route | undefined> {
    return this.routes.get({ route_id: routeId });
  }

  /** Returns the routes that exist, in no order. */
  getMany(routeIds: readonly string[]): Promise<Route[]> {
    return this.routes.getMany(routeIds.map((route_id) => ({ route_id })));
  }

  /** Stores a new route; refused where it exists. */
  insert(route: Route): Write {
    return this.routes.insert(writeName(route.route_id), route);
  }

  /** Replaces a route; refused where it is no longer at that version. */
  replace(route: Route, expectedVersion: number): Write {
    return this.routes.replace(writeName(route.route_id), route, expectedVersion);
  }

  /** Lets a transaction pass only while the route is at that version: a claim must not outlive its route. */
  unchanged({ route_id, version }: Route): Write {
    return this.routes.unchanged(writeName(route_id), { route_id }, version);
  }

  /** Returns a driver's routes behind the route with this id, newest first, without their stops. */
  async listByDriver(driverId: string, limit: number, after: string | undefined, span?: Span): Promise<SummaryPage> {
    const { items, more } = await this.summaries.page(
      {
        index: 'driver_index',
        where: within({ expression: 'driver_id = :driver', values: { ':driver': driverId } }, span),
        newestFirst: true,
        attributes: SUMMARY_FIELDS,
      },
      limit,
      after === undefined ? undefined : { route_id: after, driver_id: driverId, created_at: createdAtOf(after) },
    );
    return { items, after: more ? items.at(-1)?.route_id : undefined };
  }

  /** Returns where the routes of a day are, behind a place, by driver; of one driver alone where one is named. */
  async placesOfDay(
    day: string,
    driverId: string | undefined,
    limit: number,
    after: DayPlace | undefined,
  ): Promise<Page<DayPlace>> {
    const { items, more } = await this.routes.keys(
      {
        index: 'day_index',
        where:
          driverId === undefined
            ? { expression: 'service_day = :day', values: { ':day': day } }
            : {
                expression: 'service_day = :day AND driver_id = :driver',
                values: { ':day': day, ':driver': driverId },
              },
      },
      limit,
      after && { ...after, service_day: day },
    );
    return { items: items.map(({ driver_id = '', route_id = '' }) => ({ driver_id, route_id })), more };
  }

  /** Returns every route that leaves on a day, of one driver alone where one is named, in no order. */
  async ofDay(day: string, driverId?: string): Promise<Route[]> {
    const { items } = await this.placesOfDay(day, driverId, MOST_OF_A_DAY, undefined);
    const routes = await this.getMany(items.map(({ route_id }) => route_id));
    // The index is some milliseconds behind.
    return routes.filter(({ departure_at }) => limaDayOf(departure_at) === day);
  }
}

/** Routes of a day that are read at once: many times as many as a courier has vans. */
const MOST_OF_A_DAY = 1_000;

/** Returns the name by which a refused transaction tells that this route stood in the way. */
export const writeName = (routeId: string): string => `route:${routeId}`;
