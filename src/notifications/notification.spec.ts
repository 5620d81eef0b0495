import type { ParcelEvent } from '../orders/orders.events';
import { ChannelSettings, decide, localeOf, mobileNumber, Recipient } from './notification';

const EVENT: ParcelEvent = {
  event_id: 'e1',
  type: 'order.status_changed',
  order_id: 'o1',
  tracking_id: 'DNX1',
  status: 'OUT_FOR_DELIVERY',
  previous_status: 'IN_TRANSIT',
  occurred_at: '2026-11-21T15:00:00.000Z',
};
const RECIPIENT: Recipient = { name: 'Ana', email: 'ana@example.com', phone: '999888777', locale: 'es-PE' };
const ALL: ChannelSettings = { smsStatuses: ['OUT_FOR_DELIVERY'], webhook: true };

describe('who is told of an event', () => {
  it('the recipient by e-mail and text message, and the integrator', () => {
    expect(decide(EVENT, RECIPIENT, ALL)).toEqual([
      { channel: 'email', action: 'send', to: 'ana@example.com', locale: 'es-PE' },
      { channel: 'sms', action: 'send', to: '+51999888777', locale: 'es-PE' },
      { channel: 'webhook', action: 'send' },
    ]);
  });

  it('by text message only in the states configured, by webhook only where there is one', () => {
    const channels = decide({ ...EVENT, status: 'DELIVERED' }, RECIPIENT, { ...ALL, webhook: false });
    expect(channels.map(({ channel }) => channel)).toEqual(['email']);
  });

  it('nobody, when a further scan finds the parcel in the same state', () => {
    const decisions = decide({ ...EVENT, previous_status: 'OUT_FOR_DELIVERY' }, RECIPIENT, ALL);
    expect(decisions).toHaveLength(3);
    for (const decision of decisions) expect(decision).toMatchObject({ action: 'skip', reason: 'same_status' });
  });

  it('the integrator alone of a stand-alone tracker or a forgotten order', () => {
    const { order_id: _, ...tracker } = { ...EVENT, type: 'tracker.status_changed' as const };
    expect(decide(tracker, undefined, ALL)).toEqual([
      { channel: 'email', action: 'skip', reason: 'stand_alone_tracker' },
      { channel: 'sms', action: 'skip', reason: 'stand_alone_tracker' },
      { channel: 'webhook', action: 'send' },
    ]);
    expect(decide(EVENT, undefined, ALL)[0]).toEqual({ channel: 'email', action: 'skip', reason: 'order_gone' });
  });

  it('nobody without an address, which is written down', () => {
    expect(decide(EVENT, { name: 'Ana', phone: '01 4445566' }, { ...ALL, webhook: false })).toEqual([
      { channel: 'email', action: 'skip', reason: 'no_email' },
      { channel: 'sms', action: 'skip', reason: 'no_mobile_phone' },
    ]);
  });
});

describe('mobile numbers', () => {
  it.each([
    ['999888777', '+51999888777'],
    ['+51 999 888 777', '+51999888777'],
    ['+56 9 6123 4567', '+56961234567'],
    ['01 444 5566', undefined],
    ['12', undefined],
    [undefined, undefined],
  ])('%s is %s', (given, expected) => {
    expect(mobileNumber(given)).toBe(expected);
  });
});

test('letters are in Spanish unless English was asked for', () => {
  expect(['en', 'en-US', 'es-PE', 'qu', 'english', undefined].map(localeOf)).toEqual([
    'en',
    'en',
    'es-PE',
    'es-PE',
    'es-PE',
    'es-PE',
  ]);
});
