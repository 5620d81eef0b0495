import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { AppLogger } from '../common/logger';
import { objectFrom } from '../common/untrusted';

/** A handler of queued JSON messages: one that fails, or is none of ours, comes back alone and ends among the dead letters. */
export function queueHandler(
  logger: AppLogger,
  what: string,
  handleMessage: (message: Readonly<Record<string, unknown>>, attempt: number) => Promise<void>,
) {
  const processRecord = async ({ messageId, body, attributes }: SQSRecord): Promise<void> => {
    try {
      await handleMessage(objectFrom(body), Number(attributes.ApproximateReceiveCount));
    } catch (error) {
      logger.failure(`${what} failed and comes again`, error, {
        message_id: messageId,
        receive_count: attributes.ApproximateReceiveCount,
      });
      throw error;
    }
  };
  return async (event: SQSEvent, context: Context): Promise<SQSBatchResponse> =>
    // A processor holds the state of one batch, and the embedded platform runs several batches at once.
    processPartialResponse(event, processRecord, new BatchProcessor(EventType.SQS), {
      context,
      throwOnFullBatchFailure: false,
    });
}
