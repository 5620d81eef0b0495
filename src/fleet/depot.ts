import { outsidePeru } from '../geo/coordinates';
import type { DataOf } from '../kernel/data-of';
import { invalid } from '../kernel/errors';
import type { RegisteredDepotDto } from './depots.dto';

/** A depot as stored. */
export interface FleetDepot extends DataOf<RegisteredDepotDto> {
  /** Changes also when a driver begins to start here, so that nobody takes the depot away meanwhile. */
  readonly write_id: string;
}

/**
 * Returns the depot.
 *
 * @throws DinexError `invalid` for a place outside Peru.
 */
export function checkedDepot(depot: FleetDepot): FleetDepot {
  if (outsidePeru(depot))
    throw invalid('#/lat', 'lat and lon must lie in Peru: lat is 0 to -19 and lon is -68 to -82.');
  return depot;
}
