import { trackingStream } from './tracking.events';

const HEAD = {
  tracking_id: 'TRK001',
  timestamp: 'HEAD',
  status: 'IN_TRANSIT',
  last_event_id: 'e1',
  last_event_at: '2026-11-21T15:00:00.000Z',
  version: 1,
};

describe("what the tracking table's changes mean", () => {
  it('the head of a stand-alone tracker is an event, also when it opens', () => {
    const [message] = trackingStream.messagesOf({ before: undefined, after: HEAD });
    expect(message?.body).toEqual({
      event_id: 'e1',
      type: 'tracker.status_changed',
      tracking_id: 'TRK001',
      status: 'IN_TRANSIT',
      version: 1,
      occurred_at: '2026-11-21T15:00:00.000Z',
    });
  });

  it('a scan is none: it already changed its order or its head', () => {
    const scan = { ...HEAD, timestamp: '2026-11-21T15:00:00.000Z#e1', order_id: 'o1' };
    expect(trackingStream.messagesOf({ before: undefined, after: scan })).toEqual([]);
  });

  it('a head that only got its time to live is none', () => {
    expect(trackingStream.messagesOf({ before: HEAD, after: { ...HEAD, ttl: 1 } })).toEqual([]);
  });
});
