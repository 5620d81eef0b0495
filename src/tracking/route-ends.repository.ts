import { Injectable } from '@nestjs/common';
import { Database } from '../database/database';
import type { TableStore } from '../database/table-store';
import { instant, objectOf, optional } from '../kernel/shape';

interface RouteEnd {
  readonly ended_at?: string;
}

const readRouteEnd = objectOf<RouteEnd>({ ended_at: optional(instant) });

/** Knows of routes only whether they have ended: a parcel that is not delivered after all does not go back to one that has. */
@Injectable()
export class RouteEndsRepository {
  private readonly routes: TableStore<RouteEnd, 'routes'>;

  constructor(database: Database) {
    this.routes = database.table('routes', { read: readRouteEnd });
  }

  /** Returns when a route ended; `undefined` while it is open. */
  async endOf(routeId: string): Promise<string | undefined> {
    return (await this.routes.get({ route_id: routeId }))?.ended_at;
  }
}
