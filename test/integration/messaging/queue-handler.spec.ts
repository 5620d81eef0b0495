import { MessageHandler, queueHandler } from '../../../src/messaging/queue-handler';
import { currentScope } from '../../../src/observability/scope';
import { LAMBDA_CONTEXT, onLastTry, sqsEvent } from '../../factories/events';
import { usePlatform } from '../../support/platform';
import { takeAll } from '../../support/queues';
import { startWorker, Worker } from '../../support/worker';

const platform = usePlatform();
const workers: Worker[] = [];
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.end()));
});

/** What the handler of a queue does with one message whose handling fails. */
async function fails(
  event: ReturnType<typeof sqsEvent>,
  lastTryFailed?: MessageHandler['lastTryFailed'],
  variables: Readonly<Record<string, string>> = {},
) {
  const worker = await startWorker({ ...platform.environment, ...variables });
  workers.push(worker);
  const handler = queueHandler(worker.app, 'plans', {
    handle: () => Promise.reject(new RangeError('too far')),
    ...(lastTryFailed === undefined ? {} : { lastTryFailed }),
  });
  const { batchItemFailures } = await handler(event, LAMBDA_CONTEXT);
  return { comesAgain: batchItemFailures.length > 0, letters: await takeAll(platform.environment, 'plans-dlq') };
}
const message = { plan_id: 'p1', correlation_id: 'asked-for-it' };

describe('a message that fails', () => {
  it('comes again, and nothing follows yet', async () => {
    const last: unknown[] = [];
    const after = await fails(sqsEvent(message), (of) => Promise.resolve(void last.push(of)));
    expect(after).toEqual({ comesAgain: true, letters: [] });
    expect(last).toEqual([]);
  });

  it('is a dead letter after its last try, once what follows is done under the id of its request', async () => {
    const last: unknown[] = [];
    const { comesAgain, letters } = await fails(onLastTry(sqsEvent(message)), async (of, error) => {
      last.push(of, error, currentScope()?.correlationId, (await takeAll(platform.environment, 'plans-dlq')).length);
    });
    expect(last).toEqual([message, new RangeError('too far'), 'asked-for-it', 0]);
    expect(comesAgain).toBe(false);
    expect(letters.map(({ Body = '' }) => JSON.parse(Body) as unknown)).toEqual([message]);
    expect(letters[0]?.MessageAttributes).toMatchObject({
      reason: { StringValue: 'RangeError: too far' },
      source: { StringValue: 'plans-queue' },
      message_id: { StringValue: '0' },
    });
  });

  it('is a dead letter although what follows its last try fails as well', async () => {
    const { comesAgain, letters } = await fails(onLastTry(sqsEvent(message)), () =>
      Promise.reject(new Error('no store')),
    );
    expect(comesAgain).toBe(false);
    expect(letters[0]?.MessageAttributes?.reason?.StringValue).toBe('RangeError: too far');
  });

  it('that is no JSON is a dead letter of which nothing follows', async () => {
    const last: unknown[] = [];
    const after = await fails(onLastTry(sqsEvent('{"plan_id":')), (of) => Promise.resolve(void last.push(of)));
    expect(after.letters[0]?.MessageAttributes?.reason?.StringValue).toBe('Error: the message is not JSON');
    expect(last).toEqual([]);
  });

  it('is left to SQS where even the dead letters cannot be reached', async () => {
    const nowhere = {
      PLANS_DLQ_URL: 'http://127.0.0.1:9/000000000000/none',
      AWS_ENDPOINT_URL_SQS: 'http://127.0.0.1:9',
    };
    expect((await fails(onLastTry(sqsEvent(message)), undefined, nowhere)).comesAgain).toBe(true);
  });
});
