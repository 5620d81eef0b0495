import { TABLE_IDS, TableId } from '../../src/database/tables';
import { StageMetrics } from '../constructs/metrics';
import type { AlarmRule, Watched } from './alarm-rule';

export function storeAlarms({ deployment }: Watched): AlarmRule[] {
  const metrics = new StageMetrics(deployment);
  const throttles = (name: string, table: TableId, kind: 'Read' | 'Write'): AlarmRule => ({
    name,
    metric: metrics.throttledRequests(table, kind),
    threshold: 0,
    // The SDK tries again: a split partition throttles for seconds and nobody notices.
    periods: [2, 3],
    concern: 'tomorrow',
    meaning: `DynamoDB throttles ${kind.toLowerCase()}s of ${table}`,
    runbook: 'dynamodb-throttling',
  });
  const throttled = TABLE_IDS.flatMap((table) => [
    throttles(`${table}-throttled`, table, 'Write'),
    throttles(`${table}-reads-throttled`, table, 'Read'),
  ]);
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
