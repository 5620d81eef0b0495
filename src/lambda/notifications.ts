import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { INestApplicationContext } from '@nestjs/common';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { AppLogger } from '../common/logger';
import { objectFrom } from '../common/untrusted';
import { readEnvironment } from '../config/environment';
import { NotificationsService } from '../notifications/notifications.service';
import { readParcelEvent } from '../orders/orders.events';
import { bootstrapWorker } from '../worker.module';
import { lazyHandler } from '../common/lazy-handler';

/** The consumer of the notifications queue: a message that fails, or is none of ours, comes back alone and ends in the DLQ. */
export function createNotificationsHandler(app: INestApplicationContext) {
  const service = app.get(NotificationsService);
  const logger = app.get(AppLogger);
  const processRecord = async ({ messageId, body, attributes }: SQSRecord): Promise<void> => {
    try {
      await service.notify(readParcelEvent(objectFrom(body)));
    } catch (error) {
      logger.failure('A notification failed and comes again', error, {
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

export const handler = lazyHandler(async () => createNotificationsHandler(await bootstrapWorker(readEnvironment())));
