import { Injectable } from '@nestjs/common';
import { IDENTIFIER } from '../kernel/identifier';
import { present } from '../kernel/present';
import { DepotsRepository } from './depots.repository';
import { DriversRepository } from './drivers.repository';
import type { Roster } from './roster';

/** Tells those who plan what the register has of their drivers. */
@Injectable()
export class RosterService {
  constructor(
    private readonly drivers: DriversRepository,
    private readonly depots: DepotsRepository,
  ) {}

  /** Returns those of these drivers who are registered, also who are not active. */
  async of(driverIds: readonly string[]): Promise<Roster> {
    const drivers = await this.drivers.getMany(driverIds.filter((id) => IDENTIFIER.test(id)));
    const homes = drivers.flatMap(({ home_depot_id }) => home_depot_id ?? []);
    const depots = new Map((await this.depots.getMany(homes)).map((depot) => [depot.depot_id, depot]));
    return new Map(
      drivers.map((driver) => [
        driver.driver_id,
        { driver, ...present({ depot: depots.get(driver.home_depot_id ?? '') }) },
      ]),
    );
  }
}
