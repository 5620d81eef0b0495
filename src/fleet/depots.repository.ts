import { Injectable } from '@nestjs/common';
import { Database } from '../database/database';
import type { TableStore } from '../database/table-store';
import type { Write } from '../database/transaction';
import { instant, number, objectOf, text, whole } from '../kernel/shape';
import type { FleetDepot } from './depot';

@Injectable()
export class DepotsRepository {
  private readonly depots: TableStore<FleetDepot, 'depots'>;

  constructor(database: Database) {
    this.depots = database.table('depots', { read: readDepot });
  }

  get(depot_id: string): Promise<FleetDepot | undefined> {
    return this.depots.get({ depot_id });
  }

  /** Returns those that are registered among these, in no order. */
  getMany(depotIds: readonly string[]): Promise<FleetDepot[]> {
    return this.depots.getMany(depotIds.map((depot_id) => ({ depot_id })));
  }

  /** Returns every depot, in no order: a courier has some dozens. */
  async all(): Promise<FleetDepot[]> {
    const depots: FleetDepot[] = [];
    for await (const depot of this.depots.scan()) depots.push(depot);
    return depots;
  }

  insert(depot: FleetDepot): Write {
    return this.depots.insert('depot', depot);
  }

  replace(depot: FleetDepot, expectedVersion: number): Write {
    return this.depots.replace('depot', depot, expectedVersion);
  }

  /** Takes a depot away; refused where it has changed, or a driver has begun to start there. */
  remove({ depot_id, write_id }: FleetDepot): Write {
    return this.depots.delete(
      'depot',
      { depot_id },
      {
        expression: '#write_id = :write_id',
        names: { '#write_id': 'write_id' },
        values: { ':write_id': write_id },
      },
    );
  }

  /** Notes that a driver begins here, as another write `write_id`; refused where the depot is not there. */
  taken(depot_id: string, write_id: string): Write {
    return this.depots.update(
      'home_depot',
      { depot_id },
      {
        expression: 'SET #write_id = :write_id',
        names: { '#write_id': 'write_id' },
        values: { ':write_id': write_id },
      },
      { expression: 'attribute_exists(depot_id)' },
    );
  }
}

const readDepot = objectOf<FleetDepot>({
  depot_id: text,
  name: text,
  lat: number,
  lon: number,
  version: whole,
  created_at: instant,
  updated_at: instant,
  write_id: text,
});
