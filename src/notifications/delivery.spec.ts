import { parcelEvent } from '../orders/parcel-event.fixture';
import { deliveryId, eventKey } from './delivery';

const event = parcelEvent({ tracking_id: 'TRK001', event_id: 'scan.7' });

describe('the key of a delivery', () => {
  it('is the one under which earlier releases recorded it', () => {
    expect(deliveryId({ event, channel: 'email' })).toBe('TRK001#scan.7#email');
    expect(deliveryId({ event, channel: 'webhook' })).toBe('TRK001#scan.7#webhook');
  });

  it('tells the subscribers of one channel apart, whatever they are called', () => {
    expect(deliveryId({ event, channel: 'webhook', subscriber: 'SHOP-1' })).toBe('TRK001#scan.7#webhook#SHOP-1');
    const keys = [{}, { subscriber: 'a' }, { subscriber: 'a#b' }, { subscriber: 'b' }, { subscriber: '' }].map((to) =>
      deliveryId({ event, channel: 'webhook', ...to }),
    );
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.filter((key) => key.split('#').length > 4)).toEqual([]);
  });

  it('begins with that of its event, as two trackers may have events of one id', () => {
    expect(deliveryId({ event, channel: 'sms' }).startsWith(`${eventKey(event)}#`)).toBe(true);
    expect(eventKey({ ...event, tracking_id: 'TRK002' })).not.toBe(eventKey(event));
  });
});
