import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { QUEUE_IDS, QUEUES } from '../../src/messaging/queues';
import { StageMetrics } from '../constructs/metrics';
import type { HandlerName } from '../stages';
import { TIMEOUT_SECONDS } from '../timeouts';
import type { AlarmRule, Concern, Watched } from './alarm-rule';

const ERRORS = 5;
const ITERATOR_AGE_MS = 300_000;
/** Of what a function may use at most: concurrency, time. */
const NEAR = 0.8;

const concernOf = (handler: HandlerName): Concern => (handler === 'api' ? 'customers' : 'tomorrow');

export function workerAlarms({ deployment, handlers }: Watched): AlarmRule[] {
  const metrics = new StageMetrics(deployment);
  return [
    ...handlers.map((handler): AlarmRule => ({
      name: `${handler}-errors`,
      metric: metrics.lambda(handler, 'Errors', Stats.SUM),
      threshold: ERRORS,
      concern: concernOf(handler),
      meaning: `More than ${ERRORS} errors of ${handler} in 5 minutes`,
      runbook: 'lambda-errors',
    })),
    {
      name: 'api-throttles',
      metric: metrics.lambda('api', 'Throttles', Stats.SUM),
      threshold: 0,
      periods: [2, 3],
      concern: 'customers',
      meaning: 'Lambda refuses requests',
      runbook: 'lambda-throttles',
    },
    {
      name: 'stream-age',
      metric: metrics.lambda('stream', 'IteratorAge', Stats.MAXIMUM),
      threshold: ITERATOR_AGE_MS,
      concern: 'events',
      meaning: 'The relay is 5 minutes behind the tables',
      runbook: 'stream-age',
    },
  ];
}

export function furtherWorkerAlarms({ deployment, handlers }: Watched): AlarmRule[] {
  const metrics = new StageMetrics(deployment);
  return [
    ...handlers.flatMap((handler) => [
      ...(handler === 'api' ? [] : [throttled(metrics, handler)]),
      slow(metrics, handler),
      ...crowded(metrics, handler, deployment.config.functions[handler]?.reservedConcurrency),
    ]),
    ...QUEUE_IDS.flatMap((id): AlarmRule[] => {
      const { name, consumer } = QUEUES[id];
      if (!handlers.some((handler) => handler === consumer.handler)) return [];
      return [
        {
          name: `${name}-stands-still`,
          metric: metrics.expression('IF(waiting > 0, FILL(calls, 0) < 1, 0)', {
            waiting: metrics.queue(name, 'ApproximateNumberOfMessagesVisible'),
            calls: metrics.lambda(consumer.handler, 'Invocations', Stats.SUM),
          }),
          threshold: 0,
          periods: [3, 3],
          concern: 'events',
          meaning: `Messages wait in ${name} and nobody takes them: its event source is switched off or broken`,
          runbook: 'event-source-stands-still',
        },
      ];
    }),
    {
      name: 'stream-stands-still',
      metric: metrics.expression('IF(writes > 0, FILL(calls, 0) < 1, 0)', {
        writes: metrics.table('orders', 'ConsumedWriteCapacityUnits'),
        calls: metrics.lambda('stream', 'Invocations', Stats.SUM),
      }),
      threshold: 0,
      periods: [3, 3],
      concern: 'events',
      meaning: 'Orders are written and no change reaches the relay: its event source is switched off or broken',
      runbook: 'event-source-stands-still',
    },
  ];
}

/** Lambda tries a throttled batch again by itself: only what goes on is news. */
const throttled = (metrics: StageMetrics, handler: HandlerName): AlarmRule => ({
  name: `${handler}-throttles`,
  metric: metrics.lambda(handler, 'Throttles', Stats.SUM),
  threshold: 10,
  periods: [3, 3],
  concern: 'tomorrow',
  meaning: `For 15 minutes ${handler} has been refused executions`,
  runbook: 'lambda-throttles',
});

const slow = (metrics: StageMetrics, handler: HandlerName): AlarmRule => ({
  name: `${handler}-near-timeout`,
  metric: metrics.lambda(handler, 'Duration', Stats.MAXIMUM),
  threshold: TIMEOUT_SECONDS[handler] * 1_000 * NEAR,
  periods: [2, 3],
  concern: 'tomorrow',
  meaning: `${handler} takes over ${NEAR * 100} % of its ${TIMEOUT_SECONDS[handler]} s`,
  runbook: 'near-timeout',
});

const crowded = (metrics: StageMetrics, handler: HandlerName, reserved: number | undefined): AlarmRule[] =>
  reserved === undefined
    ? []
    : [
        {
          name: `${handler}-concurrency`,
          metric: metrics.lambda(handler, 'ConcurrentExecutions', Stats.MAXIMUM),
          threshold: Math.ceil(reserved * NEAR),
          periods: [2, 3],
          concern: 'tomorrow',
          meaning: `${handler} uses over ${NEAR * 100} % of its ${reserved} executions`,
          runbook: 'lambda-throttles',
        },
      ];
