import { priorityWeights } from './priority-weights';

describe('priorityWeights', () => {
  it('makes one job outweigh all jobs of lower priorities together', () => {
    const [low, alsoLow, middle, high] = priorityWeights([0, 0, 7, 100]);
    expect(middle).toBeGreaterThan(low! + alsoLow!);
    expect(high).toBeGreaterThan(low! + alsoLow! + middle!);
  });

  it('stays exact, and ascending, for a thousand jobs of a hundred priorities', () => {
    const weights = priorityWeights(Array.from({ length: 1000 }, (_, i) => i % 101));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    expect(Number.isSafeInteger(total)).toBe(true);
    for (let i = 1; i <= 100; i++) expect(weights[i]).toBeGreaterThan(weights[i - 1]!);
  });
});
