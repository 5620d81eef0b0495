import { DynamoDBStreamSchema } from '@aws-lambda-powertools/parser/schemas/dynamodb';
import type { Context, DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import type { Order } from '../../src/orders/order';
import { LAMBDA_CONTEXT, streamEvent } from '../factories/events';
import { loadBundle } from '../support/bundle';
import { usePlatform } from '../support/platform';
import { bodiesOf, takeAll } from '../support/queues';
import { startWorker } from '../support/worker';

type Handler = (event: DynamoDBStreamEvent, context: Context) => Promise<DynamoDBBatchResponse>;
const platform = usePlatform();
let handler: Handler;
let order: Order;

beforeAll(() => {
  handler = loadBundle('stream', platform.environment) as Handler;
});
beforeEach(async () => {
  const shop = await startWorker(platform.environment);
  order = await shop.order();
  await shop.end();
});

describe('the bundle of the relay', () => {
  it('publishes what a batch of the orders stream means, and puts aside what it cannot', async () => {
    const moved = { ...order, status: 'PICKED_UP', last_event_id: 'scan-1', caused_by: 'scan-1' };
    const batch = streamEvent(
      'dinex-local-orders',
      { after: order },
      { before: order, after: moved },
      { before: moved, after: { ...moved, status: undefined, last_event_id: 'scan-2' } },
      { before: moved },
    );
    expect(DynamoDBStreamSchema.safeParse(batch).error).toBeUndefined();
    expect(await handler(batch, LAMBDA_CONTEXT)).toEqual({ batchItemFailures: [] });

    const messages = bodiesOf(await takeAll(platform.environment, 'notifications-queue'));
    expect(messages).toHaveLength(2);
    expect(messages).toContainEqual(
      expect.objectContaining({ event_id: order.order_id, type: 'order.created', status: 'CREATED' }),
    );
    expect(messages).toContainEqual(
      expect.objectContaining({ event_id: 'scan-1', status: 'PICKED_UP', previous_status: 'CREATED' }),
    );
    expect(JSON.stringify(messages)).not.toMatch(/rosa|999888777|Larco/i);
    expect(bodiesOf(await takeAll(platform.environment, 'relay-dlq'))).toEqual([batch.Records[2]]);
  });
});
