import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { DynamoDBStreamEvent, SQSEvent } from 'aws-lambda';
import type { Config } from '../config/config';
import { QUEUE_IDS, QUEUES, STREAM_SOURCE } from '../messaging/queues';
import { Checkpoints } from './checkpoints';
import { platformClient } from './embedded-client';
import type { HandlerFactory } from './lambda-environment';
import type { ReportFailure } from './loop';
import { consumeQueue } from './queue-source';
import { consumeStream, StreamSource } from './stream-source';

type StreamTable = (typeof STREAM_SOURCE.tables)[number];

/** The handlers of `src/lambda`, by the names that `queues.ts` gives them; events of an absent one wait. */
export interface Handlers {
  readonly queues: Readonly<
    Partial<Record<(typeof QUEUES)[keyof typeof QUEUES]['consumer']['handler'], HandlerFactory<SQSEvent>>>
  >;
  readonly stream?: HandlerFactory<DynamoDBStreamEvent>;
}

export interface EventSources {
  /** Returns the milliseconds that the relay is behind the writes of each streamed table. */
  iteratorAges(): Readonly<Partial<Record<StreamTable, number>>>;
  /** Waits for the batches that are being handled. */
  stop(): Promise<void>;
}

export interface EventSourceOptions {
  /** Where the relay's progress is kept; in memory without it. */
  readonly checkpointFile?: string;
  /** Environments of each queue's handler at once. */
  readonly concurrency?: number;
  /** Pause after an empty read of a stream. */
  readonly pollMs?: number;
  readonly report?: ReportFailure;
}

/** Starts what Lambda's event source mappings are on AWS, by the same definitions: stream to relay, queue to handler. */
export async function startEventSources(
  config: Config,
  handlers: Handlers,
  options: EventSourceOptions = {},
): Promise<EventSources> {
  const report = options.report ?? printFailure;
  const queues = new SQSClient(platformClient(config.AWS_REGION, config.AWS_ENDPOINT_URL_SQS));
  const streams = new DynamoDBStreamsClient(platformClient(config.AWS_REGION, config.AWS_ENDPOINT_URL_DYNAMODB));
  const queueSources = QUEUE_IDS.flatMap((id) => {
    const { consumer } = QUEUES[id];
    const createHandler = handlers.queues[consumer.handler];
    const queueUrl = config.resources.queues[id];
    return createHandler === undefined || queueUrl === undefined
      ? []
      : [
          consumeQueue({
            client: queues,
            queueUrl,
            consumer,
            createHandler,
            concurrency: options.concurrency ?? 2,
            report,
          }),
        ];
  });
  const streamSources = new Map<StreamTable, StreamSource>();
  if (handlers.stream !== undefined) {
    const checkpoints = Checkpoints.open(options.checkpointFile);
    for (const [table, streamArn] of await streamArns(config))
      streamSources.set(
        table,
        consumeStream({
          client: streams,
          streamArn,
          region: config.AWS_REGION,
          consumer: STREAM_SOURCE,
          createHandler: handlers.stream,
          checkpoints,
          pollMs: options.pollMs ?? 200,
          report,
        }),
      );
  }
  return {
    iteratorAges: () =>
      Object.fromEntries([...streamSources].map(([table, source]) => [table, source.iteratorAgeMs()])),
    stop: async () => {
      await Promise.all([...queueSources, ...streamSources.values()].map((source) => source.stop()));
      queues.destroy();
      streams.destroy();
    },
  };
}

async function streamArns(config: Config): Promise<[StreamTable, string][]> {
  const client = new DynamoDBClient(platformClient(config.AWS_REGION, config.AWS_ENDPOINT_URL_DYNAMODB));
  const arns = await Promise.all(
    STREAM_SOURCE.tables.map(async (table): Promise<[StreamTable, string][]> => {
      const { Table } = await client.send(new DescribeTableCommand({ TableName: config.resources.tables[table] }));
      return Table?.LatestStreamArn === undefined ? [] : [[table, Table.LatestStreamArn]];
    }),
  );
  client.destroy();
  return arns.flat();
}

const printFailure: ReportFailure = (message, error) => {
  console.error(`${message}: ${error instanceof Error ? error.message : String(error)}`);
};
