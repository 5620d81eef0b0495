import type { Measured } from '../model';
import { peak, PEAK_REQUESTS_PER_SECOND } from '../model';
import { NEW_TABLE_WRITE_UNITS } from './on-demand';
import type { Scenario } from './simulate';

/** The peak as it is configured, and what happens with one figure left as it is in an ordinary stage. */
export function scenarios(measured: Measured): Scenario[] {
  const need = peak(PEAK_REQUESTS_PER_SECOND, measured);
  const written = Object.values(need.tables).filter(({ writeUnits }) => writeUnits > 0);
  const prepared: Scenario = {
    name: 'prepared',
    requestsPerSecond: PEAK_REQUESTS_PER_SECOND,
    statusShards: 10,
    busiestShop: 0.05,
    warmWriteUnits: Math.ceil((need.writeUnits * 1.25) / 1_000) * 1_000,
    apiConcurrency: Math.ceil(need.concurrency * 1.5),
    parallelization: 2,
    notifierConcurrency: 250,
  };
  return [
    prepared,
    { ...prepared, name: 'status_index unsharded', statusShards: 1 },
    { ...prepared, name: 'one shop of 1,000 orders/s', busiestShop: 1_000 / need.ordersPerSecond },
    // All tables as one: the sum is the most that they could take if the load were spread as they are.
    { ...prepared, name: 'tables not warmed', warmWriteUnits: written.length * NEW_TABLE_WRITE_UNITS },
    { ...prepared, name: "prod's 100 executions", apiConcurrency: 100 },
  ];
}
