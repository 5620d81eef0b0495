import { createNotificationsHandler } from '../../../src/lambda/notifications';
import { takeSnapshot } from '../../../src/operations/snapshot';
import { loadConfig } from '../../../src/config/config';
import type { ParcelEvent } from '../../../src/orders/orders.events';
import { LAMBDA_CONTEXT, parcelEvent, sqsEvent } from '../../factories/events';
import { deliveriesOf } from '../../support/deliveries';
import { FaultProxy } from '../../support/fault-proxy';
import { mailsIn } from '../../support/mailbox';
import { usePlatform } from '../../support/platform';
import { startWorker, Worker } from '../../support/worker';

const DAY_MS = 24 * 3_600_000;
const platform = usePlatform();
const workers: Worker[] = [];
let sns: FaultProxy;

beforeAll(async () => {
  sns = await FaultProxy.start(platform.environment.AWS_ENDPOINT_URL_SNS ?? '');
});
beforeEach(() => {
  sns.heal();
});
afterEach(async () => {
  await Promise.all(workers.splice(0).map((started) => started.end()));
});
afterAll(() => sns.down());

const start = async (variables: Record<string, string>): Promise<Worker> => {
  const started = await startWorker({
    ...platform.environment,
    AWS_ENDPOINT_URL_SNS: sns.url,
    SMS_STATUSES: 'DELIVERED',
    ...variables,
  });
  // The tenth of a month, at noon in Lima: neither day nor month ends while the test runs.
  started.clock.advance(Date.parse('2027-03-10T17:00:00.000Z') - started.clock.now());
  workers.push(started);
  return started;
};
const deliver = ({ app }: Worker, ...events: object[]) =>
  createNotificationsHandler(app)(sqsEvent(...events), LAMBDA_CONTEXT);
const anEvent = async (notifier: Worker): Promise<ParcelEvent> => {
  const recipient = { name: 'Ana', email: 'ana@example.pe', phone: '999888777' };
  const { order_id, tracking_id } = await notifier.order({ recipient });
  return parcelEvent({ order_id, tracking_id, status: 'DELIVERED' });
};
const textMessageOf = async (event: ParcelEvent) =>
  (await deliveriesOf(platform.environment, event)).find(({ channel }) => channel === 'sms');
/** Tells of so many parcels, one after the other, and returns what became of each text message. */
const told = async (notifier: Worker, count: number): Promise<(string | undefined)[]> => {
  const outcomes: (string | undefined)[] = [];
  for (let i = 0; i < count; i++) {
    const event = await anEvent(notifier);
    expect(await deliver(notifier, event)).toEqual({ batchItemFailures: [] });
    const delivery = await textMessageOf(event);
    outcomes.push(delivery?.reason ?? delivery?.state);
  }
  return outcomes;
};

describe('text messages', () => {
  it('stop at the bound of a day, with the reason, and go on the next; letters do not', async () => {
    const notifier = await start({ SMS_PER_DAY: '2' });
    expect(await told(notifier, 3)).toEqual(['sent', 'sent', 'cap_reached']);
    expect((await mailsIn(platform.mailboxUrl)).flatMap(({ destination }) => destination.to).sort()).toEqual([
      '+51999888777',
      '+51999888777',
      ...Array<string>(3).fill('ana@example.pe'),
    ]);
    notifier.clock.advance(DAY_MS);
    expect(await told(notifier, 1)).toEqual(['sent']);
  });

  it('stop at the bound of a month, whatever the day', async () => {
    const notifier = await start({ SMS_PER_DAY: '5', SMS_PER_MONTH: '2' });
    expect(await told(notifier, 2)).toEqual(['sent', 'sent']);
    notifier.clock.advance(DAY_MS);
    expect(await told(notifier, 1)).toEqual(['cap_reached']);
    notifier.clock.advance(30 * DAY_MS);
    expect(await told(notifier, 1)).toEqual(['sent']);
  });

  it('are bounded to none at all by 0, and not bounded without a figure', async () => {
    expect(await told(await start({ SMS_PER_DAY: '0' }), 1)).toEqual(['cap_reached']);
    expect(await told(await start({}), 2)).toEqual(['sent', 'sent']);
  });

  it('that were not sent do not count', async () => {
    const notifier = await start({ SMS_PER_DAY: '1' });
    const event = await anEvent(notifier);
    const refused = (type: string) => ({
      kind: 'answer' as const,
      status: 400,
      body: () =>
        `<ErrorResponse><Error><Type>Sender</Type><Code>${type}</Code><Message>Invalid parameter: PhoneNumber</Message></Error></ErrorResponse>`,
    });
    sns.next('Publish', refused('Throttled'), refused('InvalidParameter'));
    expect(await deliver(notifier, event)).toEqual({ batchItemFailures: [] });
    expect(await textMessageOf(event)).toMatchObject({ state: 'sending' });
    expect(await deliver(notifier, event)).toEqual({ batchItemFailures: [] });
    expect(await textMessageOf(event)).toMatchObject({ state: 'skipped', reason: 'number_refused' });
    expect(await told(notifier, 2)).toEqual(['sent', 'cap_reached']);
  });

  it('are bounded though many are sent at once', async () => {
    const notifier = await start({ SMS_PER_DAY: '3' });
    const events = await Promise.all(Array.from({ length: 10 }, () => anEvent(notifier)));
    await deliver(notifier, ...events);
    const states = await Promise.all(events.map(async (event) => (await textMessageOf(event))?.state));
    expect(states.filter((state) => state === 'sent')).toHaveLength(3);
    expect(states.filter((state) => state === 'skipped')).toHaveLength(7);
  });
});

it('the counts are no deliveries to the audit', async () => {
  const notifier = await start({ SMS_PER_DAY: '2' });
  await told(notifier, 1);
  expect((await takeSnapshot(loadConfig(platform.environment))).deliveries.size).toBe(1);
});
