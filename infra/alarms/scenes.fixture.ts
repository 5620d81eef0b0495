import type { Scene } from '../checks/alarm-judge';

/** Of an alarm: the fault that has to raise it, and the noise of a healthy day that must not. */
export interface Scenes {
  readonly fault: string;
  readonly raised: Scene;
  readonly noise: string;
  readonly quiet: Scene;
}

type Period = readonly number[];
const NOTHING: Period = [];

const each = (...periods: Period[]): Period[] => periods;
/** The same samples in period after period. */
const always = (periods: number, ...samples: number[]): Period[] => Array.from({ length: periods }, () => samples);
/** So many samples of one value. */
const many = (count: number, value: number): number[] => Array.from({ length: count }, () => value);
const one = (samples: Scene['samples'], hour?: number): Scene => (hour === undefined ? { samples } : { samples, hour });

/** A metric that jumps above its threshold for good, and one that touches it. */
const level = (metric: string, fault: string, above: number, noise: string, below: number, periods = 6): Scenes => ({
  fault,
  raised: one({ [metric]: always(periods, above) }),
  noise,
  quiet: one({ [metric]: always(periods, below) }),
});

/** A metric that is above its threshold once: by chance, and gone in the next period. */
const blip = (metric: string, fault: string, above: number, noise: string, at: number): Scenes => ({
  fault,
  raised: one({ [metric]: always(6, above) }),
  noise,
  quiet: one({ [metric]: each([0], [at], [0], [0], [0], [0]) }),
});

const errors: Scenes = level(
  'Errors',
  'a handler throws six times in five minutes',
  6,
  'five errors in each five minutes',
  5,
);

const deadLetter: Scenes = {
  fault: 'a message gives up',
  raised: one({ ApproximateNumberOfMessagesVisible: each([0], [1], [1]) }),
  noise: 'a queue without letters, and one that CloudWatch tells nothing of',
  quiet: one({ ApproximateNumberOfMessagesVisible: each([0], NOTHING, [0]) }),
};

const deadLettersGrow: Scenes = {
  fault: 'more letters follow the first',
  raised: one({ ApproximateNumberOfMessagesVisible: each([0], [1], [2], [2], [5]) }),
  noise: 'the first letter comes, waits, and is redriven in the morning',
  quiet: one({ ApproximateNumberOfMessagesVisible: each([0], [3], [3], [3], [0]) }),
};

const standsStill: Scenes = {
  fault: 'the event source is switched off while messages wait',
  raised: one({ ApproximateNumberOfMessagesVisible: always(4, 7), Invocations: always(4) }),
  noise: 'nothing waits and nobody is called; and a queue that is long but worked at',
  quiet: one({
    ApproximateNumberOfMessagesVisible: each([0], [0], [0], [900], [700], [800]),
    Invocations: each(NOTHING, NOTHING, NOTHING, [40], [40], [40]),
  }),
};

const throttledTable: Scenes = {
  fault: 'a hot partition refuses writes for ten minutes',
  raised: one({ WriteThrottleEvents: each([0], [3], [4], [0]) }),
  noise: 'a partition splits, and some writes are refused for seconds',
  quiet: one({ WriteThrottleEvents: each(NOTHING, [12], NOTHING, NOTHING) }),
};

const throttledReads: Scenes = {
  fault: 'a hot partition refuses reads for ten minutes',
  raised: one({ ReadThrottleEvents: each([0], [3], [4], [0]) }),
  noise: 'a partition splits, and some reads are refused for seconds',
  quiet: one({ ReadThrottleEvents: each(NOTHING, [12], NOTHING, NOTHING) }),
};

const canary = (failed: string, calls: string): Scenes => ({
  fault: 'the new version, which has a tenth of 200 calls a minute, fails always',
  raised: one({ [failed]: each([0], [20]), [calls]: each([200], [200]) }),
  noise: 'two errors in a quiet minute, and ten among ten thousand in a busy one',
  quiet: one({ [failed]: each([2], [10]), [calls]: each([3], [10_000]) }),
});

const workerThrottles = level(
  'Throttles',
  'a worker is refused executions for a quarter of an hour',
  30,
  'ten refusals that Lambda tries again by itself',
  10,
);

const nearTimeout = (seconds: number): Scenes =>
  blip(
    'Duration',
    `executions take nine tenths of ${seconds} s`,
    seconds * 900,
    'one execution that waited for a store',
    seconds * 900,
  );

const crowded = (reserved: number): Scenes =>
  blip('ConcurrentExecutions', `${reserved} executions run at once`, reserved, 'a burst', reserved);

const failedTries = (channel: string): Scenes =>
  blip(`${channel}_failed`, 'every try fails', 200, 'a provider is away for a minute', 25);

const QUEUES = ['orders', 'notifications', 'plans'];

export const SCENES: Readonly<Record<string, Scenes>> = {
  'api-latency': {
    fault: 'a slow store: every request takes 3 s',
    raised: one({ Latency: always(3, 3_000) }),
    noise: 'one cold start at night, alone in its five minutes',
    quiet: one({ Latency: each(NOTHING, [2_400], NOTHING, NOTHING) }),
  },
  'api-latency-p99': {
    fault: 'two of a hundred requests take 1.5 s',
    raised: one({ Count: always(3, ...many(100, 1)), Latency: always(3, ...many(98, 80), 1_500, 1_500) }),
    noise: 'one cold start at night, and one slow request among a hundred',
    quiet: one({
      Count: each([1], many(100, 1), many(100, 1)),
      Latency: each([1_900], [...many(99, 80), 1_900], [...many(99, 80), 1_900]),
    }),
  },
  'api-5xx': {
    fault: 'four of a thousand requests fail, in two periods of three',
    raised: one({ Count: always(3, ...many(1_000, 1)), '5XXError': each([4], [0], [4]) }),
    noise: 'one failed request at night, and three of ten thousand by day',
    quiet: one({
      Count: each([9], [9], many(10_000, 1), many(10_000, 1)),
      '5XXError': each([1], [2], [3], [3]),
    }),
  },
  'api-silent': {
    fault: 'no request for half an hour at ten in the morning',
    raised: one({ Count: always(6) }),
    noise: 'a whole night without requests',
    quiet: one({ Count: always(12) }, 4),
  },
  outside: {
    fault: 'most of the askers outside get no answer for three minutes',
    raised: one({ HealthCheckStatus: always(3, 0) }),
    noise: 'one minute of a carrier that is away',
    quiet: one({ HealthCheckStatus: each([1], [0, 1], [1], [1]) }),
  },
  'waf-blocks': level('BlockedRequests', 'a flood from one address', 5_000, 'a scanner that tries forty paths', 40),
  'waf-near-limit': blip('CountedRequests', 'a client at six tenths of its limit', 900, 'a burst of one period', 900),
  'api-errors': errors,
  'notifications-errors': errors,
  'order-intake-errors': errors,
  'stream-errors': errors,
  'plans-errors': errors,
  'api-throttles': blip('Throttles', 'more requests at once than executions', 40, 'one refused request', 1),
  'notifications-throttles': workerThrottles,
  'order-intake-throttles': workerThrottles,
  'stream-throttles': workerThrottles,
  'plans-throttles': workerThrottles,
  'api-near-timeout': nearTimeout(29),
  'notifications-near-timeout': nearTimeout(10),
  'order-intake-near-timeout': nearTimeout(50),
  'stream-near-timeout': nearTimeout(30),
  'plans-near-timeout': nearTimeout(50),
  'api-concurrency': crowded(100),
  'notifications-concurrency': crowded(50),
  'order-intake-concurrency': crowded(10),
  'stream-concurrency': crowded(40),
  'plans-concurrency': crowded(5),
  'stream-age': level(
    'IteratorAge',
    'SNS refuses for ten minutes',
    600_000,
    'a batch that was tried four minutes',
    240_000,
  ),
  ...Object.fromEntries(
    QUEUES.flatMap((name) => [
      [`${name}-queue-stands-still`, standsStill],
      [
        `${name}-queue-depth`,
        {
          fault: 'the consumer is slower than what comes, for a quarter of an hour',
          raised: one({ ApproximateNumberOfMessagesVisible: always(3, 1_500) }),
          noise: 'an import of 5,000 rows, worked off in ten minutes',
          quiet: one({ ApproximateNumberOfMessagesVisible: each([5_000], [1_200], [0], [0]) }),
        } satisfies Scenes,
      ],
      [
        `${name}-queue-age`,
        level(
          'ApproximateAgeOfOldestMessage',
          'a message waits twenty minutes',
          1_200,
          'one that is tried for five',
          300,
        ),
      ],
      [`${name}-dlq`, deadLetter],
      [`${name}-dlq-grows`, deadLettersGrow],
    ]),
  ),
  'relay-dlq': deadLetter,
  'relay-dlq-grows': deadLettersGrow,
  'stream-stands-still': {
    fault: 'the stream is no longer read while orders are written',
    raised: one({ ConsumedWriteCapacityUnits: always(3, 40), Invocations: always(3) }),
    noise: 'a night without orders, and a morning that is relayed',
    quiet: one({
      ConsumedWriteCapacityUnits: each(NOTHING, NOTHING, NOTHING, [40], [40], [40]),
      Invocations: each(NOTHING, NOTHING, NOTHING, [3], [2], [3]),
    }),
  },
  'orders-throttled': throttledTable,
  'orders-reads-throttled': throttledReads,
  'tracking-throttled': throttledTable,
  'tracking-reads-throttled': throttledReads,
  'routes-throttled': throttledTable,
  'routes-reads-throttled': throttledReads,
  'driver_days-throttled': throttledTable,
  'driver_days-reads-throttled': throttledReads,
  'idempotency-throttled': throttledTable,
  'idempotency-reads-throttled': throttledReads,
  'imports-throttled': throttledTable,
  'imports-reads-throttled': throttledReads,
  'deliveries-throttled': throttledTable,
  'deliveries-reads-throttled': throttledReads,
  'plans-throttled': throttledTable,
  'plans-reads-throttled': throttledReads,
  'shops-throttled': throttledTable,
  'shops-reads-throttled': throttledReads,
  'credentials-throttled': throttledTable,
  'credentials-reads-throttled': throttledReads,
  'changes-throttled': throttledTable,
  'changes-reads-throttled': throttledReads,
  'drivers-throttled': throttledTable,
  'drivers-reads-throttled': throttledReads,
  'depots-throttled': throttledTable,
  'depots-reads-throttled': throttledReads,
  'backup-failed': level('NumberOfBackupJobsFailed', 'a backup fails', 1, 'none fails', 0, 2),
  'email-failed': failedTries('email'),
  'sms-failed': failedTries('sms'),
  'webhook-failed': failedTries('webhook'),
  bounces: level(
    'Reputation.BounceRate',
    'a list of old addresses: 6 % bounce',
    0.06,
    'two mistyped of a hundred',
    0.02,
  ),
  'bounces-near-stop': level('Reputation.BounceRate', '9 % bounce', 0.09, '6 %, of which the notice tells', 0.06),
  complaints: level('Reputation.ComplaintRate', 'two of a thousand complain', 0.002, 'one of two thousand', 0.0005),
  'complaints-near-stop': level('Reputation.ComplaintRate', '0.45 % complain', 0.0045, '0.2 %', 0.002),
  'sms-spent': level('SMSMonthToDateSpentUSD', 'nine tenths of the quota are spent', 0.9, 'half of it', 0.5),
  'sms-capped': level('sms_capped', 'the month’s bound is reached', 3, 'none is held back', 0),
  'sms-undelivered': {
    fault: 'a carrier drops every second message',
    raised: one({ NumberOfMessagesPublished: always(3, 40), SMSSuccessRate: always(3, 0.5) }),
    noise: 'the only message of five minutes meets a phone that is off',
    quiet: one({ NumberOfMessagesPublished: always(3, 1), SMSSuccessRate: always(3, 0) }),
  },
  'api-canary': canary('Errors', 'Invocations'),
  'notifications-canary': canary('Errors', 'Invocations'),
  'order-intake-canary': canary('Errors', 'Invocations'),
  'stream-canary': canary('Errors', 'Invocations'),
  'plans-canary': canary('Errors', 'Invocations'),
  'api-canary-5xx': canary('5XXError', 'Count'),
};
