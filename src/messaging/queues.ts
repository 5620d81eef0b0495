/**
 * Every queue, dead-letter queue, topic, event source and timeout: plain data. CDK, local creation, tests and the names of
 * environment variables all derive from it.
 */
import type { TableId } from '../database/tables';
import { namesIn } from '../kernel/record';

export interface QueueDefinition {
  readonly name: string;
  /** How long a received message is hidden from others, in seconds: at least 6 times the consumer's timeout, as AWS asks of a Lambda event source. */
  readonly visibilitySeconds: number;
  /** How long a request for messages waits for one. */
  readonly longPollSeconds: number;
  readonly deadLetter: { readonly name: string; readonly maxReceiveCount: number };
  /** The Lambda that consumes it, named as its file in `src/lambda`. */
  readonly consumer: {
    readonly handler: string;
    readonly timeoutSeconds: number;
    readonly batchSize: number;
    readonly batchWindowSeconds: number;
    readonly maxConcurrency: number;
  };
}

export const QUEUES = {
  orders: {
    name: 'orders-queue',
    visibilitySeconds: 300,
    longPollSeconds: 20,
    deadLetter: { name: 'orders-dlq', maxReceiveCount: 3 },
    consumer: {
      handler: 'order-intake',
      timeoutSeconds: 50,
      batchSize: 1,
      batchWindowSeconds: 0,
      maxConcurrency: 10,
    },
  },
  notifications: {
    name: 'notifications-queue',
    visibilitySeconds: 60,
    longPollSeconds: 20,
    deadLetter: { name: 'notifications-dlq', maxReceiveCount: 3 },
    consumer: {
      handler: 'notifications',
      timeoutSeconds: 10,
      batchSize: 10,
      batchWindowSeconds: 0,
      maxConcurrency: 50,
    },
  },
  plans: {
    name: 'plans-queue',
    visibilitySeconds: 300,
    longPollSeconds: 20,
    deadLetter: { name: 'plans-dlq', maxReceiveCount: 3 },
    consumer: { handler: 'plans', timeoutSeconds: 50, batchSize: 1, batchWindowSeconds: 0, maxConcurrency: 5 },
  },
} as const satisfies Record<string, QueueDefinition>;

export type QueueId = keyof typeof QUEUES;
export const QUEUE_IDS = namesIn(QUEUES);

/** The queue of stream records that cannot be published. Nothing consumes it but an operator (`npm run dlq`). */
export const RELAY_DEAD_LETTER = { name: 'relay-dlq', variable: 'RELAY_DLQ_URL' } as const;

/** Whose dead letters: those of a queue, by its id, or the stream records that the relay cannot publish. */
export type DeadLetterSource = QueueId | 'relay';
export const DEAD_LETTER_SOURCES: readonly DeadLetterSource[] = [...QUEUE_IDS, 'relay'];

/** Returns the name of the queue that holds the dead letters. */
export const deadLetterName = (of: DeadLetterSource): string =>
  of === 'relay' ? RELAY_DEAD_LETTER.name : QUEUES[of].deadLetter.name;

/** Days that a message waits, in its queue and then for an operator: the most that SQS keeps. */
export const MESSAGE_RETENTION_DAYS = 14;

export const TOPICS = {
  /** Order and tracking events for the notifier and any outside subscriber; raw delivery. */
  events: { name: 'events', subscribers: ['notifications'], variable: 'EVENTS_TOPIC_ARN' },
} as const satisfies Record<string, { name: string; subscribers: readonly QueueId[]; variable: string }>;

/** The DynamoDB streams that the relay (`lambda/stream.ts`) reads. */
export const STREAM_SOURCE = {
  handler: 'stream',
  tables: ['orders', 'tracking', 'imports', 'plans'],
  timeoutSeconds: 30,
  batchSize: 100,
  maxRecordAgeHours: 24,
  parallelizationFactor: 2,
} as const satisfies { handler: string; tables: readonly TableId[] } & Record<string, unknown>;

/** Returns a resource's name in a stage: `dinex-dev-orders-queue`. */
export const resourceName = (stage: string, name: string): string => `dinex-${stage}-${name}`;

/** Returns the environment variable that tells a function a queue's URL: `ORDERS_QUEUE_URL`. */
export const queueVariable = (queue: QueueId): string => `${queue.toUpperCase()}_QUEUE_URL`;

/** Returns the variable that tells a consumer where its dead letters go, with the reason that SQS would not keep: `ORDERS_DLQ_URL`. */
export const deadLetterVariable = (queue: QueueId): string => `${queue.toUpperCase()}_DLQ_URL`;
