import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { INestApplicationContext } from '@nestjs/common';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { AppLogger } from '../common/logger';
import { objectFrom } from '../common/untrusted';
import { readEnvironment } from '../config/environment';
import { ImportIntake } from '../orders/imports/import-intake';
import { readChunkMessage } from '../orders/imports/imports.events';
import { bootstrapWorker } from '../worker.module';
import { lazyHandler } from './lazy';

/** The consumer of the orders queue: makes the orders of one chunk of an import. */
export function createOrderIntakeHandler(app: INestApplicationContext) {
  const intake = app.get(ImportIntake);
  const logger = app.get(AppLogger);
  const processRecord = async ({ messageId, body, attributes }: SQSRecord): Promise<void> => {
    try {
      await intake.take(readChunkMessage(objectFrom(body)));
    } catch (error) {
      logger.failure('A chunk of an import failed and comes again', error, {
        message_id: messageId,
        receive_count: attributes.ApproximateReceiveCount,
      });
      throw error;
    }
  };
  return async (event: SQSEvent, context: Context): Promise<SQSBatchResponse> =>
    processPartialResponse(event, processRecord, new BatchProcessor(EventType.SQS), {
      context,
      throwOnFullBatchFailure: false,
    });
}

export const handler = lazyHandler(async () => createOrderIntakeHandler(await bootstrapWorker(readEnvironment())));
