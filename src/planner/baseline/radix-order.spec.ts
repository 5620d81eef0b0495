import fc from 'fast-check';
import { LARGEST_KEY, radixOrder } from './radix-order';

describe('radixOrder', () => {
  it('orders as a comparison does, equal keys as they stand', () => {
    const key = fc.oneof(fc.integer({ min: 0, max: LARGEST_KEY }), fc.constantFrom(0, 1, 2047, 2048, LARGEST_KEY));
    fc.assert(
      fc.property(fc.array(key), (keys) => {
        const expected = keys.map((_, k) => k).sort((a, b) => keys[a]! - keys[b]!);
        expect([...radixOrder(Int32Array.from(keys))]).toEqual(expected);
      }),
    );
  });
});
