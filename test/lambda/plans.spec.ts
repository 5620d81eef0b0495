import { SqsSchema } from '@aws-lambda-powertools/parser/schemas/sqs';
import { PlansService } from '../../src/routes/plans/plans.service';
import { LAMBDA_CONTEXT, onLastTry, sqsEvent } from '../factories/events';
import { loadBundle } from '../support/bundle';
import { usePlatform } from '../support/platform';
import { bodiesOf, takeAll } from '../support/queues';
import { queuedPlan } from '../support/routes';
import { startWorker, Worker } from '../support/worker';
import type { QueueHandler } from './journeys/journey';

const platform = usePlatform();
let dispatcher: Worker;
let handler: QueueHandler;

beforeAll(async () => {
  dispatcher = await startWorker(platform.environment);
  handler = loadBundle('plans', platform.environment) as QueueHandler;
});
afterAll(() => dispatcher.end());

describe('the bundle of the plans', () => {
  it('makes the plans of a batch, and answers the ids of the messages that failed', async () => {
    const plan_id = await queuedPlan(dispatcher);
    const batch = sqsEvent({ plan_id }, 'poison');
    expect(SqsSchema.safeParse(batch).error).toBeUndefined();
    expect(await handler(batch, LAMBDA_CONTEXT)).toEqual({ batchItemFailures: [{ itemIdentifier: '1' }] });
    expect(await dispatcher.app.get(PlansService).view(plan_id)).toMatchObject({ status: 'DONE', unassigned: [] });
  });

  it('leaves a plan that is made as it is when its message comes again', async () => {
    const plan_id = await queuedPlan(dispatcher);
    const plans = dispatcher.app.get(PlansService);
    await handler(sqsEvent({ plan_id }), LAMBDA_CONTEXT);
    const made = await plans.view(plan_id);
    expect(await handler(sqsEvent({ plan_id }), LAMBDA_CONTEXT)).toEqual({ batchItemFailures: [] });
    expect(await plans.view(plan_id)).toEqual(made);
  });

  it('puts a message that failed three times aside, with its reason', async () => {
    expect(await handler(onLastTry(sqsEvent({})), LAMBDA_CONTEXT)).toEqual({ batchItemFailures: [] });
    const letters = await takeAll(platform.environment, 'plans-dlq');
    expect(bodiesOf(letters)).toEqual([{}]);
    expect(letters[0]?.MessageAttributes?.reason?.StringValue).toContain('plan_id');
  });
});
