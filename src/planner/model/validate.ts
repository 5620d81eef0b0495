import { type MatrixTraits, matrixTraits } from './matrix-traits';
import {
  InvalidProblemError,
  type Job,
  type PlanningOptions,
  type PlanningProblem,
  type TimeWindow,
  type TravelMatrix,
} from './problem';
import { validateRich } from './validate-rich';

/** Above it sums over a route would lose whole units; a road around the Earth has 4e7 metres. */
export const LARGEST_FIGURE = 1e12;
const MOST_DIMENSIONS = 16;

/** Refuses what no plan can mean; what merely cannot be served becomes an unassigned job with a reason. */
export function validateProblem(problem: PlanningProblem): MatrixTraits {
  const traits = validateMatrix(problem);
  const locations = problem.matrix.size;
  const jobIds = new Set<string>();
  problem.jobs.forEach((job, i) => {
    validateJob(job, `jobs[${i}]`, locations);
    check(!jobIds.has(job.id), `duplicate job id "${job.id}"`, `jobs[${i}].id`);
    jobIds.add(job.id);
  });
  validateVehicles(problem, jobIds);
  validateRich(problem, LARGEST_FIGURE);
  return traits;
}

export function validateOptions(options: PlanningOptions): void {
  const { timeLimitMs, wallLimitMs, maxIterations, seed } = options;
  check(timeLimitMs >= 0, 'must be a number of milliseconds, 0 or more', 'options.timeLimitMs');
  if (wallLimitMs !== undefined) check(wallLimitMs > 0, 'must be a number of milliseconds', 'options.wallLimitMs');
  if (maxIterations !== undefined) {
    check(maxIterations >= 0, 'must be a number, 0 or more', 'options.maxIterations');
  }
  if (seed !== undefined) check(Number.isSafeInteger(seed), 'must be an integer', 'options.seed');
  check(
    Number.isFinite(timeLimitMs) || Number.isFinite(maxIterations ?? Infinity),
    'an unlimited time needs a finite maxIterations',
    'options.timeLimitMs',
  );
}

function validateMatrix({ matrix }: PlanningProblem): MatrixTraits {
  const { size, cost, duration } = matrix;
  check(Number.isInteger(size) && size >= 0, 'must be a whole number, 0 or more', 'matrix.size');
  for (const kind of ['cost', 'duration'] as const) {
    const cells = matrix[kind].length;
    check(cells === size * size, `not square: ${cells} cells, expected ${size * size}`, `matrix.${kind}`);
  }
  const traits = matrixTraits(matrix, LARGEST_FIGURE);
  checkCell(matrix, 'cost', traits.bad);
  if (duration !== cost) checkCell(matrix, 'duration', firstBadCell(duration));
  return traits;
}

function checkCell({ size, ...figures }: TravelMatrix, kind: 'cost' | 'duration', bad: number): void {
  if (bad < 0) return;
  const path = `matrix.${kind}[${Math.floor(bad / size)}][${bad % size}]`;
  const figure = figures[kind][bad]!;
  throw new InvalidProblemError(`${path}: ${figure} is not 0 to ${LARGEST_FIGURE} or Infinity (unreachable)`, path);
}

/** A loop of its own, so that it is compiled while it runs. -1: all are sound. */
function firstBadCell(figures: Float64Array): number {
  for (let cell = 0; cell < figures.length; cell++) {
    const figure = figures[cell]!;
    // Written so that NaN is caught too.
    if (!(figure >= 0 && figure <= LARGEST_FIGURE) && figure !== Infinity) return cell;
  }
  return -1;
}

function validateJob(job: Job, path: string, locations: number): void {
  check(job.id !== '', 'must not be empty', `${path}.id`);
  validateLocation(job.location, `${path}.location`, locations);
  validateFigure(job.serviceSeconds, `${path}.serviceSeconds`);
  check(job.demand.length <= MOST_DIMENSIONS, `at most ${MOST_DIMENSIONS} dimensions`, `${path}.demand`);
  job.demand.forEach((amount, d) => {
    validateFigure(amount, `${path}.demand[${d}]`);
  });
  job.windows.forEach((window, w) => {
    validateWindow(window, `${path}.windows[${w}]`);
  });
  check(job.priority >= 0 && job.priority <= 100, 'must be 0 to 100', `${path}.priority`);
}

function validateVehicles(problem: PlanningProblem, jobIds: ReadonlySet<string>): void {
  const vehicleIds = new Set<string>();
  const lockedIds = new Set<string>();
  problem.vehicles.forEach((vehicle, v) => {
    const path = `vehicles[${v}]`;
    check(vehicle.id !== '', 'must not be empty', `${path}.id`);
    check(!vehicleIds.has(vehicle.id), `duplicate vehicle id "${vehicle.id}"`, `${path}.id`);
    vehicleIds.add(vehicle.id);
    if (vehicle.start !== null) validateLocation(vehicle.start, `${path}.start`, problem.matrix.size);
    if (vehicle.end !== null) validateLocation(vehicle.end, `${path}.end`, problem.matrix.size);
    check(vehicle.capacity.length <= MOST_DIMENSIONS, `at most ${MOST_DIMENSIONS} dimensions`, `${path}.capacity`);
    vehicle.capacity.forEach((amount, d) => {
      check(amount >= 0, 'must be 0 or more', `${path}.capacity[${d}]`);
    });
    validateWindow(vehicle.shift, `${path}.shift`);
    const { count } = vehicle;
    check(count === Infinity || (Number.isInteger(count) && count >= 0), 'must be a whole number', `${path}.count`);
    vehicle.lockedPrefix.forEach((id, i) => {
      const at = `${path}.lockedPrefix[${i}]`;
      check(jobIds.has(id), `no job has the id "${id}"`, at);
      check(!lockedIds.has(id), `job "${id}" is locked twice`, at);
      lockedIds.add(id);
    });
    check(vehicle.lockedPrefix.length === 0 || count > 0, 'a vehicle with locked jobs exists', `${path}.count`);
  });
}

function validateWindow(window: TimeWindow, path: string): void {
  check(Math.abs(window.start) <= LARGEST_FIGURE, 'must be a time in seconds', `${path}.start`);
  check(window.end >= window.start, `ends (${window.end}) before it begins (${window.start})`, `${path}.end`);
}

function validateLocation(location: number, path: string, locations: number): void {
  const known = Number.isInteger(location) && location >= 0 && location < locations;
  check(known, `${location} is no row of the ${locations} x ${locations} matrix`, path);
}

function validateFigure(figure: number, path: string): void {
  check(figure >= 0 && figure <= LARGEST_FIGURE, `${figure} is not 0 to ${LARGEST_FIGURE}`, path);
}

function check(holds: boolean, message: string, path: string): void {
  if (!holds) throw new InvalidProblemError(`${path}: ${message}`, path);
}
