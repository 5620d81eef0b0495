import { LAMBDA_CONTEXT, onLastTry, sqsEvent } from '../../factories/events';
import { readyImport } from '../../support/imports';
import { startWorker } from '../../support/worker';
import { Journey, NONE_FAILED, QueueHandler } from './journey';

/** The chunk of an import; one whose reference is taken; a message given up. */
export async function orderIntakeJourney({ load, platform }: Journey): Promise<void> {
  const take = load() as QueueHandler;
  const shop = await startWorker(platform);
  const imports = [await readyImport(shop, 'R1'), await readyImport(shop, 'R1')];
  await shop.end();
  for (const import_id of imports)
    expect(await take(sqsEvent({ import_id, chunk: 0 }), LAMBDA_CONTEXT)).toEqual(NONE_FAILED);
  expect(await take(onLastTry(sqsEvent('poison')), LAMBDA_CONTEXT)).toEqual(NONE_FAILED);
}
