import type { Job, PlannedRoute, PlannedStop, PlanningProblem, Vehicle } from './problem';
import { legCost, legDuration, type Sequence } from './solution';

/** When service begins for whoever arrives at `arrival`: at once or in the first window still open; `Infinity`: too late. */
export function serviceBegin(job: Job, arrival: number): number {
  if (job.windows.length === 0) return arrival;
  let begin = Infinity;
  for (const window of job.windows) {
    if (arrival <= window.end) begin = Math.min(begin, Math.max(arrival, window.start));
  }
  return begin;
}

interface Visit {
  readonly job: Job;
  readonly travel: number;
  begin: number;
  /** The end of the window it is served in; `Infinity` without one. */
  closes: number;
}

/**
 * Turns a feasible sequence into a route with times. The vehicle works as early as it can, so its finish is the earliest
 * possible; then it leaves as late as that finish allows, since waiting in the depot is cheaper than waiting in the street.
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
    last === undefined || locked > 0 ? vehicle.shift.start : latestDeparture(visits, vehicle.shift.start);

  const load = initialLoad(visits);
  const stops: PlannedStop[] = [];
  let clock = departure;
  let at = vehicle.start;
  let cost = 0;
  for (const [i, { job, travel }] of visits.entries()) {
    const arrival = clock + travel;
    const begin = beginOrArrival(job, arrival, i < locked);
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
    const begin = beginOrArrival(job, clock + travel, i < locked);
    const window = job.windows.find((w) => begin >= w.start && begin <= w.end);
    clock = begin + job.serviceSeconds;
    at = job.location;
    return { job, travel, begin, closes: window?.end ?? Infinity };
  });
}

/** Walks back from the last stop, which keeps its time, and pushes every earlier one as late as its window allows. */
function latestDeparture(visits: readonly Visit[], shiftStart: number): number {
  let latest = Infinity;
  for (let i = visits.length - 1; i >= 0; i--) {
    const { job, travel, begin, closes } = visits[i]!;
    const served = i === visits.length - 1 ? begin : Math.min(latest - job.serviceSeconds, closes);
    latest = served - travel;
  }
  return Math.max(shiftStart, latest);
}

function beginOrArrival(job: Job, arrival: number, locked: boolean): number {
  const begin = serviceBegin(job, arrival);
  return locked && begin === Infinity ? arrival : begin;
}

function initialLoad(visits: readonly Visit[]): number[] {
  const load: number[] = [];
  for (const { job } of visits) {
    job.demand.forEach((amount, d) => (load[d] = (load[d] ?? 0) + amount));
  }
  return Array.from(load, (amount: number | undefined) => amount ?? 0);
}
