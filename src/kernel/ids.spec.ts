import fc from 'fast-check';
import { createdAtOf, instantOf, newId, newOrderId, parseOrderId, parseTrackingId, trackingIdOf } from './ids';

const NOW = Date.parse('2026-11-21T10:00:00.123Z');

describe('order ids', () => {
  it('hold exactly the instant at which the order was made', () => {
    const id = newOrderId(NOW);
    expect(instantOf(id)).toBe(NOW);
    expect(createdAtOf(id)).toBe('2026-11-21T10:00:00.123Z');
  });

  it('stay in order within a millisecond', () => {
    const ids = Array.from({ length: 1_000 }, () => newId(NOW));
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(ids).size).toBe(1_000);
  });

  it('are UUIDv7 and nothing else', () => {
    expect(parseOrderId(newOrderId(NOW).toUpperCase())).toBeDefined();
    expect(parseOrderId('3f2504e0-4f89-41d3-9a0c-0305e82c3301')).toBeUndefined();
    expect(parseOrderId('x')).toBeUndefined();
  });
});

describe('tracking ids', () => {
  it('lead back to the order without a look-up, in any case', () => {
    const orderId = newOrderId(NOW);
    const trackingId = trackingIdOf(orderId);
    expect(trackingId).toMatch(/^DNX[0-9A-Z]{27}$/);
    expect(parseTrackingId(trackingId.toLowerCase())).toEqual({ kind: 'order', trackingId, orderId });
  });

  it('find every single wrong character', () => {
    const trackingId = trackingIdOf(newOrderId(NOW));
    fc.assert(
      fc.property(
        fc.integer({ min: 3, max: 28 }),
        fc.constantFrom(...'0123456789ABCDEFGHJKMNPQRSTVWXYZ'.split('')),
        (at, other) => {
          fc.pre(trackingId[at] !== other);
          const wrong = trackingId.slice(0, at) + other + trackingId.slice(at + 1);
          expect(parseTrackingId(wrong)).toEqual({ kind: 'wrong_check_character' });
        },
      ),
    );
  });

  it('leave every other text to stand-alone trackers', () => {
    expect(parseTrackingId('TRK001')).toEqual({ kind: 'stand_alone', trackingId: 'TRK001' });
  });
});
