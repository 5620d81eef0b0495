import type { FleetDepot } from './depot';
import type { FleetDriver } from './driver';

/** What the register has of a driver, with the depot where the driver begins. */
export interface RosterEntry {
  readonly driver: FleetDriver;
  readonly depot?: FleetDepot;
}

/** The registered ones among some drivers, by their id. */
export type Roster = ReadonlyMap<string, RosterEntry>;
