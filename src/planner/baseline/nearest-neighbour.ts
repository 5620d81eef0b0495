import type { Job, PlanningProblem, Vehicle } from '../model/problem';
import { serviceBegin } from '../model/schedule';
import { legCost, legDuration, type Sequence, type Solution } from '../model/solution';

/** The vehicle whose route is being built: where and when it is, and what it can still carry. */
interface Front {
  readonly vehicle: Vehicle;
  at: number | null;
  clock: number;
  readonly left: (number | undefined)[];
}

/** Jobs not yet in a route, as the first `count` entries, in any order. */
interface Rest {
  readonly jobs: Int32Array;
  /** The location of each of `jobs`. */
  readonly locations: Int32Array;
  count: number;
}

/** The next job of the vehicle, as an entry of `rest`; -1: it can serve no other. */
type Choose = (front: Front, rest: Rest) => number;

/**
 * Plans the baseline, which every plan is compared with: from where it stands, each vehicle drives to the nearest job it can still serve (window,
 * capacity, skills, home before the shift ends), and the next vehicle starts when there is none. Ties: the earlier job.
 */
export function nearestNeighbour(problem: PlanningProblem): Solution {
  return fillVehicles(problem, (front, rest) => nearest(problem, front, rest));
}

/** Plans the jobs in the order they were given, each vehicle in turn as far as it can go; the first that fits none ends it. */
export function givenOrder(problem: PlanningProblem): Solution {
  let next = 0;
  return fillVehicles(problem, (front, rest) => {
    if (rest.count === 0 || serviceAt(problem, front, problem.jobs[next]!) === Infinity) return -1;
    const entry = rest.jobs.indexOf(next);
    next++;
    return entry;
  });
}

function nearest(problem: PlanningProblem, front: Front, rest: Rest): number {
  const { cost, size } = problem.matrix;
  const { jobs, locations, count } = rest;
  const row = front.at === null ? -1 : front.at * size;
  let best = -1;
  let bestCost = Infinity;
  let bestJob = -1;
  for (let entry = 0; entry < count; entry++) {
    const leg = row < 0 ? 0 : cost[row + locations[entry]!]!;
    if (leg > bestCost) continue;
    const job = jobs[entry]!;
    if (leg === bestCost && job > bestJob) continue;
    if (serviceAt(problem, front, problem.jobs[job]!) === Infinity) continue;
    best = entry;
    bestCost = leg;
    bestJob = job;
  }
  return best;
}

function fillVehicles(problem: PlanningProblem, choose: Choose): Solution {
  const rest: Rest = {
    jobs: Int32Array.from(problem.jobs.keys()),
    locations: Int32Array.from(problem.jobs, (job) => job.location),
    count: problem.jobs.length,
  };
  const sequences: Sequence[] = [];
  problem.vehicles.forEach((vehicle, v) => {
    for (let index = 0; index < vehicle.count && rest.count > 0; index++) {
      const jobs = fillOne(problem, vehicle, rest, choose);
      // An identical vehicle would find nothing either.
      if (jobs.length === 0) break;
      sequences.push({ vehicle: v, index, jobs });
    }
  });
  return { sequences, unassigned: [...rest.jobs.subarray(0, rest.count)].sort((a, b) => a - b) };
}

function fillOne(problem: PlanningProblem, vehicle: Vehicle, rest: Rest, choose: Choose): number[] {
  const front: Front = { vehicle, at: vehicle.start, clock: vehicle.shift.start, left: [...vehicle.capacity] };
  const jobs: number[] = [];
  for (let entry = choose(front, rest); entry >= 0; entry = choose(front, rest)) {
    const index = rest.jobs[entry]!;
    const job = problem.jobs[index]!;
    front.clock = serviceAt(problem, front, job) + job.serviceSeconds;
    front.at = job.location;
    job.demand.forEach((amount, d) => {
      if (front.left[d] !== undefined) front.left[d] -= amount;
    });
    rest.jobs[entry] = rest.jobs[--rest.count]!;
    rest.locations[entry] = rest.locations[rest.count]!;
    jobs.push(index);
  }
  return jobs;
}

/** When service could begin; `Infinity` if the vehicle cannot serve the job from where it stands. */
function serviceAt(problem: PlanningProblem, { vehicle, at, clock, left }: Front, job: Job): number {
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
