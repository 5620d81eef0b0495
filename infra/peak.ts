import { PEAK_REQUESTS_PER_SECOND } from '../bench/cost/model';
import type { ApiClient, FunctionConfig, HandlerName, StageConfig } from './stages';

/** Executions: what the load takes by `bench/cost`, and half as much again for slow stores. */
const EXECUTIONS: Readonly<Record<HandlerName, number>> = {
  api: 760,
  notifications: 300,
  'order-intake': 20,
  stream: 400,
  plans: 20,
};

/** Units a second, of the table and each index: a quarter above what `bench/cost` says; 12,000 and 4,000 are what a new table has. */
const WARM: NonNullable<StageConfig['warmThroughput']> = {
  orders: { readUnitsPerSecond: 22_000, writeUnitsPerSecond: 36_000 },
  tracking: { readUnitsPerSecond: 12_000, writeUnitsPerSecond: 24_000 },
  routes: { readUnitsPerSecond: 12_000, writeUnitsPerSecond: 8_000 },
  deliveries: { readUnitsPerSecond: 12_000, writeUnitsPerSecond: 16_000 },
};

/**
 * A stage as it has to be for 10,000 requests a second: `npm run synth -- -c peak=prod`. Some figures are quotas of the account that must be
 * asked for first (docs/runbook.md, "A peak of 10,000 requests/s"); `infra/peak.spec.ts` holds each against `bench/cost`.
 */
export function atPeak(config: StageConfig): StageConfig {
  const { api, functions } = config;
  const grown = PEAK_REQUESTS_PER_SECOND / api.ratePerSecond;
  const client = ({ requestsPerDay, ...rest }: ApiClient): ApiClient => ({
    ...rest,
    ratePerSecond: rest.ratePerSecond * grown,
    burst: rest.burst * grown,
    ...(requestsPerDay === undefined ? {} : { requestsPerDay: requestsPerDay * grown }),
  });
  const reserve = <Fn extends FunctionConfig | undefined>(fn: Fn, handler: HandlerName): Fn =>
    fn === undefined ? fn : { ...fn, reservedConcurrency: EXECUTIONS[handler] };
  return {
    ...config,
    loggedRequestsPercent: 1,
    api: {
      ...api,
      ratePerSecond: PEAK_REQUESTS_PER_SECOND,
      burst: api.burst * grown,
      clients: api.clients.map(client),
      ...(api.webAcl === undefined
        ? {}
        : {
            webAcl: { ...api.webAcl, perCredential: api.webAcl.perCredential * grown, perIp: api.webAcl.perIp * grown },
          }),
    },
    functions: {
      api: { ...reserve(functions.api, 'api'), provisionedConcurrency: 250 },
      notifications: reserve(functions.notifications, 'notifications'),
      'order-intake': reserve(functions['order-intake'], 'order-intake'),
      stream: reserve(functions.stream, 'stream'),
      ...(functions.plans === undefined ? {} : { plans: reserve(functions.plans, 'plans') }),
    },
    queueConcurrency: { notifications: EXECUTIONS.notifications, orders: EXECUTIONS['order-intake'] },
    streamParallelization: 2,
    warmThroughput: WARM,
  };
}
