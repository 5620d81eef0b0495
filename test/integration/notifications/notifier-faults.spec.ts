import { createNotificationsHandler } from '../../../src/lambda/notifications';
import { DeliveriesRepository } from '../../../src/notifications/deliveries.repository';
import type { Order } from '../../../src/orders/order';
import type { ParcelEvent } from '../../../src/orders/orders.events';
import { LAMBDA_CONTEXT, parcelEvent, sqsEvent } from '../../factories/events';
import { deliveriesOf } from '../../support/deliveries';
import { eventually } from '../../support/eventually';
import { Fate, MailProxy, startMailProxy } from '../../support/mail-proxy';
import { mailsIn } from '../../support/mailbox';
import { usePlatform } from '../../support/platform';
import { startLoopClock } from '../../support/time';
import { startWorker, Worker } from '../../support/worker';

const platform = usePlatform();
const workers: Worker[] = [];
let proxy: MailProxy;
let fateOf: (mail: string) => Fate;

beforeAll(async () => {
  proxy = await startMailProxy(
    () => platform.mailboxUrl,
    (mail) => fateOf(mail),
  );
});
beforeEach(() => {
  fateOf = () => 'deliver';
});
afterEach(async () => {
  await Promise.all(workers.splice(0).map((started) => started.end()));
});
afterAll(async () => {
  await proxy.stop();
});

const worker = async (): Promise<Worker> => {
  const started = await startWorker({ ...platform.environment, AWS_ENDPOINT_URL_SESV2: proxy.url });
  workers.push(started);
  return started;
};
const delivered = (order: Order): ParcelEvent =>
  parcelEvent({ order_id: order.order_id, tracking_id: order.tracking_id, status: 'DELIVERED' });
const deliver = ({ app }: Worker, ...bodies: (string | object)[]) =>
  createNotificationsHandler(app)(sqsEvent(...bodies), LAMBDA_CONTEXT);
const emailOf = async (event: ParcelEvent) =>
  (await deliveriesOf(platform.environment, event)).find(({ channel }) => channel === 'email');
const tenOrders = (notifier: Worker): Promise<Order[]> =>
  Promise.all(
    Array.from({ length: 10 }, (_, i) => notifier.order({ recipient: { name: `P${i}`, email: `p${i}@example.pe` } })),
  );

describe('of ten messages', () => {
  it.each([
    ['no JSON', '{"event_id":'],
    ['no object', '[]'],
    ['no event of ours', '{"Type":"SubscriptionConfirmation"}'],
    ['of an unknown status', JSON.stringify(parcelEvent({ status: 'TELEPORTED' as never }))],
  ])('one that is %s fails alone', async (_case, poison) => {
    const notifier = await worker();
    const events: (object | string)[] = (await tenOrders(notifier)).map(delivered);
    events[3] = poison;
    expect(await deliver(notifier, ...events)).toEqual({ batchItemFailures: [{ itemIdentifier: '3' }] });
    expect(await mailsIn(platform.mailboxUrl)).toHaveLength(9);
  });

  it('one whose mail is refused fails alone, and is told when it comes again', async () => {
    const notifier = await worker();
    const events = (await tenOrders(notifier)).map(delivered);
    fateOf = (mail) => (mail.includes('p7@example.pe') ? 'refuse' : 'deliver');
    expect(await deliver(notifier, ...events)).toEqual({ batchItemFailures: [{ itemIdentifier: '7' }] });
    expect(await mailsIn(platform.mailboxUrl)).toHaveLength(9);

    fateOf = () => 'deliver';
    expect(await deliver(notifier, ...events)).toEqual({ batchItemFailures: [] });
    const told = (await mailsIn(platform.mailboxUrl)).map(({ destination }) => destination.to[0]);
    expect(told).toHaveLength(10);
    expect(new Set(told).size).toBe(10);
  });

  it('one whose mail service hangs fails alone and within the time of the Lambda', async () => {
    const notifier = await worker();
    const events = (await tenOrders(notifier)).map(delivered);
    fateOf = (mail) => (mail.includes('p2@example.pe') ? 'stall' : 'deliver');
    const elapsed = startLoopClock();
    expect(await deliver(notifier, ...events)).toEqual({ batchItemFailures: [{ itemIdentifier: '2' }] });
    expect(elapsed()).toBeLessThan(9_000);
    expect(await mailsIn(platform.mailboxUrl)).toHaveLength(9);
  });
});

describe('a mail', () => {
  it('is not repeated within one try: it may have arrived', async () => {
    const notifier = await worker();
    const before = proxy.tries();
    fateOf = () => 'lose_reply';
    const event = delivered(await notifier.order());
    expect(await deliver(notifier, event)).toEqual({ batchItemFailures: [{ itemIdentifier: '0' }] });
    expect(proxy.tries() - before).toBe(1);
    expect(await emailOf(event)).toMatchObject({ state: 'sending' });
  });

  it('goes out twice in the one window: the service took it and the reply was lost', async () => {
    const notifier = await worker();
    fateOf = () => 'lose_reply';
    const event = delivered(await notifier.order());
    await deliver(notifier, event);
    fateOf = () => 'deliver';
    await deliver(notifier, event);
    await deliver(notifier, event);
    expect(await mailsIn(platform.mailboxUrl)).toHaveLength(2);
    expect(await emailOf(event)).toMatchObject({ state: 'sent' });
  });

  it('goes out twice in the same window: the notifier died after the send and before its record', async () => {
    const [dying, next] = [await worker(), await worker()];
    const event = delivered(await dying.order());
    let die = (): void => undefined;
    dying.app.get(DeliveriesRepository).recordSent = () => new Promise<void>((resolve) => (die = resolve));
    const death = deliver(dying, event);
    await eventually(async () => {
      expect(await mailsIn(platform.mailboxUrl)).toHaveLength(1);
    });
    die();
    await death;

    // Its lease still holds: the message is not the next notifier's yet.
    expect(await deliver(next, event)).toEqual({ batchItemFailures: [{ itemIdentifier: '0' }] });
    expect(await mailsIn(platform.mailboxUrl)).toHaveLength(1);

    next.clock.advance(20_000);
    expect(await deliver(next, event)).toEqual({ batchItemFailures: [] });
    await deliver(next, event);
    expect(await mailsIn(platform.mailboxUrl)).toHaveLength(2);
    expect(await emailOf(event)).toMatchObject({ state: 'sent' });
  });

  it('goes out once when twenty notifiers get the same event at the same time', async () => {
    const notifiers = await Promise.all(Array.from({ length: 4 }, () => worker()));
    const [first] = notifiers as [Worker];
    const event = delivered(await first.order());
    const answers = await Promise.all(
      notifiers.map((notifier) => deliver(notifier, event, event, event, event, event)),
    );
    expect(answers.flatMap(({ batchItemFailures }) => batchItemFailures).length).toBeLessThan(20);
    expect(await deliver(first, event)).toEqual({ batchItemFailures: [] });
    expect(await mailsIn(platform.mailboxUrl)).toHaveLength(1);
  });
});
