import fc from 'fast-check';
import { Budget } from '../budget';
import { exampleJob, exampleVehicle, planeMatrix } from '../model/problem.fixture';
import type { PlanningProblem } from '../model/problem';
import { Rng } from '../rng';
import { validateProblem } from '../model/validate';
import { type ModelKind, madeUpModel } from '../model/fleet-model.fixture';
import { compileModel, type FleetModel } from '../model/fleet-model';
import { measureProximity } from '../model/proximity';
import { Routes } from '../ruin-recreate/routes';
import { buildBySavings } from '../baseline/savings';
import { Descent } from './descent';

const descentOf = (model: FleetModel): Descent =>
  new Descent(model, measureProximity(model).predecessors, new Budget({ timeLimitMs: 1e6 }), new Rng(1));

function descend(model: FleetModel, next: Int32Array): Routes {
  const after = new Routes(model);
  after.adopt(descentOf(model).run(next));
  return after;
}

/** Pairs of places far apart, each visited by a route that goes from one pair to the other and back. */
function crossedRoutes(): { model: FleetModel; routes: Routes } {
  const points = [
    [0, 0],
    [-50, 40],
    [-50, 50],
    [50, 40],
    [50, 50],
  ] as const;
  const problem: PlanningProblem = {
    matrix: planeMatrix(points),
    jobs: [1, 2, 3, 4].map((at) => exampleJob(at, { demand: [1] })),
    vehicles: [exampleVehicle({ capacity: [2], count: Infinity })],
  };
  const model = compileModel(problem, validateProblem(problem));
  const routes = new Routes(model);
  const [first, second] = [model.jobs, model.jobs + 2];
  routes.insertAfter(first, 0);
  routes.insertAfter(0, 2);
  routes.insertAfter(second, 1);
  routes.insertAfter(1, 3);
  return { model, routes };
}

const jobsOf = (routes: Routes): number[][] =>
  routes
    .toSolution()
    .sequences.map(({ jobs }) => [...jobs].sort())
    .sort();

describe('Descent', () => {
  it('exchanges the stops of two routes that cross', () => {
    const { model, routes } = crossedRoutes();
    const after = descend(model, routes.next);
    expect(jobsOf(after)).toEqual([
      [0, 1],
      [2, 3],
    ]);
    expect(after.cost).toBeLessThan(routes.cost);
  });

  it('gives the plan back where rounding makes a van too full that is just full', () => {
    const problem: PlanningProblem = {
      matrix: planeMatrix([0, 1, 2, 3].map((x) => [x, 0] as const)),
      jobs: [0.1, 0.2, 0.3].map((amount, i) => exampleJob(i + 1, { demand: [amount] })),
      // 0.1 + 0.2 + 0.3 is more, 0.3 + 0.2 + 0.1 is not.
      vehicles: [exampleVehicle({ capacity: [0.6], count: Infinity })],
    };
    const model = compileModel(problem, validateProblem(problem));
    const { next } = new Routes(model);
    const start = model.jobs;
    next.set([1, 2, start + 1, 0], 0);
    expect(descentOf(model).run(next)).toBe(next);
  });

  it('breaks no capacity and no window, leaves no job out, and never makes a plan dearer', () => {
    fc.assert(
      fc.property(fc.constantFrom<ModelKind>('windows', 'no times', 'grid'), fc.integer(), (kind, seed) => {
        const model = madeUpModel(kind, seed);
        const routes = new Routes(model);
        buildBySavings(routes, measureProximity(model).predecessors);
        fc.pre(routes.absentCount === 0 && !model.severalWindows);
        const after = descend(model, routes.next);
        expect(after.absentCount).toBe(0);
        expect(after.cost).toBeLessThanOrEqual(routes.cost + 1e-6);
        for (let r = 0; r < model.slots; r++) {
          expect(after.room[r]).toBeGreaterThanOrEqual(0);
          expect(after.times.update(r)).toBe(true);
        }
      }),
      { numRuns: 100 },
    );
  });
});
