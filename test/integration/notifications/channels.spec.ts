import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { Config } from '../../../src/config/config';
import { createNotificationsHandler } from '../../../src/lambda/notifications';
import type { Addressee, Channel, Sent } from '../../../src/notifications/channels/channel';
import { Channels } from '../../../src/notifications/channels/channels';
import { NotificationsService } from '../../../src/notifications/notifications.service';
import { currentScope } from '../../../src/observability/scope';
import type { ParcelEvent } from '../../../src/orders/orders.events';
import { LAMBDA_CONTEXT, onLastTry, parcelEvent, sqsEvent } from '../../factories/events';
import { deliveriesOf } from '../../support/deliveries';
import { mailsIn } from '../../support/mailbox';
import { usePlatform } from '../../support/platform';
import { takeAll } from '../../support/queues';
import { startWorker, Worker } from '../../support/worker';

const platform = usePlatform();
let notifier: Worker;

beforeEach(async () => {
  notifier = await startWorker(platform.environment);
});
afterEach(() => notifier.end());

/** A channel as a plug-in would be, which tells the shops that a test names. */
class ShopChannel implements Channel {
  readonly name = 'shop';
  readonly calls: string[] = [];
  readonly scopes: (string | undefined)[] = [];

  constructor(
    private readonly shops: readonly string[],
    readonly failing = new Set<string>(),
  ) {}

  concerns(): boolean {
    return true;
  }

  addressees(): readonly Addressee[] {
    return this.shops.map((subscriber) => ({ address: `https://${subscriber}.example`, subscriber }));
  }

  send(_notice: unknown, { address, subscriber = '' }: Addressee): Promise<Sent> {
    this.calls.push(address);
    this.scopes.push(currentScope()?.correlationId);
    return this.failing.has(subscriber)
      ? Promise.reject(new TypeError('down'))
      : Promise.resolve({ provider_id: 'p1' });
  }
}

/** Registers a further channel with the notifier. */
const register = (channel: Channel): void => {
  const channels = notifier.app.get(Channels);
  Object.assign(channels, { all: new Channels([channel, ...channels.all]).all });
};
const anEvent = async (): Promise<ParcelEvent> => {
  const { order_id, tracking_id } = await notifier.order();
  return parcelEvent({ order_id, tracking_id, status: 'DELIVERED' });
};
const deliver = (event: ReturnType<typeof sqsEvent>) => createNotificationsHandler(notifier.app)(event, LAMBDA_CONTEXT);
const FAILED = { batchItemFailures: [{ itemIdentifier: '0' }] };
const DONE = { batchItemFailures: [] };

describe('the channels of DINEX', () => {
  it('are e-mail, text message and webhook, at least', () => {
    const names = notifier.app.get(Channels).all.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['email', 'sms', 'webhook']));
  });
});

describe('a channel with several subscribers', () => {
  it('tells each once, under a key of its own and the id of the request that caused the event', async () => {
    const shops = new ShopChannel(['one', 'two']);
    register(shops);
    const event = { ...(await anEvent()), correlation_id: 'caused-it' };
    expect(await deliver(sqsEvent(event))).toEqual(DONE);
    expect(await deliver(sqsEvent(event))).toEqual(DONE);
    expect(shops.calls.sort()).toEqual(['https://one.example', 'https://two.example']);
    expect(shops.scopes).toEqual(['caused-it', 'caused-it']);
    const key = `${event.tracking_id}#${event.event_id}#shop`;
    expect((await deliveriesOf(platform.environment, event)).filter(({ channel }) => channel === 'shop')).toMatchObject(
      [
        { delivery_id: `${key}#one`, subscriber: 'one', state: 'sent', provider_id: 'p1' },
        { delivery_id: `${key}#two`, subscriber: 'two', state: 'sent', provider_id: 'p1' },
      ],
    );
  });

  it('tells again only the one that could not be told', async () => {
    const shops = new ShopChannel(['one', 'two'], new Set(['two']));
    register(shops);
    const event = await anEvent();
    expect(await deliver(sqsEvent(event))).toEqual(FAILED);
    shops.failing.clear();
    expect(await deliver(sqsEvent(event))).toEqual(DONE);
    expect(shops.calls.sort()).toEqual(['https://one.example', 'https://two.example', 'https://two.example']);
    expect(await mailsIn(platform.mailboxUrl)).toHaveLength(1);
  });
});

describe('a channel that throws', () => {
  const wrong = (faults: Partial<Channel>): Channel => Object.assign(new ShopChannel(['one']), faults);
  const broken = (): never => {
    throw new RangeError('a fault of the channel');
  };

  it.each<[string, Partial<Channel>]>([
    ['when asked what concerns it', { concerns: broken }],
    ['when asked whom to tell', { addressees: broken }],
    ['when it sends', { send: broken }],
  ])('%s keeps no other from telling, and the operator learns its name', async (_when, faults) => {
    register(wrong(faults));
    const event = await anEvent();
    expect(await deliver(sqsEvent(event))).toEqual(FAILED);
    expect(await deliver(sqsEvent(event))).toEqual(FAILED);
    expect(await mailsIn(platform.mailboxUrl)).toHaveLength(1);

    expect(await deliver(onLastTry(sqsEvent(event)))).toEqual(DONE);
    const [letter] = await takeAll(platform.environment, 'notifications-dlq');
    expect(letter?.MessageAttributes?.reason?.StringValue).toBe('UntoldError: shop: RangeError');
    expect(await mailsIn(platform.mailboxUrl)).toHaveLength(1);
  });
});

it('a channel that never ends sending is given up in time, and its claim with it', async () => {
  const shops = new ShopChannel(['one']);
  register(Object.assign(shops, { send: () => new Promise<never>(() => undefined) }));
  const event = await anEvent();
  expect(await deliver(sqsEvent(event))).toEqual(FAILED);
  expect(await mailsIn(platform.mailboxUrl)).toHaveLength(1);
  const [, shop] = await deliveriesOf(platform.environment, event);
  expect(shop).toMatchObject({ channel: 'shop', state: 'sending', last_error: 'TimeoutError' });
});

it('what an earlier release has told is not told again', async () => {
  const event = await anEvent();
  const told = {
    delivery_id: `${event.tracking_id}#${event.event_id}#email`,
    event_id: event.event_id,
    tracking_id: event.tracking_id,
    channel: 'email',
    status: 'DELIVERED',
    state: 'sent',
    updated_at: '2026-11-20T15:00:00.000Z',
    ttl: Math.floor(Date.now() / 1000) + 86_400,
  };
  const { deliveries } = notifier.app.get(Config).resources.tables;
  await notifier.app.get(DynamoDBDocumentClient).send(new PutCommand({ TableName: deliveries, Item: told }));
  await notifier.app.get(NotificationsService).notify(event);
  expect(await mailsIn(platform.mailboxUrl)).toEqual([]);
});
