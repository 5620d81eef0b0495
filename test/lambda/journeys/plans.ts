import { LAMBDA_CONTEXT, onLastTry, sqsEvent } from '../../factories/events';
import { CLAIM, serverError } from '../../support/faults';
import { queuedPlan } from '../../support/routes';
import { startWorker } from '../../support/worker';
import { Journey, NONE_FAILED, QueueHandler } from './journey';

/** As often as the SDK tries. */
const FOR_GOOD = [serverError, serverError, serverError];

/** A plan made; one interrupted while it claims its orders, and made by the next try; one given up with its message. */
export async function plansJourney({ guard, load, platform }: Journey): Promise<void> {
  const make = load() as QueueHandler;
  const dispatcher = await startWorker(platform);
  const [first, second, third] = [
    await queuedPlan(dispatcher, ['A', 'B']),
    await queuedPlan(dispatcher, ['C', 'D']),
    await queuedPlan(dispatcher, ['E', 'F']),
  ];
  await dispatcher.end();
  const message = (plan_id: string) => sqsEvent({ plan_id });
  expect(await make(message(first), LAMBDA_CONTEXT)).toEqual(NONE_FAILED);
  guard.stores.tables.next(({ body }) => body.includes(CLAIM), ...FOR_GOOD);
  expect((await make(message(second), LAMBDA_CONTEXT)).batchItemFailures).toHaveLength(1);
  expect(await make(message(second), LAMBDA_CONTEXT)).toEqual(NONE_FAILED);
  guard.stores.tables.next('BatchGetItem', ...FOR_GOOD);
  expect(await make(onLastTry(message(third)), LAMBDA_CONTEXT)).toEqual(NONE_FAILED);
}
