import type { Job, PlannedRoute, PlannedStop, PlanningProblem, TimeWindow, Vehicle } from './problem';
import { legCost, legDuration, type Sequence } from './solution';

/** Returns when service begins for whoever arrives at `arrival`: at once or in the first window still open; `Infinity`: too late. */
export function serviceBegin(job: Job, arrival: number): number {
  if (job.windows.length === 0) return arrival;
  let begin = Infinity;
  for (const window of job.windows) {
    if (arrival <= window.end) begin = Math.min(begin, Math.max(arrival, window.start));
  }
  return begin;
}

/**
 * Late by less than this many seconds is not late: engines and schedule add up the same legs in different orders, and what was
 * counted back from the end of a window does not return to it to the last bit.
 */
const ROUNDING = 1e-6;

interface Visit {
  readonly job: Job;
  readonly travel: number;
  readonly begin: number;
  /** The window it is served in; always open without one. */
  readonly window: TimeWindow;
}

const ALWAYS: TimeWindow = { start: -Infinity, end: Infinity };
const NEVER: TimeWindow = { start: Infinity, end: Infinity };

/**
 * Turns a feasible sequence into a route with times. No stop is put off that could be served earlier; the vehicle leaves as late as
 * that allows, since waiting in the depot is cheaper than waiting in the street.
 * With a locked prefix it left at the start of its shift, whatever we think of it, and locked stops are served on arrival
 * even where their windows have closed: they are facts, not proposals.
 */
export function buildRoute(problem: PlanningProblem, sequence: Sequence): PlannedRoute {
  const vehicle = problem.vehicles[sequence.vehicle]!;
  const locked = sequence.index === 0 ? vehicle.lockedPrefix.length : 0;
  const visits = earliestVisits(problem, vehicle, sequence.jobs, locked);
  const last = visits.at(-1);
  const home = legDuration(problem, last?.job.location ?? vehicle.start, vehicle.end);
  const departure =
    last === undefined || locked > 0 ? vehicle.shift.start : latestDeparture(visits[0]!, vehicle.shift.start);

  const load = initialLoad(visits);
  const stops: PlannedStop[] = [];
  let clock = departure;
  let at = vehicle.start;
  let cost = 0;
  for (const { job, travel, window } of visits) {
    const arrival = clock + travel;
    const begin = Math.max(arrival, window.start);
    job.demand.forEach((amount, d) => (load[d]! -= amount));
    const leg = legCost(problem, at, job.location);
    clock = begin + job.serviceSeconds;
    cost += leg;
    at = job.location;
    stops.push({
      jobId: job.id,
      arrival,
      waiting: begin - arrival,
      departure: clock,
      load: [...load],
      legCost: leg,
      legDuration: travel,
    });
  }
  return {
    vehicleId: vehicle.id,
    vehicleIndex: sequence.index,
    departure,
    stops,
    finish: clock + home,
    cost: cost + legCost(problem, at, vehicle.end),
    duration: clock + home - departure,
  };
}

function earliestVisits(
  problem: PlanningProblem,
  vehicle: Vehicle,
  jobs: readonly number[],
  locked: number,
): readonly Visit[] {
  let clock = vehicle.shift.start;
  let at = vehicle.start;
  return jobs.map((index, i) => {
    const job = problem.jobs[index]!;
    const travel = legDuration(problem, at, job.location);
    const window = windowAt(job, clock + travel, i < locked);
    const begin = Math.max(clock + travel, window.start);
    clock = begin + job.serviceSeconds;
    at = job.location;
    return { job, travel, begin, window };
  });
}

/** When to leave in order to be at the first stop when its service begins. */
const latestDeparture = ({ begin, travel }: Visit, shiftStart: number): number => Math.max(shiftStart, begin - travel);

/** The first window still open to whoever arrives then. */
function windowAt(job: Job, arrival: number, locked: boolean): TimeWindow {
  if (job.windows.length === 0) return ALWAYS;
  const open = job.windows.filter(({ end }) => arrival <= end + ROUNDING);
  if (open.length === 0) return locked ? ALWAYS : NEVER;
  return open.reduce((first, window) => (window.start < first.start ? window : first));
}

function initialLoad(visits: readonly Visit[]): number[] {
  const load: number[] = [];
  for (const { job } of visits) {
    job.demand.forEach((amount, d) => (load[d] = (load[d] ?? 0) + amount));
  }
  return Array.from(load, (amount: number | undefined) => amount ?? 0);
}
