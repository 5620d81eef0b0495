import { TABLE_IDS } from '../../src/database/tables';
import { StageMetrics } from '../constructs/metrics';
import type { AlarmRule, Watched } from './alarm-rule';

export function storeAlarms({ deployment }: Watched): AlarmRule[] {
  const metrics = new StageMetrics(deployment);
  const throttled = TABLE_IDS.map((table): AlarmRule => ({
    name: `${table}-throttled`,
    metric: metrics.throttledRequests(table),
    threshold: 0,
    // The SDK tries again: a split partition throttles for seconds and nobody notices.
    periods: [2, 3],
    concern: 'tomorrow',
    meaning: `DynamoDB throttles ${table}`,
    runbook: 'dynamodb-throttling',
  }));
  if (!deployment.config.protectData) return throttled;
  return [
    ...throttled,
    {
      name: 'backup-failed',
      metric: metrics.failedBackups(),
      threshold: 0,
      concern: 'tomorrow',
      meaning: 'A backup of the tables failed',
      runbook: 'backup-failed',
    },
  ];
}
