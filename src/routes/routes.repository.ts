import { Injectable } from '@nestjs/common';
import { Database } from '../database/database';
import type { TableStore } from '../database/table-store';
import type { Write } from '../database/transaction';
import { createdAtOf } from '../kernel/ids';
import type { Route, RouteSummary } from './route';
import { readRoute, readRouteSummary, SUMMARY_FIELDS } from './route-shape';

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
    this.routes = database.table('routes', { read: readRoute });
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
  async listByDriver(driverId: string, limit: number, after: string | undefined): Promise<SummaryPage> {
    const { items, more } = await this.summaries.page(
      {
        index: 'driver_index',
        where: { expression: 'driver_id = :driver', values: { ':driver': driverId } },
        newestFirst: true,
        attributes: SUMMARY_FIELDS,
      },
      limit,
      after === undefined ? undefined : { route_id: after, driver_id: driverId, created_at: createdAtOf(after) },
    );
    return { items, after: more ? items.at(-1)?.route_id : undefined };
  }
}

/** Returns the name by which a refused transaction tells that this route stood in the way. */
export const writeName = (routeId: string): string => `route:${routeId}`;
