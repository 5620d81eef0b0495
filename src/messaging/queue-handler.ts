import { cutTo } from '../kernel/cut';
import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { INestApplicationContext } from '@nestjs/common';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { AppLogger } from '../observability/logger';
import { redactText } from '../observability/redact';
import { isRecord } from '../kernel/record';
import { AfterFailure, consume } from './consume';
import { Publisher } from './publisher';
import { QueueId, QUEUES } from './queues';

/** The body of a queued message: an object of JSON, whose fields are the handler's to read. */
export type Message = Readonly<Record<string, unknown>>;

export interface MessageHandler {
  /** @throws when the message is not done: it comes again, or becomes a dead letter after its last try. */
  handle(message: Message): Promise<void>;
  /** Does what its last failure means beside the message, before that becomes a dead letter. */
  lastTryFailed?(message: Message, error: unknown): Promise<void>;
}

/** Characters of a reason that an operator reads. */
const MAX_REASON = 256;

/**
 * Makes the Lambda handler of a queue: a message that fails, or is none of ours, comes back alone. After its last try it becomes a
 * dead letter with its reason; where that fails too, SQS moves it there, without one.
 */
export function queueHandler(app: INestApplicationContext, queue: QueueId, handler: MessageHandler) {
  const logger = app.get(AppLogger);
  const publisher = app.get(Publisher);
  const { name, deadLetter, consumer } = QUEUES[queue];

  const failedFor = async (record: SQSRecord, message: Message | Error, error: unknown): Promise<AfterFailure> => {
    const { messageId, body, attributes } = record;
    const attempt = Number(attributes.ApproximateReceiveCount);
    const last = attempt >= deadLetter.maxReceiveCount;
    const place = { message_id: messageId, receive_count: attempt };
    logger.failure(`A message of ${name} failed and ${last ? 'is a dead letter' : 'comes again'}`, error, place);
    if (!last) return 'again';
    if (!(message instanceof Error))
      await handler.lastTryFailed?.(message, error).catch((failure: unknown) => {
        logger.failure(`What a dead letter of ${name} leads to failed`, failure, place);
      });
    await publisher.deadLetter(queue, body, { reason: reasonOf(error), source: name, message_id: messageId });
    return 'done';
  };

  const processRecord = (record: SQSRecord): Promise<void> => {
    const message = parsed(record.body);
    return consume({
      timeoutSeconds: consumer.timeoutSeconds,
      correlationId: message instanceof Error ? undefined : message.correlation_id,
      ownId: record.messageId,
      work: async () => {
        if (message instanceof Error) throw message;
        await handler.handle(message);
      },
      failed: (error) => failedFor(record, message, error),
    });
  };

  return async (event: SQSEvent, context: Context): Promise<SQSBatchResponse> =>
    // A processor holds the state of one batch, and the embedded platform runs several batches at once.
    processPartialResponse(event, processRecord, new BatchProcessor(EventType.SQS), {
      context,
      throwOnFullBatchFailure: false,
    });
}

/** Returns the message, or the error that says why there is none. */
function parsed(body: string): Message | Error {
  try {
    const message: unknown = JSON.parse(body);
    return isRecord(message) ? message : new Error('the message is not a JSON object');
  } catch {
    return new Error('the message is not JSON');
  }
}

const reasonOf = (error: unknown): string =>
  cutTo(redactText(error instanceof Error ? `${error.name}: ${error.message}` : String(error)), MAX_REASON);
