import type { Job, PlannedRoute, PlannedStop, PlanningProblem, Vehicle } from '../model/problem';
import { serviceBegin } from '../model/schedule';
import { legCost, type Sequence } from '../model/solution';
import { LegTimes } from './leg-times';

/** Late by less than this many seconds is not late. */
const ROUNDING = 1e-6;
/** What a second costs by which a job on board is late, or its vehicle after the shift: an hour as much as 36 km. */
const LATE = 10;
/** What a second late costs where it must not be at all: no saving is worth it. */
const BROKEN = 10_000;

/** What a sequence of jobs comes to when it is driven as early as it can be. */
export interface Timing {
  readonly cost: number;
  /** Seconds by which windows of jobs that are not on board are missed, or the shift's end while such jobs are in the route. */
  readonly broken: number;
  /** Seconds by which what is on board is late, and its vehicle after its shift. */
  readonly late: number;
  /** Seconds between the start of the shift and the finish in which the vehicle neither drives nor serves. */
  readonly idle: number;
  /** The cost with what waiting and lateness weigh; Infinity: no road. */
  readonly score: number;
}

/** Times the routes of a problem by the hour at which each leg is driven. */
export class Timetable {
  readonly legs: LegTimes;
  /** Legs looked at so far: a measure of effort that depends on nothing but the problem. */
  effort = 0;

  constructor(readonly problem: PlanningProblem) {
    this.legs = new LegTimes(problem);
  }

  /**
   * Returns what a vehicle's sequence comes to; nothing of it is put off that could be served earlier. Where its legs alone cost `most` or more it
   * is not timed, and its score is Infinity.
   */
  outcome(vehicle: Vehicle, jobs: readonly number[], most = Infinity): Timing {
    const { problem, legs } = this;
    if (jobs.length === 0) return NOTHING;
    this.effort++;
    if (most < Infinity && this.length(vehicle, jobs) >= most) return IMPOSSIBLE;
    this.effort += jobs.length;
    let clock = vehicle.shift.start;
    let at = vehicle.start;
    let cost = 0;
    let busy = 0;
    let broken = 0;
    let late = 0;
    let optional = false;
    for (const index of jobs) {
      const job = problem.jobs[index]!;
      const arrival = legs.arrival(at, job.location, clock);
      if (arrival === Infinity) return IMPOSSIBLE;
      const { begin, missed } = beginOf(job, arrival);
      if (job.onBoard === true) late += missed;
      else {
        broken += missed;
        optional = true;
      }
      cost += legCost(problem, at, job.location);
      busy += arrival - clock + job.serviceSeconds;
      clock = begin + job.serviceSeconds;
      at = job.location;
    }
    const finish = legs.arrival(at, vehicle.end, clock);
    if (finish === Infinity) return IMPOSSIBLE;
    cost += legCost(problem, at, vehicle.end);
    busy += finish - clock;
    const overtime = finish <= vehicle.shift.end + ROUNDING ? 0 : finish - vehicle.shift.end;
    if (optional) broken += overtime;
    else late += overtime;
    const idle = Math.max(0, finish - vehicle.shift.start - busy);
    return { cost, broken, late, idle, score: cost + this.weight(idle, late, broken) };
  }

  /** Returns how long the vehicle waits for each job, if it leaves at the start of its shift. */
  waits(vehicle: Vehicle, jobs: readonly number[]): [job: number, seconds: number][] {
    let clock = vehicle.shift.start;
    let at = vehicle.start;
    return jobs.map((index) => {
      const job = this.problem.jobs[index]!;
      const arrival = this.legs.arrival(at, job.location, clock);
      const { begin } = beginOf(job, arrival);
      clock = begin + job.serviceSeconds;
      at = job.location;
      return [index, begin - arrival];
    });
  }

  private length(vehicle: Vehicle, jobs: readonly number[]): number {
    let at = vehicle.start;
    let length = 0;
    for (const index of jobs) {
      const { location } = this.problem.jobs[index]!;
      length += legCost(this.problem, at, location);
      at = location;
    }
    return length + legCost(this.problem, at, vehicle.end);
  }

  private weight(idle: number, late: number, broken: number): number {
    return (this.problem.waiting ?? 0) * idle + LATE * late + BROKEN * broken;
  }

  /** Returns a sequence as a route with times. */
  route(sequence: Sequence): PlannedRoute {
    const { problem, legs } = this;
    const vehicle = problem.vehicles[sequence.vehicle]!;
    const jobs = sequence.jobs.map((index) => problem.jobs[index]!);
    const departure = this.departureOf(vehicle, jobs[0]);
    const load = loadOf(jobs);
    let clock = departure;
    let at = vehicle.start;
    let cost = 0;
    const stops = jobs.map((job): PlannedStop => {
      const arrival = legs.arrival(at, job.location, clock);
      const { begin } = beginOf(job, arrival);
      const leg = legCost(problem, at, job.location);
      const legDuration = arrival - clock;
      job.demand.forEach((amount, d) => (load[d]! -= amount));
      cost += leg;
      clock = begin + job.serviceSeconds;
      at = job.location;
      const waiting = begin - arrival;
      return { jobId: job.id, arrival, waiting, departure: clock, load: [...load], legCost: leg, legDuration };
    });
    const finish = legs.arrival(at, vehicle.end, clock);
    return {
      vehicleId: vehicle.id,
      vehicleIndex: sequence.index,
      departure,
      stops,
      finish,
      cost: cost + legCost(problem, at, vehicle.end),
      duration: finish - departure,
    };
  }

  /** When a vehicle leaves: as late as its first job is not served later for it, and so none is. */
  private departureOf(vehicle: Vehicle, first: Job | undefined): number {
    const { start } = vehicle.shift;
    if (vehicle.leavesAtStart === true || first === undefined) return start;
    const { begin } = beginOf(first, this.legs.arrival(vehicle.start, first.location, start));
    return this.legs.leaveBy(vehicle.start, first.location, begin, start);
  }
}

const NOTHING: Timing = { cost: 0, broken: 0, late: 0, idle: 0, score: 0 };
const IMPOSSIBLE: Timing = { cost: Infinity, broken: Infinity, late: Infinity, idle: 0, score: Infinity };

/** When service begins for who arrives then, and by how many seconds that misses the last window. */
function beginOf(job: Job, arrival: number): { readonly begin: number; readonly missed: number } {
  const begin = serviceBegin(job, arrival);
  if (begin < Infinity) return { begin, missed: 0 };
  const missed = arrival - Math.max(...job.windows.map(({ end }) => end));
  return { begin: arrival, missed: missed <= ROUNDING ? 0 : missed };
}

function loadOf(jobs: readonly Job[]): number[] {
  const load: number[] = [];
  for (const { demand } of jobs) demand.forEach((amount, d) => (load[d] = (load[d] ?? 0) + amount));
  return Array.from(load, (amount: number | undefined) => amount ?? 0);
}
