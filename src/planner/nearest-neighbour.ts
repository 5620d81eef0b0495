import type { Job, PlanningProblem, Vehicle } from './problem';
import { serviceBegin } from './schedule';
import { legCost, legDuration, type Sequence, type Solution } from './solution';

/** Where a vehicle is while its route is being built. */
interface Front {
  readonly vehicle: Vehicle;
  at: number | null;
  clock: number;
  readonly left: (number | undefined)[];
}

/**
 * The baseline the seeds ask for: from where it stands, each vehicle drives to the nearest job it can still serve (window,
 * capacity, skills, home before the shift ends), and the next vehicle starts when there is none. Ties: the earlier job.
 */
export function nearestNeighbour(problem: PlanningProblem): Solution {
  const rest = new Set(problem.jobs.keys());
  return fillVehicles(problem, rest, (front) => {
    let best = -1;
    let bestCost = Infinity;
    for (const job of rest) {
      const cost = legCost(problem, front.at, problem.jobs[job]!.location);
      if (cost < bestCost && arrivalAt(problem, front, problem.jobs[job]!) !== Infinity) {
        best = job;
        bestCost = cost;
      }
    }
    return best;
  });
}

/** The jobs in the order they were given, each vehicle in turn as far as it can go; the first that fits none ends it. */
export function givenOrder(problem: PlanningProblem): Solution {
  const rest = new Set(problem.jobs.keys());
  return fillVehicles(problem, rest, (front) => {
    const [next] = rest;
    return next !== undefined && arrivalAt(problem, front, problem.jobs[next]!) !== Infinity ? next : -1;
  });
}

function fillVehicles(problem: PlanningProblem, rest: Set<number>, choose: (front: Front) => number): Solution {
  const sequences: Sequence[] = [];
  problem.vehicles.forEach((vehicle, v) => {
    for (let index = 0; index < vehicle.count && rest.size > 0; index++) {
      const jobs = fillOne(problem, vehicle, rest, choose);
      // An identical vehicle would find nothing either.
      if (jobs.length === 0) break;
      sequences.push({ vehicle: v, index, jobs });
    }
  });
  return { sequences, unassigned: [...rest] };
}

function fillOne(
  problem: PlanningProblem,
  vehicle: Vehicle,
  rest: Set<number>,
  choose: (front: Front) => number,
): number[] {
  const front: Front = { vehicle, at: vehicle.start, clock: vehicle.shift.start, left: [...vehicle.capacity] };
  const jobs: number[] = [];
  for (let next = choose(front); next >= 0; next = choose(front)) {
    const job = problem.jobs[next]!;
    front.clock = arrivalAt(problem, front, job) + job.serviceSeconds;
    front.at = job.location;
    job.demand.forEach((amount, d) => {
      if (front.left[d] !== undefined) front.left[d] -= amount;
    });
    rest.delete(next);
    jobs.push(next);
  }
  return jobs;
}

/** When service could begin; `Infinity` if the vehicle cannot serve the job from where it stands. */
function arrivalAt(problem: PlanningProblem, { vehicle, at, clock, left }: Front, job: Job): number {
  if (!Number.isFinite(legCost(problem, at, job.location))) return Infinity;
  if (!Number.isFinite(legCost(problem, job.location, vehicle.end))) return Infinity;
  for (let d = 0; d < job.demand.length; d++) {
    if (job.demand[d]! > (left[d] ?? Infinity)) return Infinity;
  }
  if (job.skills.some((skill) => !vehicle.skills.includes(skill))) return Infinity;
  const begin = serviceBegin(job, clock + legDuration(problem, at, job.location));
  const home = begin + job.serviceSeconds + legDuration(problem, job.location, vehicle.end);
  return home <= vehicle.shift.end ? begin : Infinity;
}
