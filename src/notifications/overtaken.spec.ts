import { newOrder } from '../orders/order.fixture';
import type { ParcelStatus } from '../orders/states';
import { isOvertaken } from './overtaken';

/** The letter of version 2 about one state, while the order is at version 3 in another. */
const late = (told: ParcelStatus, now: ParcelStatus): boolean =>
  isOvertaken(
    { event_id: 'e2', status: told, version: 2 },
    { ...newOrder(), status: now, version: 3, caused_by: 'e3' },
  );

it.each<[ParcelStatus, ParcelStatus]>([
  ['CREATED', 'CANCELLED'],
  ['OUT_FOR_DELIVERY', 'ATTEMPT_FAILED'],
  ['OUT_FOR_DELIVERY', 'DELIVERED'],
  ['AVAILABLE_FOR_PICKUP', 'DELIVERED'],
  ['IN_TRANSIT', 'RETURNING'],
  ['DELIVERED', 'ATTEMPT_FAILED'],
])('a letter of %s is not sent after one of %s', (told, now) => {
  expect(late(told, now)).toBe(true);
});

it.each<[ParcelStatus, ParcelStatus]>([
  ['CREATED', 'PICKED_UP'],
  ['PICKED_UP', 'OUT_FOR_DELIVERY'],
  ['ATTEMPT_FAILED', 'OUT_FOR_DELIVERY'],
  ['EXCEPTION', 'IN_TRANSIT'],
  ['CANCELLED', 'CANCELLED'],
])('a letter of %s is still sent after one of %s', (told, now) => {
  expect(late(told, now)).toBe(false);
});

it('the letter of the last event is sent, whatever has changed of the order since', () => {
  const order = { ...newOrder(), status: 'CANCELLED' as const, version: 9, caused_by: 'e2' };
  expect(isOvertaken({ event_id: 'e2', status: 'CREATED', version: 2 }, order)).toBe(false);
  expect(isOvertaken({ event_id: 'e1', status: 'CREATED', version: 9 }, order)).toBe(false);
  expect(isOvertaken({ event_id: 'e1', status: 'CREATED' }, order)).toBe(false);
  expect(isOvertaken({ event_id: 'e1', status: 'CREATED', version: 1 }, order)).toBe(true);
});
