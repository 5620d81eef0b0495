import fc from 'fast-check';
import { inChunks } from './chunks';

describe('chunks', () => {
  it('keep every item in its place and stay within both limits', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 50 })), (sizes) => {
        const chunks = inChunks(sizes, (size) => size, 5, 100);
        expect(chunks.flat()).toEqual(sizes);
        for (const chunk of chunks) {
          expect(chunk.length).toBeLessThanOrEqual(5);
          expect(chunk.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(100);
        }
      }),
    );
  });

  it('make three of 200 orders', () => {
    expect(inChunks(Array.from({ length: 200 }), () => 3_000).map(({ length }) => length)).toEqual([99, 99, 2]);
  });

  it('give an item beyond the limit a chunk of its own', () => {
    expect(inChunks([10, 200, 10], (size) => size, 5, 100)).toEqual([[10], [200], [10]]);
  });
});
