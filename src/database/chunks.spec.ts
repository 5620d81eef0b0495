import fc from 'fast-check';
import { inChunks, jsonBytes } from './chunks';

const itself = (size: number): number => size;
const lengths = (chunks: readonly (readonly unknown[])[]): number[] => chunks.map(({ length }) => length);

describe('chunks', () => {
  it('keep every item in its place and stay within both limits', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 50 })), (sizes) => {
        const chunks = inChunks(sizes, { items: 5, bytes: 100 }, itself);
        expect(chunks.flat()).toEqual(sizes);
        for (const chunk of chunks) {
          expect(chunk.length).toBeLessThanOrEqual(5);
          expect(chunk.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(100);
        }
      }),
    );
  });

  it('are as few as the limits allow', () => {
    expect(lengths(inChunks(Array.from({ length: 200 }), { items: 99 }))).toEqual([99, 99, 2]);
    expect(inChunks([60, 40, 1], { items: 5, bytes: 100 }, itself)).toEqual([[60, 40], [1]]);
  });

  it('count bytes and not letters: "ñ" has two, "文" three, "🚚" four', () => {
    expect(['n', 'ñ', '文', '🚚'].map(jsonBytes)).toEqual([3, 4, 5, 6]);
    const rows = ['ñ'.repeat(10), '文'.repeat(10), '🚚'.repeat(10)];
    expect(lengths(inChunks(rows, { items: 9, bytes: 22 + 32 + 42 }))).toEqual([3]);
    expect(lengths(inChunks(rows, { items: 9, bytes: 22 + 32 + 41 }))).toEqual([2, 1]);
  });

  it('give an item beyond the limit a chunk of its own', () => {
    expect(inChunks([10, 200, 10], { items: 5, bytes: 100 }, itself)).toEqual([[10], [200], [10]]);
  });

  it('of nothing are none', () => {
    expect(inChunks([], { items: 5 })).toEqual([]);
  });
});
