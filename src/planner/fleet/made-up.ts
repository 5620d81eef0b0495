import fc from 'fast-check';
import { exampleJob, exampleVehicle } from '../example';
import type { Job, PlanningProblem } from '../problem';
import { validateProblem } from '../validate';
import { compileModel, type FleetModel } from './model';

const LOCATIONS = 13;
const figures = (max: number): fc.Arbitrary<number[]> =>
  fc.array(fc.integer({ min: 1, max }), { minLength: LOCATIONS ** 2, maxLength: LOCATIONS ** 2 });

const window = fc
  .tuple(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 60, max: 200 }))
  .map(([start, length]) => ({ start, end: start + length }));

function job(windows: fc.Arbitrary<Job['windows']>): fc.Arbitrary<Job> {
  return fc
    .record({ demand: fc.integer({ min: 1, max: 5 }), serviceSeconds: fc.integer({ min: 0, max: 10 }), windows })
    .map(({ demand, ...rest }) => exampleJob(0, { ...rest, demand: [demand] }));
}

const point = fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 40 }));

/** Along the streets of a grid: the triangle inequality holds to the last unit. */
const gridFigures = fc
  .array(point, { minLength: LOCATIONS, maxLength: LOCATIONS })
  .map((points) =>
    points.flatMap(([x, y]) => points.map(([otherX, otherY]) => Math.abs(x - otherX) + Math.abs(y - otherY))),
  );

/** For tests: twelve jobs, vans enough for each, tight loads, legs of any length either way unless `costs` says, and `windows`. */
function madeUpModel(windows: fc.Arbitrary<Job['windows']>, costs = figures(90)): fc.Arbitrary<FleetModel> {
  return fc
    .record({
      cost: costs,
      duration: figures(40),
      jobs: fc.array(job(windows), { minLength: LOCATIONS - 1, maxLength: LOCATIONS - 1 }),
      capacity: fc.integer({ min: 5, max: 30 }),
    })
    .map(({ cost, duration, jobs, capacity }) => {
      const problem: PlanningProblem = {
        matrix: { size: LOCATIONS, cost: Float64Array.from(cost), duration: Float64Array.from(duration) },
        jobs: jobs.map((each, i) => ({ ...each, id: `job-${i + 1}`, location: i + 1 })),
        vehicles: [exampleVehicle({ capacity: [capacity], count: Infinity, shift: { start: 0, end: 600 } })],
      };
      return compileModel(problem, validateProblem(problem));
    });
}

export const timedModel = madeUpModel(fc.array(window, { maxLength: 2 }));

/** Times, being no matter, are left out of the model. */
const untimed = (model: FleetModel): FleetModel => ({ ...model, timed: false });
export const untimedModel = madeUpModel(fc.constant([])).map(untimed);
export const gridModel = madeUpModel(fc.constant([]), gridFigures).map(untimed);
