import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { INestApplicationContext } from '@nestjs/common';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { AppLogger } from '../observability/logger';
import { redactText } from '../observability/redact';
import { objectFrom } from '../kernel/untrusted';
import { Publisher } from './publisher';
import { QueueId, QUEUES } from './queues';

type MessageHandler = (message: Readonly<Record<string, unknown>>, attempt: number) => Promise<void>;

const MAX_REASON = 256;

/**
 * A handler of queued JSON messages: one that fails, or is none of ours, comes back alone. After its last try it goes to the dead
 * letters with its reason; where that cannot be done SQS moves it there, without one.
 */
export function queueHandler(app: INestApplicationContext, queue: QueueId, handleMessage: MessageHandler) {
  const logger = app.get(AppLogger);
  const publisher = app.get(Publisher);
  const { name, deadLetter } = QUEUES[queue];
  const processRecord = async ({ messageId, body, attributes }: SQSRecord): Promise<void> => {
    const attempt = Number(attributes.ApproximateReceiveCount);
    try {
      await handleMessage(objectFrom(body), attempt);
    } catch (error) {
      const last = attempt >= deadLetter.maxReceiveCount;
      logger.failure(`A message of ${name} failed and ${last ? 'is a dead letter' : 'comes again'}`, error, {
        message_id: messageId,
        receive_count: attempt,
      });
      if (!last) throw error;
      await publisher.giveUp(queue, body, { reason: reasonOf(error), source: name, message_id: messageId });
    }
  };
  return async (event: SQSEvent, context: Context): Promise<SQSBatchResponse> =>
    // A processor holds the state of one batch, and the embedded platform runs several batches at once.
    processPartialResponse(event, processRecord, new BatchProcessor(EventType.SQS), {
      context,
      throwOnFullBatchFailure: false,
    });
}

const reasonOf = (error: unknown): string =>
  redactText(error instanceof Error ? `${error.name}: ${error.message}` : String(error)).slice(0, MAX_REASON);
