import { Alarm, ComparisonOperator, IMetric, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { TABLE_IDS } from '../../src/database/tables';
import { QUEUE_IDS, QUEUES, RELAY_DEAD_LETTER } from '../../src/messaging/queues';
import { Deployment, named } from '../deployment';
import type { HandlerName } from '../stages';
import { ONE_MINUTE, StageMetrics } from './metrics';

export interface AlarmRule {
  /** The alarm's name behind the stage's prefix. */
  readonly name: string;
  readonly metric: IMetric;
  /** The alarm goes off above it. */
  readonly threshold: number;
  readonly meaning: string;
  /** The heading in docs/runbook.md that says what to do. */
  readonly runbook: string;
}

const QUEUE_DEPTH = 1_000;
const QUEUE_AGE_SECONDS = 900;
const ITERATOR_AGE_MS = 300_000;

export function alarmRules(deployment: Deployment, handlers: readonly HandlerName[]): AlarmRule[] {
  const metrics = new StageMetrics(deployment);
  const rule = (name: string, metric: IMetric, threshold: number, meaning: string, runbook: string): AlarmRule => ({
    name,
    metric,
    threshold,
    meaning,
    runbook,
  });
  return [
    ...handlers.map((handler) =>
      rule(
        `${handler}-errors`,
        metrics.lambda(handler, 'Errors', Stats.SUM),
        5,
        `More than 5 errors of ${handler} in 5 minutes`,
        'lambda-errors',
      ),
    ),
    rule(
      'api-throttles',
      metrics.lambda('api', 'Throttles', Stats.SUM),
      0,
      'Lambda refused requests',
      'lambda-throttles',
    ),
    rule(
      'api-latency',
      metrics.api('Latency', Stats.AVERAGE),
      2_000,
      'The API takes over 2 s on average',
      'api-latency',
    ),
    rule('api-latency-p99', metrics.api('Latency', 'p99'), 1_000, 'The API takes over 1 s at p99', 'api-latency'),
    rule('api-5xx', metrics.api('5XXError', Stats.AVERAGE), 0.001, 'Less than 99.9 % of requests answered', 'api-5xx'),
    rule(
      'stream-age',
      metrics.lambda('stream', 'IteratorAge', Stats.MAXIMUM),
      ITERATOR_AGE_MS,
      'The relay is 5 minutes behind the tables',
      'stream-age',
    ),
    ...TABLE_IDS.map((table) =>
      rule(
        `${table}-throttled`,
        metrics.throttledRequests(table),
        0,
        `DynamoDB throttles ${table}`,
        'dynamodb-throttling',
      ),
    ),
    ...QUEUE_IDS.flatMap((id) => queueRules(metrics, id)),
    deadLetterRule(metrics, RELAY_DEAD_LETTER.name),
    ...(deployment.config.protectData
      ? [rule('backup-failed', metrics.failedBackups(), 0, 'A backup of the tables failed', 'backup-failed')]
      : []),
  ];
}

function queueRules(metrics: StageMetrics, id: keyof typeof QUEUES): AlarmRule[] {
  const { name, deadLetter } = QUEUES[id];
  return [
    {
      name: `${name}-depth`,
      metric: metrics.queue(name, 'ApproximateNumberOfMessagesVisible'),
      threshold: QUEUE_DEPTH,
      meaning: `More than ${QUEUE_DEPTH} messages wait in ${name}`,
      runbook: 'queue-depth',
    },
    {
      name: `${name}-age`,
      metric: metrics.queue(name, 'ApproximateAgeOfOldestMessage'),
      threshold: QUEUE_AGE_SECONDS,
      meaning: `A message waits in ${name} for over 15 minutes`,
      runbook: 'queue-depth',
    },
    deadLetterRule(metrics, deadLetter.name),
  ];
}

const deadLetterRule = (metrics: StageMetrics, name: string): AlarmRule => ({
  name,
  metric: metrics.queue(name, 'ApproximateNumberOfMessagesVisible'),
  threshold: 0,
  meaning: `A message gave up and waits in ${name}`,
  runbook: 'dead-letters',
});

/**
 * What takes a canary back: three errors of the live alias within a minute. The API answers 500 and throws nothing, so that of its
 * faults only the gateway knows.
 */
export function rollbackRules(deployment: Deployment, handler: HandlerName): AlarmRule[] {
  const metrics = new StageMetrics(deployment);
  const rule = (name: string, metric: IMetric): AlarmRule => ({
    name,
    metric,
    threshold: 2,
    meaning: `The new version of ${handler} fails`,
    runbook: 'canary',
  });
  return [
    rule(`${handler}-canary`, metrics.liveErrors(handler)),
    ...(handler === 'api' ? [rule('api-canary-5xx', metrics.api('5XXError', Stats.SUM, ONE_MINUTE))] : []),
  ];
}

/** An alarm that tells the topic when it goes off and when it is over; silence of a metric is no alarm. */
export function createAlarm(scope: Construct, deployment: Deployment, rule: AlarmRule, topic: ITopic): Alarm {
  const alarm = new Alarm(scope, rule.name, {
    alarmName: named(deployment, rule.name),
    alarmDescription: `${rule.meaning}. What to do: docs/runbook.md#${rule.runbook}`,
    metric: rule.metric,
    threshold: rule.threshold,
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods: 1,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  });
  const action = new SnsAction(topic);
  alarm.addAlarmAction(action);
  alarm.addOkAction(action);
  return alarm;
}
