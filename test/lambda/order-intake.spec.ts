import { LOCAL_OPERATOR } from '../../src/access/principal';
import { SqsSchema } from '@aws-lambda-powertools/parser/schemas/sqs';
import { ImportsService } from '../../src/orders/imports/imports.service';
import { LAMBDA_CONTEXT, onLastTry, sqsEvent } from '../factories/events';
import { loadBundle } from '../support/bundle';
import { readyImport } from '../support/imports';
import { usePlatform } from '../support/platform';
import { bodiesOf, takeAll } from '../support/queues';
import { startWorker, Worker } from '../support/worker';
import type { QueueHandler } from './journeys/journey';

const platform = usePlatform();
let shop: Worker;
let handler: QueueHandler;

beforeAll(async () => {
  shop = await startWorker(platform.environment);
  handler = loadBundle('order-intake', platform.environment) as QueueHandler;
});
afterAll(() => shop.end());

describe('the bundle of the order intake', () => {
  it('makes the orders of the chunks in a batch, and answers the ids of the messages that failed', async () => {
    const import_id = await readyImport(shop, 'R1', 'R2');
    const batch = sqsEvent('poison', { import_id, chunk: 0 }, { import_id, chunk: 7 });
    expect(SqsSchema.safeParse(batch).error).toBeUndefined();
    expect(await handler(batch, LAMBDA_CONTEXT)).toEqual({
      batchItemFailures: [{ itemIdentifier: '0' }, { itemIdentifier: '2' }],
    });
    expect(await shop.app.get(ImportsService).view(LOCAL_OPERATOR, import_id)).toMatchObject({
      status: 'COMPLETED',
      created: 2,
    });
  });

  it('makes no order twice when a message comes again', async () => {
    const import_id = await readyImport(shop, 'R1');
    for (let time = 0; time < 2; time++)
      expect(await handler(sqsEvent({ import_id, chunk: 0 }), LAMBDA_CONTEXT)).toEqual({ batchItemFailures: [] });
    expect(await shop.app.get(ImportsService).view(LOCAL_OPERATOR, import_id)).toMatchObject({
      created: 1,
      duplicates: 0,
    });
  });

  it('puts a message that failed three times aside, with its reason', async () => {
    const message = { import_id: 'none', chunk: 0 };
    expect(await handler(onLastTry(sqsEvent(message)), LAMBDA_CONTEXT)).toEqual({ batchItemFailures: [] });
    const letters = await takeAll(platform.environment, 'orders-dlq');
    expect(bodiesOf(letters)).toEqual([message]);
    expect(letters[0]?.MessageAttributes?.reason?.StringValue).toBe('Error: There is no chunk 0 of import none');
  });
});
