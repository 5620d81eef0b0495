import { exampleJob, exampleVehicle, planeMatrix } from '../model/problem.fixture';
import type { PlanningProblem } from '../model/problem';
import { validateProblem } from '../model/validate';
import { compileModel } from '../model/fleet-model';
import { Routes } from '../ruin-recreate/routes';
import { CompactFleet } from './compact-fleet';

/** Forty places in a row, and two types of vehicle with other homes and shifts. */
const problem: PlanningProblem = {
  matrix: planeMatrix(Array.from({ length: 41 }, (_, i) => [i, 0] as const)),
  jobs: Array.from({ length: 40 }, (_, i) => exampleJob(i + 1, { demand: [1] })),
  vehicles: [
    exampleVehicle({ id: 'van', capacity: [5], count: Infinity, shift: { start: 0, end: 500 } }),
    exampleVehicle({ id: 'bike', start: 40, end: null, capacity: [2], count: 30, shift: { start: 50, end: 400 } }),
  ],
};

describe('CompactFleet', () => {
  const model = compileModel(problem, validateProblem(problem));
  const routes = new Routes(model);
  /** The third van, and the last bike. */
  const van = model.firstSlot[0]! + 2;
  const bike = model.firstSlot[2]! - 1;
  routes.insertAfter(model.jobs + 2 * van, 3);
  routes.insertAfter(3, 4);
  routes.insertAfter(model.jobs + 2 * bike, 39);
  const compact = new CompactFleet(model, routes.next);

  it('keeps the routes in use, with some empty ones of each type, and what each vehicle is', () => {
    const small = new Routes(compact.model);
    small.adopt(compact.next);
    expect(small.toSolution().sequences).toEqual([
      { vehicle: 0, index: 0, jobs: [3, 4] },
      { vehicle: 1, index: 0, jobs: [39] },
    ]);
    expect(small.cost).toBeCloseTo(routes.cost, 6);
    expect(compact.model.slots).toBeLessThan(model.slots / 4);
    const last = compact.model.nodes - 2;
    expect([compact.model.open[last], compact.model.close[last]]).toEqual([50, 400]);
  });

  it('gives a plan back in the slots it came from', () => {
    expect(compact.expand(compact.next)).toEqual(routes.next);
  });
});
