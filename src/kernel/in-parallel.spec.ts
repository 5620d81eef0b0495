import fc from 'fast-check';
import { inParallel } from './in-parallel';

const turn = (): Promise<void> => new Promise(setImmediate);

describe('work in parallel', () => {
  it('returns a result for each item, in their order, whatever ends first', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(5), { maxLength: 20 }),
        fc.integer({ min: 1, max: 30 }),
        async (turns, atOnce) => {
          const results = await inParallel(turns, atOnce, async (count) => {
            for (let i = 0; i < count; i++) await turn();
            return count * 2;
          });
          expect(results).toEqual(turns.map((count) => count * 2));
        },
      ),
      { numRuns: 30 },
    );
  });

  it('has as many items under way as it may, and no more', async () => {
    let [now, most] = [0, 0];
    await inParallel(Array.from({ length: 12 }), 4, async () => {
      most = Math.max(most, ++now);
      await turn();
      now--;
    });
    expect(most).toBe(4);
  });

  it('begins nothing after a failure', async () => {
    const begun: number[] = [];
    const work = async (item: number): Promise<void> => {
      begun.push(item);
      await turn();
      if (item === 2) throw new Error('two');
      await turn();
    };
    await expect(inParallel([1, 2, 3, 4, 5, 6], 3, work)).rejects.toThrow('two');
    for (let i = 0; i < 10; i++) await turn();
    expect(begun).toEqual([1, 2, 3]);
  });
});
