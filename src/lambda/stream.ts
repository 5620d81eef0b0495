import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { INestApplicationContext } from '@nestjs/common';
import type { Context, DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { lazyHandler } from './lazy-handler';
import { AppLogger } from '../observability/logger';
import { AppMetrics } from '../observability/metrics';
import { Config } from '../config/config';
import { readEnvironment } from '../config/environment';
import { Publisher } from '../messaging/publisher';
import { placeOf, Relay } from '../messaging/relay';
import type { StreamRoute } from '../messaging/stream-route';
import { importsRoute } from '../orders/imports/imports.events';
import { ordersRoute } from '../orders/orders.events';
import { plansStream } from '../routes/plans/plans.events';
import { trackingRoute } from '../tracking/tracking.events';
import { bootstrapWorker } from '../worker.module';

/** What the relay carries, by table. */
export const STREAM_ROUTES: readonly StreamRoute[] = [ordersRoute, trackingRoute, importsRoute, plansStream];

/**
 * The outbox relay as DynamoDB Streams invokes it. Of several failed records AWS goes back to the earliest and delivers all that
 * follow once more, those published before included: consumers know an event when it comes again.
 */
export function createStreamHandler(app: INestApplicationContext, routes = STREAM_ROUTES) {
  const logger = app.get(AppLogger);
  const relay = new Relay(app.get(Publisher), routes, app.get(Config).resources.tables, logger, app.get(AppMetrics));
  const processRecord = async (record: DynamoDBRecord): Promise<void> => {
    try {
      await relay.relay(record);
    } catch (error) {
      logger.failure('A stream record could not be published and comes again', error, placeOf(record));
      throw error;
    }
  };
  return async (event: DynamoDBStreamEvent, context: Context): Promise<DynamoDBBatchResponse> =>
    // A processor holds the state of one batch, and the embedded platform runs several batches at once.
    processPartialResponse(event, processRecord, new BatchProcessor(EventType.DynamoDBStreams), {
      context,
      throwOnFullBatchFailure: false,
    });
}

export const { handler, prepare } = lazyHandler(async () =>
  createStreamHandler(await bootstrapWorker(readEnvironment())),
);
