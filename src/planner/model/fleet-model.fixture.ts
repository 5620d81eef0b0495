import { exampleJob, exampleVehicle, matrixOf } from './problem.fixture';
import type { PlanningProblem, TimeWindow, TravelMatrix } from './problem';
import { Rng } from '../rng';
import { validateProblem } from './validate';
import { compileModel, type FleetModel } from './fleet-model';

const LOCATIONS = 13;
const SHIFT = { start: 0, end: 600 };

/** `windows`: up to two a job, overlapping or not, and legs of any length either way; `grid`: no times, and streets of a grid. */
export type ModelKind = 'windows' | 'no times' | 'grid';

/** Returns a random model of twelve jobs and as many vans as they need, in which loads are tight. */
export function madeUpModel(kind: ModelKind, seed: number): FleetModel {
  const rng = new Rng(seed);
  const between = (least: number, most: number): number => least + rng.below(most - least + 1);
  const window = (): TimeWindow => {
    const start = between(0, 200);
    return { start, end: start + between(60, 200) };
  };
  const jobs = Array.from({ length: LOCATIONS - 1 }, (_, i) =>
    exampleJob(i + 1, {
      demand: [between(1, 5)],
      serviceSeconds: between(0, 10),
      windows: kind === 'windows' ? Array.from({ length: between(0, 2) }, window) : [],
    }),
  );
  const vehicle = exampleVehicle({ capacity: [between(5, 30)], count: Infinity, shift: SHIFT });
  const problem: PlanningProblem = {
    matrix: kind === 'grid' ? gridMatrix(between) : anyMatrix(between),
    jobs,
    vehicles: [vehicle],
  };
  const model = compileModel(problem, validateProblem(problem));
  return kind === 'windows' ? model : { ...model, timed: false };
}

type Between = (least: number, most: number) => number;

function anyMatrix(between: Between): TravelMatrix {
  const figures = (most: number): Float64Array => Float64Array.from({ length: LOCATIONS ** 2 }, () => between(1, most));
  return { size: LOCATIONS, cost: figures(90), duration: figures(40) };
}

/** Along streets the triangle inequality holds to the last unit. */
function gridMatrix(between: Between): TravelMatrix {
  const points = Array.from({ length: LOCATIONS }, () => [between(0, 40), between(0, 40)] as const);
  return matrixOf(points.flatMap((a) => points.map((b) => Math.abs(a[0] - b[0]) + Math.abs(a[1] - b[1]))));
}

/** Draws that put the next place passed over a thousand places off. */
export class Unblinking extends Rng {
  override float(): number {
    return 1 - 2 ** -32;
  }
}
