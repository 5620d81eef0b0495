import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LAMBDA_CONTEXT, onLastTry, parcelEvent, sqsEvent } from '../../factories/events';
import { tooManyMails, unavailable } from '../../support/faults';
import { startWorker } from '../../support/worker';
import { Journey, NONE_FAILED, QueueHandler } from './journey';

/** Mail, text message and webhook told; a mail refused, which gives its claim back; a mail put off; a message given up. */
export async function notificationsJourney({ guard, load, platform }: Journey): Promise<void> {
  const shop = await startWorker(platform);
  const { order_id, tracking_id } = await shop.order();
  await shop.end();
  const webhook = createServer((_, response) => response.writeHead(204).end());
  await new Promise<void>((resolve) => webhook.listen(0, '127.0.0.1', resolve));
  const { port } = webhook.address() as AddressInfo;
  const notify = load({ WEBHOOK_URL: `http://127.0.0.1:${port}/hook` }) as QueueHandler;
  const event = () => sqsEvent(parcelEvent({ order_id, tracking_id }));
  try {
    expect(await notify(event(), LAMBDA_CONTEXT)).toEqual(NONE_FAILED);
    guard.stores.mails.next('/v2/email/outbound-emails', unavailable);
    expect((await notify(event(), LAMBDA_CONTEXT)).batchItemFailures).toHaveLength(1);
    guard.stores.mails.next('/v2/email/outbound-emails', tooManyMails);
    expect(await notify(event(), LAMBDA_CONTEXT)).toEqual(NONE_FAILED);
    expect(await notify(onLastTry(sqsEvent('poison')), LAMBDA_CONTEXT)).toEqual(NONE_FAILED);
  } finally {
    webhook.close();
    webhook.closeAllConnections();
  }
}
