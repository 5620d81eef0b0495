import {
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  Message,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { SQSEvent } from 'aws-lambda';
import type { QueueDefinition } from '../messaging/queues';
import { undone } from './batch-answer';
import { HandlerFactory, LambdaEnvironment } from './lambda-environment';
import { LoopControl, ReportFailure } from './loop';
import { queueEvent } from './queue-events';

/** A running event source; `stop` waits for the batches that are being handled. */
export interface EventSourceMapping {
  stop(): Promise<void>;
}

/** The most messages that SQS hands out in one call. */
const MAX_BATCH = 10;

/**
 * Seconds of one long poll. Short, because a poll must end by itself: one that is cut off may already hold messages, which
 * then stay invisible for the queue's whole visibility time.
 */
const POLL_SECONDS = 1;

/**
 * Plays Lambda's event source mapping of a queue: what was handled is deleted, what failed becomes visible again after the
 * queue's visibility time and moves to the dead-letter queue after its tries.
 */
export function consumeQueue(options: {
  client: SQSClient;
  queueUrl: string;
  consumer: QueueDefinition['consumer'];
  createHandler: HandlerFactory<SQSEvent>;
  /** How many environments work at once. */
  concurrency: number;
  report: ReportFailure;
}): EventSourceMapping {
  const { client, queueUrl, consumer, report } = options;
  const control = new LoopControl();
  const arn = queueArn(client, queueUrl);
  const slots = Array.from({ length: Math.min(options.concurrency, consumer.maxConcurrency) }, () => {
    const environment = new LambdaEnvironment(consumer.handler, options.createHandler, consumer.timeoutSeconds);
    return control.repeat(`The queue of ${consumer.handler} cannot be read`, report, async () => {
      const messages = await receive(client, queueUrl, Math.min(consumer.batchSize, MAX_BATCH));
      if (messages.length > 0) await handle(messages, await arn(), environment, client, queueUrl, report);
      return 'more';
    });
  });
  return {
    stop: async () => {
      control.stop();
      await Promise.all(slots);
    },
  };
}

async function receive(client: SQSClient, queueUrl: string, batchSize: number): Promise<Message[]> {
  const { Messages = [] } = await client.send(
    new ReceiveMessageCommand({
      QueueUrl: queueUrl,
      MaxNumberOfMessages: batchSize,
      WaitTimeSeconds: POLL_SECONDS,
      MessageSystemAttributeNames: ['All'],
      MessageAttributeNames: ['All'],
    }),
  );
  return Messages;
}

async function handle(
  messages: readonly Message[],
  arn: string,
  environment: LambdaEnvironment<SQSEvent>,
  client: SQSClient,
  queueUrl: string,
  report: ReportFailure,
): Promise<void> {
  const event = queueEvent(messages, arn);
  const ids = event.Records.map(({ messageId }) => messageId);
  const failed = await environment.invoke(event).then(
    (answer) => undone(answer, ids),
    (error: unknown) => {
      report('A batch of messages failed', error);
      return new Set(ids);
    },
  );
  const done = event.Records.filter(({ messageId }) => !failed.has(messageId));
  if (done.length === 0) return;
  await client.send(
    new DeleteMessageBatchCommand({
      QueueUrl: queueUrl,
      Entries: done.map(({ receiptHandle }, index) => ({ Id: String(index), ReceiptHandle: receiptHandle })),
    }),
  );
}

/** Returns what asks for the queue's ARN, once and when it is first needed: the stand-in may not be up yet. */
function queueArn(client: SQSClient, queueUrl: string): () => Promise<string> {
  let known: string | undefined;
  return async () => {
    if (known !== undefined) return known;
    const { Attributes } = await client.send(
      new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ['QueueArn'] }),
    );
    return (known = Attributes?.QueueArn ?? '');
  };
}
