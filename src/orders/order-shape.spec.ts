import { newOrder } from './order.fixture';
import { readOrder, viewOrder } from './order-shape';

const order = newOrder({ reference: 'P-1', metadata: { channel: 'web' } });
const stored = JSON.parse(JSON.stringify(order)) as Record<string, unknown>;

describe('a stored order', () => {
  it('is read as it was written', () => {
    expect(readOrder(stored)).toEqual(order);
  });

  it('keeps the attributes that a later version has given it', () => {
    expect(readOrder({ ...stored, colour: 'red' })).toHaveProperty('colour', 'red');
  });

  it('has the day of a new order where it was stored before orders had one', () => {
    const old = { ...stored, service_day: undefined };
    expect(readOrder(old).service_day).toBe('2026-11-21');
    expect(readOrder({ ...old, time_window_start: '2026-11-25T03:00:00.000Z' }).service_day).toBe('2026-11-24');
    expect(() => readOrder({ ...stored, service_day: '2026-02-30' })).toThrow(/^service_day must be a day/);
  });

  const OPTIONAL = ['recipient', 'service_day', 'caused_by'];
  it.each(Object.keys(newOrder()).filter((field) => !OPTIONAL.includes(field)))('is none without %s', (field) => {
    expect(() => readOrder({ ...stored, [field]: undefined })).toThrow(new RegExp(`^${field} must be `));
  });

  it('is none where a field within it is wrong, which is named without its value', () => {
    const recipient = { name: 'Rosa', locale: 'es-PE', phone: 51_999_888_777 };
    expect(() => readOrder({ ...stored, recipient })).toThrow(new Error('recipient.phone must be a text'));
    expect(() => readOrder({ ...stored, status: 'LOST' })).toThrow(/^status must be one of CREATED, /);
  });

  it('shows neither its bookkeeping nor what the store adds', () => {
    const shown = viewOrder(readOrder({ ...stored, status_shard: 'CREATED#1', correlation_id: 'c', ttl: 1 }));
    for (const field of [
      'write_id',
      'picked_up',
      'event_count',
      'last_event_id',
      'last_event_at',
      'correlation_id',
      'ttl',
      'status_shard',
    ])
      expect(shown).not.toHaveProperty(field);
    expect(shown).toMatchObject({ reference: 'P-1', recipient: { name: 'Rosa Quispe' }, version: 1 });
  });
});
