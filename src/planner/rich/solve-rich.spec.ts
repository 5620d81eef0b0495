import { againstBruteForce } from './brute-force.fixture';

describe('plans of small problems with all constraints mixed', () => {
  // Thousands of them: `npx tsx bench/routes/mixed.ts --problems 5000`.
  it('serve as many jobs as can be served, at the least cost, and pass the checker', () => {
    const worse = Array.from({ length: 15 }, (_, k) => againstBruteForce(k + 1)).filter((fault) => fault !== null);
    expect(worse).toEqual([]);
  }, 120_000);
});
