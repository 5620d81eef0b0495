import fc from 'fast-check';
import { checkPlan } from '../model/checker';
import { matrixOf, oneVehicleProblem, planeMatrix } from '../model/problem.fixture';
import { plan } from '../plan';
import type { PlanningProblem, Vehicle } from '../model/problem';
import { Rng } from '../rng';

const OPTIONS = { timeLimitMs: Infinity, maxIterations: 400, seed: 7 };

/** The oracle: every order tried. */
function bruteForce({ matrix, jobs, vehicles }: PlanningProblem): number {
  const { start, end } = vehicles[0]!;
  const leg = (from: number | null, to: number | null): number =>
    from === null || to === null ? 0 : matrix.cost[from * matrix.size + to]!;
  const best = (at: number | null, rest: readonly number[]): number =>
    rest.length === 0
      ? leg(at, end)
      : Math.min(
          ...rest.map(
            (next) =>
              leg(at, next) +
              best(
                next,
                rest.filter((other) => other !== next),
              ),
          ),
        );
  return best(
    start,
    jobs.map((job) => job.location),
  );
}

function randomPlane(stops: number, seed: number): PlanningProblem['matrix'] {
  const rng = new Rng(seed);
  return planeMatrix(Array.from({ length: stops + 1 }, () => [rng.below(1000), rng.below(1000)] as const));
}

const ends = fc.constantFrom<Partial<Vehicle>>(
  { start: 0, end: 0 },
  { start: 0, end: null },
  { start: null, end: 0 },
  { start: null, end: null },
  { start: 0, end: 1 },
);

describe('one vehicle without windows', () => {
  it('finds the optimum of every small problem, asymmetric or not, whatever its ends', () => {
    const figures = fc
      .integer({ min: 1, max: 7 })
      .chain((size) => fc.array(fc.integer({ min: 0, max: 99 }), { minLength: size * size, maxLength: size * size }));
    fc.assert(
      fc.property(figures, ends, (cells, over) => {
        const size = Math.sqrt(cells.length);
        const problem = oneVehicleProblem(matrixOf(cells), size === 1 && over.end === 1 ? {} : over);
        const answer = plan(problem, OPTIONS);
        expect(checkPlan(problem, answer)).toEqual([]);
        expect(answer.cost).toBe(problem.jobs.length === 0 ? 0 : bruteForce(problem));
      }),
      { numRuns: 150, seed: 1 },
    );
  });

  it.each([
    ['a round tour', { start: 0, end: 0 }, false],
    ['an open tour', { start: 0, end: null }, false],
    ['a tour with free ends', { start: null, end: null }, false],
    ['a tour between two places', { start: 0, end: 1 }, false],
    ['a round tour on an asymmetric matrix', { start: 0, end: 0 }, true],
    ['an open tour on an asymmetric matrix', { start: 0, end: null }, true],
  ])(
    'searches %s with more stops than it can enumerate, and ends soundly below the baseline',
    (_, over, asymmetric) => {
      const matrix = randomPlane(40, 3);
      if (asymmetric) {
        const rng = new Rng(5);
        matrix.cost.forEach((figure, cell) => (matrix.cost[cell] = figure + rng.below(200)));
        for (let i = 0; i < matrix.size; i++) matrix.cost[i * matrix.size + i] = 0;
      }
      const problem = oneVehicleProblem(matrix, over);
      const answer = plan(problem, OPTIONS);
      expect(checkPlan(problem, answer)).toEqual([]);
      expect(answer.unassigned).toEqual([]);
      expect(answer.iterations).toBe(400);
      expect(answer.cost).toBeLessThan(answer.baseline.nearestNeighbour!);
    },
  );

  it('goes round a circle', () => {
    const angle = (i: number): number => (2 * Math.PI * ((i * 7) % 60)) / 60;
    const circle = planeMatrix(
      Array.from({ length: 60 }, (_, i) => [10_000 * Math.cos(angle(i)), 10_000 * Math.sin(angle(i))] as const),
    );
    const side = circle.cost[43]!;
    expect(plan(oneVehicleProblem(circle), OPTIONS).cost).toBe(60 * side);
  });

  it('finds its way round missing legs', () => {
    const size = 14;
    // A one-way ring: from each place only the next one can be reached.
    const cells = Array.from({ length: size * size }, (_, cell) => {
      const [from, to] = [Math.floor(cell / size), cell % size];
      return from === to ? 0 : to === (from + 1) % size ? 5 : Infinity;
    });
    const problem = oneVehicleProblem(matrixOf(cells));
    const answer = plan(problem, OPTIONS);
    expect(checkPlan(problem, answer)).toEqual([]);
    expect(answer.cost).toBe(70);
  });

  it('leaves out what does not fit into the shift and says so', () => {
    const problem = oneVehicleProblem(randomPlane(30, 9), { shift: { start: 0, end: 2500 } });
    const answer = plan(problem, OPTIONS);
    expect(checkPlan(problem, answer)).toEqual([]);
    expect(answer.routes[0]!.stops.length).toBeGreaterThan(3);
    expect(new Set(answer.unassigned.map((u) => u.reason))).toEqual(new Set(['shift']));
  });
});
