import fc from 'fast-check';
import { Budget } from '../budget';
import { planeMatrix } from '../model/problem.fixture';
import { OneTree } from './one-tree';

const ENDLESS = { timeLimitMs: Infinity, maxIterations: 1 };

type Graph = ConstructorParameters<typeof OneTree>[0];

const graphOf = (points: readonly (readonly [number, number])[]): Graph => {
  const { size, cost } = planeMatrix(points);
  return { size, cost: Int32Array.from(cost) };
};

/** The cheapest closed tour, every order tried. */
function shortestTour({ size, cost }: Graph): number {
  const best = (at: number, rest: readonly number[]): number =>
    rest.length === 0
      ? cost[at * size]!
      : Math.min(
          ...rest.map(
            (next) =>
              cost[at * size + next]! +
              best(
                next,
                rest.filter((node) => node !== next),
              ),
          ),
        );
  return best(
    0,
    Array.from({ length: size - 1 }, (_, i) => i + 1),
  );
}

const points = fc.uniqueArray(fc.tuple(fc.nat(1_000), fc.nat(1_000)), {
  minLength: 4,
  maxLength: 7,
  selector: ([x, y]) => x * 1_001 + y,
});

describe('the minimum 1-tree', () => {
  it('is never dearer than a tour, and nears it while its prices ascend', () => {
    fc.assert(
      fc.property(points, (places) => {
        const graph = graphOf(places);
        const tour = shortestTour(graph);
        const tree = new OneTree(graph);
        const before = tree.grow();
        tree.ascend(tour, 50, new Budget(ENDLESS));
        const after = tree.grow();
        expect(before).toBeLessThanOrEqual(tour);
        expect(after).toBeGreaterThanOrEqual(before - 1e-6);
        expect(after).toBeLessThanOrEqual(tour + 1e-6);
      }),
      { numRuns: 60 },
    );
  });

  it('is the tour itself where that is what joins the places most cheaply', () => {
    const square = graphOf([
      [0, 0],
      [100, 0],
      [100, 100],
      [0, 100],
    ]);
    const tree = new OneTree(square);
    expect(tree.grow()).toBe(400);
    expect([...tree.order].sort()).toEqual([1, 2, 3]);
  });
});
