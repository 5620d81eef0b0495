import { loadConfig } from '../../config/config';
import { Clock } from '../../kernel/clock';
import type { Recipient } from '../../orders/order';
import { newOrder } from '../../orders/order.fixture';
import type { ParcelEvent } from '../../orders/orders.events';
import { parcelEvent } from '../../orders/parcel-event.fixture';
import { audienceOf, Channel, Notice } from './channel';
import { Channels } from './channels';
import { EmailChannel } from './email.channel';
import { SmsChannel } from './sms.channel';
import { WebhookChannel } from './webhook.channel';

const WEBHOOK = { WEBHOOK_URL: 'https://shop.example/hook', WEBHOOK_SECRET: `whsec_${'A'.repeat(32)}` };
const ANA: Recipient = { name: 'Ana', email: 'ana@example.com', phone: '999888777', locale: 'es-PE' };

const channelsOf = (variables: Readonly<Record<string, string>> = WEBHOOK): Channel[] => {
  const config = loadConfig({ SMS_STATUSES: 'OUT_FOR_DELIVERY', ...variables });
  return [new EmailChannel(config), new SmsChannel(config), new WebhookChannel(config, new Clock())];
};
/** Whom each channel tells, by its name. */
const audiences = (fields: Partial<ParcelEvent>, recipient: Recipient | undefined, channels = channelsOf()) => {
  const order = recipient === undefined ? undefined : newOrder({ recipient });
  const notice: Notice = { event: parcelEvent(fields), order };
  return Object.fromEntries(
    channels.flatMap((channel) => {
      const audience = audienceOf(channel, notice);
      return audience === undefined ? [] : [[channel.name, audience]];
    }),
  );
};

describe('who is told of an event', () => {
  it('the recipient by e-mail and text message, and the integrator', () => {
    expect(audiences({}, ANA)).toEqual({
      email: [{ address: 'ana@example.com' }],
      sms: [{ address: '+51999888777' }],
      webhook: [{ address: 'https://shop.example/hook' }],
    });
  });

  it('by text message only in the states configured, by webhook only where there is one', () => {
    expect(audiences({ status: 'DELIVERED' }, ANA, channelsOf({}))).toEqual({
      email: [{ address: 'ana@example.com' }],
    });
  });

  it('by text message of a correction too, where the wrong notice was one', () => {
    const correction = { type: 'order.corrected', status: 'IN_TRANSIT', previous_status: 'OUT_FOR_DELIVERY' } as const;
    expect(Object.keys(audiences(correction, ANA))).toContain('sms');
    expect(Object.keys(audiences({ ...correction, previous_status: 'EXCEPTION' }, ANA))).not.toContain('sms');
  });

  it('the integrator alone, when the order has moved on so far that a letter would mislead', () => {
    const order = { ...newOrder({ recipient: ANA }), status: 'CANCELLED' as const, version: 2, caused_by: 'e2' };
    const event = parcelEvent({ type: 'order.created', status: 'CREATED', version: 1 });
    expect(channelsOf().map((channel) => audienceOf(channel, { event, order }))).toEqual([
      { skipped: 'overtaken' },
      undefined,
      [{ address: 'https://shop.example/hook' }],
    ]);
  });

  it('nobody, when a further scan finds the parcel in the same state', () => {
    const skipped = { skipped: 'same_status' };
    expect(audiences({ previous_status: 'OUT_FOR_DELIVERY' }, ANA)).toEqual({
      email: skipped,
      sms: skipped,
      webhook: skipped,
    });
  });

  it('the integrator alone of an order that names no recipient', () => {
    const { recipient: _, ...order } = newOrder();
    const told = channelsOf().map((channel) => audienceOf(channel, { event: parcelEvent({}), order }));
    expect(told).toEqual([
      { skipped: 'no_recipient' },
      { skipped: 'no_recipient' },
      [{ address: 'https://shop.example/hook' }],
    ]);
  });

  it('the integrator alone of a stand-alone tracker or a forgotten order', () => {
    const { order_id: _, ...tracker } = parcelEvent({ type: 'tracker.status_changed' });
    const told = channelsOf().map((channel) => audienceOf(channel, { event: tracker, order: undefined }));
    expect(told).toEqual([
      { skipped: 'stand_alone_tracker' },
      { skipped: 'stand_alone_tracker' },
      [{ address: 'https://shop.example/hook' }],
    ]);
    expect(audiences({}, undefined).email).toEqual({ skipped: 'order_gone' });
  });

  it('nobody without an address, which is recorded', () => {
    expect(audiences({}, { name: 'Ana', phone: '01 4445566', locale: 'es-PE' }, channelsOf({}))).toEqual({
      email: { skipped: 'no_email' },
      sms: { skipped: 'no_mobile_phone' },
    });
  });

  it('each subscriber once: a channel that names one twice is wrong', () => {
    const naming = (...subscribers: (string | undefined)[]): Channel => ({
      name: 'shops',
      concerns: () => true,
      addressees: () =>
        subscribers.map((subscriber) => ({ address: 'x', ...(subscriber === undefined ? {} : { subscriber }) })),
      send: () => Promise.resolve({}),
    });
    const notice: Notice = { event: parcelEvent(), order: undefined };
    expect(audienceOf(naming('a', 'b', undefined), notice)).toHaveLength(3);
    for (const wrong of [naming('a', 'a'), naming(undefined, undefined)])
      expect(() => audienceOf(wrong, notice)).toThrow('shops names a subscriber twice');
  });
});

describe('the channels that are registered', () => {
  it('are told by name', () => {
    expect(new Channels(channelsOf()).all.map(({ name }) => name)).toEqual(['email', 'sms', 'webhook']);
  });

  it('are refused when one is there twice: its deliveries would share their keys', () => {
    const [email] = channelsOf() as [Channel];
    expect(() => new Channels([...channelsOf(), email])).toThrow(/^Two channels are named email/);
  });

  it.each(['', 'WhatsApp', 'web hook', 'web#hook', '7'])('are refused with the name %j', (name) => {
    const [email] = channelsOf() as [Channel];
    expect(() => new Channels([{ ...email, name }])).toThrow(/cannot be named/);
  });
});
