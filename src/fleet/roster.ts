import type { FleetDepot } from './depot';
import type { FleetDriver } from './driver';

/** What the register has of a driver, with the depot where the driver begins. */
export interface RosterEntry {
  readonly driver: FleetDriver;
  readonly depot?: FleetDepot;
}

/** Of some drivers, by their id, those who are registered. */
export type Roster = ReadonlyMap<string, RosterEntry>;
