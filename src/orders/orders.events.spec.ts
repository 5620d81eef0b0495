import type { ParcelEvent } from './orders.events';
import { ordersStream, readParcelEvent } from './orders.events';

const ROW = {
  order_id: 'o1',
  tracking_id: 'DNX1',
  status: 'CREATED',
  last_event_id: 'e1',
  last_event_at: '2026-11-21T15:00:00.000Z',
  version: 1,
  correlation_id: 'c1',
  recipient: { email: 'ana@example.com' },
};
const MOVED = { ...ROW, status: 'PICKED_UP', last_event_id: 'e2', version: 2 };

describe("what the orders table's changes mean", () => {
  it('an insertion is the creation, without anything personal', () => {
    expect(ordersStream.messagesOf({ before: undefined, after: ROW })).toEqual([
      {
        to: 'events',
        body: {
          event_id: 'e1',
          type: 'order.created',
          order_id: 'o1',
          tracking_id: 'DNX1',
          status: 'CREATED',
          version: 1,
          occurred_at: '2026-11-21T15:00:00.000Z',
          correlation_id: 'c1',
        },
      },
    ]);
  });

  it('a new last event is a change of status, and says from which', () => {
    const [message] = ordersStream.messagesOf({ before: ROW, after: MOVED });
    expect(message?.body).toMatchObject({
      event_id: 'e2',
      type: 'order.status_changed',
      status: 'PICKED_UP',
      previous_status: 'CREATED',
    });
  });

  it('says why, where the scan said it', () => {
    const failed = { ...MOVED, status: 'ATTEMPT_FAILED', last_reason_code: 'CONSIGNEE_ABSENT' };
    const [message] = ordersStream.messagesOf({ before: ROW, after: failed });
    expect(message?.body).toMatchObject({ status: 'ATTEMPT_FAILED', reason_code: 'CONSIGNEE_ABSENT' });
    expect(readParcelEvent(message?.body as Record<string, unknown>)).toEqual(message?.body);
    expect(() => ordersStream.messagesOf({ before: ROW, after: { ...failed, last_reason_code: 'MOOD' } })).toThrow(
      'last_reason_code',
    );
  });

  it('bears the id of the event that caused the state, which may be older than the last one', () => {
    const after = { ...MOVED, caused_by: 'late', version: 3 };
    const [message] = ordersStream.messagesOf({ before: { ...ROW, caused_by: 'e1' }, after });
    expect(message?.body).toMatchObject({ event_id: 'late', type: 'order.status_changed', version: 3 });
    expect(ordersStream.messagesOf({ before: after, after: { ...after, last_event_id: 'silent' } })).toEqual([]);
  });

  it('says of a correction that what was told before was wrong', () => {
    const after = { ...MOVED, caused_by: 'c1', corrected: true };
    const [message] = ordersStream.messagesOf({ before: ROW, after });
    expect(message?.body).toMatchObject({ event_id: 'c1', type: 'order.corrected', previous_status: 'CREATED' });
    expect(readParcelEvent(message?.body)).toEqual(message?.body);
  });

  it('any other change means nothing', () => {
    expect(ordersStream.messagesOf({ before: ROW, after: { ...ROW, route_id: 'r1' } })).toEqual([]);
  });

  it.each(['order_id', 'tracking_id', 'status', 'last_event_id', 'last_event_at', 'version'])(
    'a row without its %s is refused by the name of the attribute',
    (attribute) => {
      const after = { ...MOVED, [attribute]: undefined };
      expect(() => ordersStream.messagesOf({ before: ROW, after })).toThrow(attribute);
    },
  );
});

describe('messages read back', () => {
  const event: ParcelEvent = {
    event_id: 'e2',
    type: 'order.status_changed',
    order_id: 'o1',
    tracking_id: 'DNX1',
    status: 'PICKED_UP',
    previous_status: 'CREATED',
    version: 2,
    occurred_at: '2026-11-21T15:00:00.000Z',
    correlation_id: 'c1',
  };

  it('are what was written, less what a later version added', () => {
    expect(readParcelEvent({ ...event, of_a_later_version: true })).toEqual(event);
  });

  it.each([
    ['type', 'order.exploded'],
    ['status', 'LOST'],
    ['order_id', undefined],
    ['occurred_at', 'yesterday'],
    ['event_id', 7],
  ])('with a wrong %s are refused without repeating the value', (field, value) => {
    expect(() => readParcelEvent({ ...event, [field]: value })).toThrow(field);
  });
});
