import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { INestApplicationContext } from '@nestjs/common';
import type { Context, DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { lazyHandler } from './lazy-handler';
import { tellStart } from './tell-start';
import { AppLogger } from '../observability/logger';
import { AppMetrics } from '../observability/metrics';
import { Config } from '../config/config';
import { readEnvironment } from '../config/environment';
import { consume } from '../messaging/consume';
import { Publisher } from '../messaging/publisher';
import { STREAM_SOURCE } from '../messaging/queues';
import { placeOf, Relay } from '../messaging/relay';
import type { TableStream } from '../messaging/table-stream';
import { importsStream } from '../orders/imports/imports.events';
import { ordersStream } from '../orders/orders.events';
import { plansStream } from '../routes/plans/plans.events';
import { trackingStream } from '../tracking/tracking.events';
import { bootstrapWorker } from '../worker.module';

/** The streams whose changes the relay publishes. */
export const TABLE_STREAMS: readonly TableStream[] = [ordersStream, trackingStream, importsStream, plansStream];

/**
 * Makes the outbox relay as DynamoDB Streams invokes it. Of several failed records AWS goes back to the earliest and delivers all that
 * follow once more, those published before included: consumers know an event when it comes again.
 */
export function createStreamHandler(app: INestApplicationContext, streams = TABLE_STREAMS) {
  const logger = app.get(AppLogger);
  const relay = new Relay(app.get(Publisher), streams, app.get(Config).resources.tables, logger, app.get(AppMetrics));
  const processRecord = (record: DynamoDBRecord): Promise<void> =>
    consume({
      timeoutSeconds: STREAM_SOURCE.timeoutSeconds,
      correlationId: record.dynamodb?.NewImage?.correlation_id?.S,
      ownId: record.eventID ?? '',
      work: () => relay.relay(record),
      failed: (error) => {
        logger.failure('A stream record could not be published and comes again', error, placeOf(record));
        return Promise.resolve('again');
      },
    });
  return async (event: DynamoDBStreamEvent, context: Context): Promise<DynamoDBBatchResponse> =>
    // A processor holds the state of one batch, and the embedded platform runs several batches at once.
    processPartialResponse(event, processRecord, new BatchProcessor(EventType.DynamoDBStreams), {
      context,
      throwOnFullBatchFailure: false,
    });
}

export const { handler, prepare } = lazyHandler(async (start) =>
  createStreamHandler(tellStart(start, await bootstrapWorker(readEnvironment()))),
);
