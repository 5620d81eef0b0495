import { Injectable } from '@nestjs/common';
import { Database } from '../database/database';
import type { TableStore } from '../database/table-store';
import { instant, listOf, objectOf, optional, text } from '../kernel/shape';

/** What tracking knows of a route. */
export interface RouteSeen {
  readonly driver_id: string;
  /** Who drove it before it was handed over. */
  readonly former_driver_ids?: readonly string[];
  readonly ended_at?: string;
}

const readRouteSeen = objectOf<RouteSeen>({
  driver_id: text,
  former_driver_ids: optional(listOf(text)),
  ended_at: optional(instant),
});

/** Knows of routes only whose they are and whether they have ended: a parcel that is not delivered after all does not go back to one that has. */
@Injectable()
export class RoutesSeenRepository {
  private readonly routes: TableStore<RouteSeen, 'routes'>;

  constructor(database: Database) {
    this.routes = database.table('routes', { read: readRouteSeen });
  }

  get(routeId: string): Promise<RouteSeen | undefined> {
    return this.routes.get({ route_id: routeId });
  }

  /** Returns when a route ended; `undefined` while it is open. */
  async endOf(routeId: string): Promise<string | undefined> {
    return (await this.get(routeId))?.ended_at;
  }
}
