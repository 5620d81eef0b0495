import type { Context, DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { LAMBDA_CONTEXT, streamEvent } from '../../factories/events';
import { startWorker } from '../../support/worker';
import { Journey, NONE_FAILED } from './journey';

type StreamHandler = (event: DynamoDBStreamEvent, context: Context) => Promise<DynamoDBBatchResponse>;

/** A change of every table that the relay reads, and a record that is none of ours. */
export async function streamJourney({ load, platform }: Journey): Promise<void> {
  const relay = load() as StreamHandler;
  const shop = await startWorker(platform);
  const order = await shop.order();
  await shop.end();
  const { order_id: _, ...tracker } = order;
  const changes = [
    streamEvent('dinex-local-orders', { after: order }),
    streamEvent('dinex-local-tracking', { after: { ...tracker, timestamp: 'HEAD' } }),
    streamEvent('dinex-local-imports', { after: { import_id: 'i', status: 'READY', chunks: 2 } }),
    streamEvent('dinex-local-plans', { after: { plan_id: 'p', status: 'QUEUED' } }),
    streamEvent('dinex-local-orders', { after: { order_id: 'poison' } }),
  ];
  for (const change of changes) expect(await relay(change, LAMBDA_CONTEXT)).toEqual(NONE_FAILED);
}
