import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { StageMetrics } from '../constructs/metrics';
import type { AlarmRule, Watched } from './alarm-rule';

/** Fewer answers than this in five minutes say nothing of a share or a percentile: one cold start at night is no incident. */
const FEW_REQUESTS = 50;
const FEW_ERRORS = 3;
const BLOCKED_REQUESTS = 100;

/** In Lima it is eight in the morning; by midnight UTC, seven in the evening, the last vans come home. */
const FIRST_WORKING_HOUR_UTC = 13;

/** What callers see, in periods that have enough requests to judge. */
export function requestAlarms({ deployment }: Watched): AlarmRule[] {
  const metrics = new StageMetrics(deployment);
  const requests = metrics.api('Count', Stats.SUM);
  return [
    {
      name: 'api-latency',
      metric: metrics.api('Latency', Stats.AVERAGE),
      threshold: 2_000,
      periods: [2, 3],
      concern: 'customers',
      meaning: 'The API takes over 2 s on average',
      runbook: 'api-latency',
    },
    {
      name: 'api-latency-p99',
      metric: metrics.expression(`IF(requests >= ${FEW_REQUESTS}, slowest, 0)`, {
        requests,
        slowest: metrics.api('Latency', 'p99'),
      }),
      threshold: 1_000,
      periods: [2, 3],
      concern: 'customers',
      meaning: 'The API takes over 1 s at p99',
      runbook: 'api-latency',
    },
    {
      name: 'api-5xx',
      metric: metrics.expression(`IF(failed >= ${FEW_ERRORS}, failed / requests, 0)`, {
        requests,
        failed: metrics.api('5XXError', Stats.SUM),
      }),
      threshold: 0.001,
      periods: [2, 3],
      concern: 'customers',
      meaning: 'Less than 99.9 % of requests answered',
      runbook: 'api-5xx',
    },
  ];
}

/** What stages that people rely on watch besides. */
export function furtherRequestAlarms({ deployment }: Watched): AlarmRule[] {
  const metrics = new StageMetrics(deployment);
  const requests = metrics.api('Count', Stats.SUM);
  const silent: AlarmRule = {
    name: 'api-silent',
    metric: metrics.expression(`IF(HOUR(TIME_SERIES(1)) >= ${FIRST_WORKING_HOUR_UTC}, FILL(requests, 0) < 1, 0)`, {
      requests,
    }),
    threshold: 0,
    periods: [6, 6],
    // Where there is no request there is no datapoint either; at night the expression has one, of 0.
    silence: 'breaching',
    concern: 'customers',
    meaning: 'For half an hour of the working day nobody has asked anything',
    runbook: 'silence',
  };
  if (deployment.config.api.webAcl === undefined) return [silent];
  return [
    silent,
    {
      name: 'waf-blocks',
      metric: metrics.webAcl('BlockedRequests', 'ALL'),
      threshold: BLOCKED_REQUESTS,
      concern: 'tomorrow',
      meaning: `The web ACL blocked over ${BLOCKED_REQUESTS} requests in 5 minutes`,
      runbook: 'waf-blocks',
    },
    {
      name: 'waf-near-limit',
      metric: metrics.nearLimit(),
      threshold: 0,
      periods: [3, 3],
      concern: 'tomorrow',
      meaning: 'For 15 minutes a caller has asked over half of what it may',
      runbook: 'waf-blocks',
    },
  ];
}
