import { createNotificationsHandler } from '../../../src/lambda/notifications';
import type { ParcelEvent } from '../../../src/orders/orders.events';
import { LAMBDA_CONTEXT, parcelEvent, sqsEvent } from '../../factories/events';
import { deliveriesOf } from '../../support/deliveries';
import { FaultProxy } from '../../support/fault-proxy';
import { Fate, MailProxy, startMailProxy } from '../../support/mail-proxy';
import { mailsIn } from '../../support/mailbox';
import { usePlatform } from '../../support/platform';
import { takeAll } from '../../support/queues';
import { startWorker, Worker } from '../../support/worker';

const platform = usePlatform();
let mail: MailProxy;
let queue: FaultProxy;
let notifier: Worker;
let fateOf: () => Fate;

beforeAll(async () => {
  mail = await startMailProxy(
    () => platform.mailboxUrl,
    () => fateOf(),
  );
  queue = await FaultProxy.start(platform.environment.AWS_ENDPOINT_URL_SQS ?? '');
});
beforeEach(async () => {
  fateOf = () => 'throttle';
  queue.heal();
  notifier = await startWorker({
    ...platform.environment,
    AWS_ENDPOINT_URL_SESV2: mail.url,
    AWS_ENDPOINT_URL_SQS: queue.url,
    SMS_STATUSES: 'DELIVERED',
  });
});
afterEach(() => notifier.end());
afterAll(async () => {
  await mail.stop();
  await queue.down();
});

const deliver = (...bodies: object[]) => createNotificationsHandler(notifier.app)(sqsEvent(...bodies), LAMBDA_CONTEXT);
const events = (count: number): Promise<ParcelEvent[]> =>
  Promise.all(
    Array.from({ length: count }, async (_, i) => {
      const recipient = { name: `P${i}`, email: `p${i}@example.pe`, phone: '999888777' };
      const { order_id, tracking_id } = await notifier.order({ recipient });
      return parcelEvent({ order_id, tracking_id, status: 'DELIVERED' });
    }),
  );
const anEvent = async (): Promise<ParcelEvent> => (await events(1))[0] as ParcelEvent;
/** The messages that the notifier sent back, each with the seconds for which its queue holds it. */
const sentBack = () =>
  queue.calls
    .splice(0)
    .filter(({ operation }) => operation === 'SendMessage')
    .map(({ body }) => JSON.parse(body) as { MessageBody: string; DelaySeconds: number })
    .map(({ MessageBody, DelaySeconds }) => ({ seconds: DelaySeconds, body: JSON.parse(MessageBody) as object }));

describe('a letter that the mail service would not take now', () => {
  it('comes back later as a message of its own: its own has done its work, and nothing failed', async () => {
    const event = await anEvent();
    expect(await deliver(event)).toEqual({ batchItemFailures: [] });
    const [message, ...more] = sentBack();
    expect(more).toEqual([]);
    expect(message?.body).toMatchObject({ ...event, postponed: { channels: ['email'], times: 1 } });
    expect(message?.seconds).toBeGreaterThanOrEqual(2);
    expect(message?.seconds).toBeLessThanOrEqual(20);
    expect(await takeAll(platform.environment, 'notifications-queue')).toEqual([]);

    fateOf = () => 'deliver';
    expect(await deliver(message?.body ?? {})).toEqual({ batchItemFailures: [] });
    const told = (await mailsIn(platform.mailboxUrl)).flatMap(({ destination }) => destination.to);
    expect(told.sort()).toEqual(['+51999888777', 'p0@example.pe']);
    expect(sentBack()).toEqual([]);
  });

  it('comes back again, later and later', async () => {
    await deliver(await anEvent());
    const first = sentBack()[0]?.body ?? {};
    await deliver(first);
    const second = sentBack()[0]?.body;
    expect(second).toMatchObject({ postponed: { channels: ['email'], times: 2 } });
  });

  it('is a failure after a day, for an operator to see', async () => {
    await deliver(await anEvent());
    const first = sentBack()[0]?.body ?? {};
    notifier.clock.advance(25 * 3_600_000);
    expect(await deliver(first)).toEqual({ batchItemFailures: [{ itemIdentifier: '0' }] });
    expect(sentBack()).toEqual([]);
  });

  it('comes again by its own tries where it could not be sent back', async () => {
    queue.always('SendMessage', { kind: 'reset' });
    const event = await anEvent();
    expect(await deliver(event)).toEqual({ batchItemFailures: [{ itemIdentifier: '0' }] });
  });

  it('is sent once though two messages came back for it', async () => {
    const event = await anEvent();
    await deliver(event, event);
    const back = sentBack().map(({ body }) => body);
    fateOf = () => 'deliver';
    for (const body of [...back, ...back]) expect(await deliver(body)).toEqual({ batchItemFailures: [] });
    const told = (await mailsIn(platform.mailboxUrl)).flatMap(({ destination }) => destination.to);
    expect(told.filter((address) => address === 'p0@example.pe')).toHaveLength(1);
    const email = (await deliveriesOf(platform.environment, event)).filter(({ channel }) => channel === 'email');
    expect(email).toMatchObject([{ state: 'sent' }]);
  });
});

it('a campaign is told whole at the rate that the mail service has, and no message fails', async () => {
  const rate = 2;
  let tokens = 0;
  fateOf = () => (tokens-- > 0 ? 'deliver' : 'throttle');
  const campaign = (await events(60)).map((event): ParcelEvent => ({ ...event, status: 'RETURNED' }));
  let waiting = campaign.map((body: object) => ({ at: 0, body }));
  let second = 0;
  for (; waiting.length > 0; second++) {
    tokens = rate;
    const due = waiting.filter(({ at }) => at <= second).slice(0, 20);
    waiting = waiting.filter((message) => !due.includes(message));
    for (let i = 0; i < due.length; i += 5)
      expect(await deliver(...due.slice(i, i + 5).map(({ body }) => body))).toEqual({ batchItemFailures: [] });
    waiting.push(...sentBack().map(({ seconds, body }) => ({ at: second + seconds, body })));
  }
  const letters = (await mailsIn(platform.mailboxUrl))
    .flatMap(({ destination }) => destination.to)
    .filter((to) => to.includes('@'));
  expect(new Set(letters).size).toBe(60);
  expect(letters).toHaveLength(60);
  expect(second).toBeGreaterThanOrEqual(60 / rate);
});
