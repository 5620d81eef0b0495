import { Injectable } from '@nestjs/common';
import { Database } from '../database/database';
import type { TableStore } from '../database/table-store';
import type { Write } from '../database/transaction';
import { flag, instant, listOf, objectOf, oneOf, optional, text, whole } from '../kernel/shape';
import type { FleetDriver } from './driver';
import { VEHICLE_KINDS } from './vehicle-kinds';

@Injectable()
export class DriversRepository {
  private readonly drivers: TableStore<FleetDriver, 'drivers'>;

  constructor(database: Database) {
    this.drivers = database.table('drivers', { read: readDriver });
  }

  get(driver_id: string): Promise<FleetDriver | undefined> {
    return this.drivers.get({ driver_id });
  }

  /** Returns those who are registered among these, in no order. */
  getMany(driverIds: readonly string[]): Promise<FleetDriver[]> {
    return this.drivers.getMany(driverIds.map((driver_id) => ({ driver_id })));
  }

  /** Returns every driver, in no order: a courier has some hundreds. */
  async all(): Promise<FleetDriver[]> {
    const drivers: FleetDriver[] = [];
    for await (const driver of this.drivers.scan()) drivers.push(driver);
    return drivers;
  }

  insert(driver: FleetDriver): Write {
    return this.drivers.insert('driver', driver);
  }

  replace(driver: FleetDriver, expectedVersion: number): Write {
    return this.drivers.replace('driver', driver, expectedVersion);
  }

  /** Takes a driver away; refused where the entry has changed. */
  remove({ driver_id, write_id }: FleetDriver): Write {
    return this.drivers.delete(
      'driver',
      { driver_id },
      {
        expression: '#write_id = :write_id',
        names: { '#write_id': 'write_id' },
        values: { ':write_id': write_id },
      },
    );
  }
}

type VehicleOf = NonNullable<FleetDriver['vehicle']>;

const readDriver = objectOf<FleetDriver>({
  driver_id: text,
  name: text,
  phone: optional(text),
  plate: optional(text),
  vehicle: optional(
    objectOf<VehicleOf>({
      kind: optional(oneOf(VEHICLE_KINDS)),
      capacity: optional(
        objectOf<NonNullable<VehicleOf['capacity']>>({
          weight_grams: optional(whole),
          volume_cm3: optional(whole),
          parcels: optional(whole),
        }),
      ),
    }),
  ),
  skills: optional(listOf(text)),
  shift: optional(objectOf<NonNullable<FleetDriver['shift']>>({ start: text, end: text })),
  home_depot_id: optional(text),
  active: flag,
  version: whole,
  created_at: instant,
  updated_at: instant,
  write_id: text,
});
