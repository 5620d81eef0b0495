import { QUEUE_IDS, QUEUES, RELAY_DEAD_LETTER } from '../../src/messaging/queues';
import { StageMetrics } from '../constructs/metrics';
import type { AlarmRule, Watched } from './alarm-rule';

const QUEUE_DEPTH = 1_000;
const QUEUE_AGE_SECONDS = 900;

const DEAD_LETTER_QUEUES = [...QUEUE_IDS.map((id) => QUEUES[id].deadLetter.name), RELAY_DEAD_LETTER.name];

export function queueAlarms({ deployment }: Watched): AlarmRule[] {
  const metrics = new StageMetrics(deployment);
  return [
    ...QUEUE_IDS.flatMap((id): AlarmRule[] => {
      const { name } = QUEUES[id];
      return [
        {
          name: `${name}-depth`,
          metric: metrics.queue(name, 'ApproximateNumberOfMessagesVisible'),
          threshold: QUEUE_DEPTH,
          // An import of 5,000 rows passes in minutes.
          periods: [3, 3],
          concern: 'tomorrow',
          meaning: `More than ${QUEUE_DEPTH} messages wait in ${name}`,
          runbook: 'queue-depth',
        },
        {
          name: `${name}-age`,
          metric: metrics.queue(name, 'ApproximateAgeOfOldestMessage'),
          threshold: QUEUE_AGE_SECONDS,
          concern: 'events',
          meaning: `A message waits in ${name} for over 15 minutes`,
          runbook: 'queue-depth',
        },
      ];
    }),
    ...DEAD_LETTER_QUEUES.map((name): AlarmRule => ({
      name,
      metric: metrics.queue(name, 'ApproximateNumberOfMessagesVisible'),
      threshold: 0,
      concern: 'tomorrow',
      meaning: `A message gave up and waits in ${name}`,
      runbook: 'dead-letters',
    })),
  ];
}

/** Whoever left a dead letter for the morning is told when more follow: an alarm that is on already says nothing. */
export function furtherQueueAlarms({ deployment }: Watched): AlarmRule[] {
  const metrics = new StageMetrics(deployment);
  return DEAD_LETTER_QUEUES.map((name) => ({
    name: `${name}-grows`,
    metric: metrics.expression('IF(letters - DIFF(letters) > 0, DIFF(letters), 0)', {
      letters: metrics.queue(name, 'ApproximateNumberOfMessagesVisible'),
    }),
    threshold: 0,
    periods: [2, 6],
    concern: 'events',
    meaning: `More and more messages give up into ${name}`,
    runbook: 'dead-letters',
  }));
}
