import type { TableStream } from '../messaging/table-stream';
import { orderEvent, readEventSource } from '../orders/orders.events';
import { HEAD_KEY } from './tracking.repository';

/** Tells the relay what changes of the tracking table mean: stand-alone trackers only, as an order's scan already changed its order. */
export const trackingStream: TableStream = {
  table: 'tracking',
  messagesOf: ({ before, after }) => {
    if (after.timestamp !== HEAD_KEY) return [];
    const event = orderEvent(before, readEventSource(after));
    return event === undefined ? [] : [{ to: 'events', body: { ...event, type: 'tracker.status_changed' } }];
  },
};
