import type { Job, LeftOutReason, Plan, PlanningProblem } from '../model/problem';
import { isFit } from './duty';
import { Timetable } from './timetable';

/** Why a job finds no place in a route; `others_late`: another job that is in time would be late for it. */
export type UnplacedReason = LeftOutReason | 'others_late';

export interface Unplaced {
  readonly jobId: string;
  readonly reason: UnplacedReason;
}

export interface Inserted {
  /** Ids of the route's jobs with those that found a place, in their order. */
  readonly jobIds: readonly string[];
  readonly unplaced: readonly Unplaced[];
}

/**
 * The route of a problem's only vehicle while it changes: what is in time stays so, nothing new makes its end later than its shift, and what is
 * late already binds nobody. Times are by the hour.
 */
export class RunningRoute {
  private readonly indices: ReadonlyMap<string, number>;
  private readonly timetable: Timetable;

  /**
   * @param running ids of the jobs that the vehicle has, in their order
   * @param kept how many of them stay the first, whatever is cheaper
   */
  constructor(
    private readonly problem: PlanningProblem,
    private readonly running: readonly string[],
    private readonly kept: number,
  ) {
    this.indices = new Map(problem.jobs.map(({ id }, i) => [id, i]));
    this.timetable = new Timetable(this.lenient());
  }

  /** Puts each of these jobs where it costs least, those that must be served soonest first. */
  insert(extra: readonly string[]): Inserted {
    const { problem } = this.timetable;
    const closes = (job: number): number => Math.max(-Infinity, ...problem.jobs[job]!.windows.map(({ end }) => end));
    const due = (job: number): number => (problem.jobs[job]!.windows.length === 0 ? Infinity : closes(job));
    const unplaced: Unplaced[] = [];
    let jobs = this.jobsOf(this.running);
    for (const job of this.jobsOf(extra).sort((a, b) => due(a) - due(b) || a - b)) {
      const found = this.cheapest(this.timetable, jobs, job);
      if (found === undefined) unplaced.push({ jobId: problem.jobs[job]!.id, reason: this.reasonOf(jobs, job) });
      else jobs = found;
    }
    return { jobIds: jobs.map((job) => problem.jobs[job]!.id), unplaced };
  }

  /** Puts each of these jobs where it does least harm, whatever is late for it: it is on board somewhere already. */
  force(jobIds: readonly string[], extra: readonly string[]): string[] {
    const { problem } = this;
    const aboard = { ...problem, jobs: problem.jobs.map((job) => ({ ...job, onBoard: true })) };
    const timetable = new Timetable(aboard);
    let jobs = this.jobsOf(jobIds);
    for (const job of this.jobsOf(extra)) jobs = this.best(timetable, jobs, job) ?? jobs;
    return jobs.map((job) => problem.jobs[job]!.id);
  }

  /** Returns what a sequence costs, with what its waiting weighs; Infinity where it breaks what must hold. */
  costOf(jobIds: readonly string[]): number {
    const jobs = this.jobsOf(jobIds);
    if (this.running.slice(0, this.kept).some((id, i) => id !== jobIds[i])) return Infinity;
    return costIn(this.timetable, jobs);
  }

  /** Returns the problem of what follows the jobs that are kept, from where and when the last of them ends. */
  rest(): PlanningProblem {
    const { problem } = this;
    const [vehicle] = problem.vehicles;
    if (this.kept === 0 || vehicle === undefined) return problem;
    const kept = this.jobsOf(this.running.slice(0, this.kept));
    const route = new Timetable(problem).route({ vehicle: 0, index: 0, jobs: kept });
    const start = problem.jobs[kept.at(-1)!]!.location;
    const departs = route.stops.at(-1)!.departure;
    const capacity = vehicle.capacity.map((most, d) =>
      kept.reduce((left, job) => left - (problem.jobs[job]!.demand[d] ?? 0), most),
    );
    const shift = { start: departs, end: Math.max(departs, vehicle.shift.end) };
    return {
      ...problem,
      jobs: problem.jobs.filter((_, i) => !kept.includes(i)),
      vehicles: [{ ...vehicle, start, shift, capacity: capacity.map((most) => Math.max(0, most)) }],
    };
  }

  /** Returns a sequence as a plan with its true times. */
  plan(jobIds: readonly string[], searched: Pick<Plan, 'iterations' | 'cpuMs'>): Plan {
    const jobs = this.jobsOf(jobIds);
    const route = new Timetable(this.problem).route({ vehicle: 0, index: 0, jobs });
    return {
      ...searched,
      routes: jobs.length === 0 ? [] : [route],
      unassigned: [],
      cost: route.cost,
      baseline: { nearestNeighbour: null, givenOrder: null },
    };
  }

  private jobsOf(ids: readonly string[]): number[] {
    return ids.map((id) => {
      const index = this.indices.get(id);
      if (index === undefined) throw new RangeError(`No job has the id "${id}"`);
      return index;
    });
  }

  /** The problem in which whatever is late already may be, and the vehicle is as long on its way as it is. */
  private lenient(): PlanningProblem {
    const { problem } = this;
    const jobs = this.jobsOf(this.running);
    const route = new Timetable(problem).route({ vehicle: 0, index: 0, jobs });
    const late = new Set(
      route.stops.flatMap(({ jobId, arrival, waiting }, i) =>
        isMissed(problem.jobs[jobs[i]!]!, arrival + waiting) ? [jobId] : [],
      ),
    );
    const latest = jobs.length === 0 ? 0 : route.finish;
    return {
      ...problem,
      jobs: problem.jobs.map(({ onBoard: _, ...job }) => (late.has(job.id) ? unhurriedJob(job) : job)),
      vehicles: problem.vehicles.map((vehicle) => ({
        ...vehicle,
        shift: { start: vehicle.shift.start, end: Math.max(vehicle.shift.end, latest) },
      })),
    };
  }

  private cheapest(timetable: Timetable, jobs: readonly number[], job: number): number[] | undefined {
    const { problem } = timetable;
    return isFit(problem, problem.vehicles[0]!, jobs, problem.jobs[job]!) ? this.best(timetable, jobs, job) : undefined;
  }

  private best(timetable: Timetable, jobs: readonly number[], job: number): number[] | undefined {
    let best = Infinity;
    let found: number[] | undefined;
    for (let at = Math.min(this.kept, jobs.length); at <= jobs.length; at++) {
      const candidate = jobs.toSpliced(at, 0, job);
      const cost = costIn(timetable, candidate);
      if (!(cost < best)) continue;
      best = cost;
      found = candidate;
    }
    return found;
  }

  private reasonOf(jobs: readonly number[], job: number): UnplacedReason {
    const { problem } = this.timetable;
    const vehicle = problem.vehicles[0]!;
    const own = problem.jobs[job]!;
    if (own.skills.some((skill) => !vehicle.skills.includes(skill))) return 'skill';
    if (!isFit(problem, vehicle, jobs, own)) return 'capacity';
    const fits = (change: Partial<Job>, end: number, others: readonly number[]): boolean => {
      const changed: PlanningProblem = {
        ...problem,
        jobs: problem.jobs.map((each, i) => (i === job ? { ...each, ...change } : each)),
        vehicles: [{ ...vehicle, shift: { ...vehicle.shift, end } }],
      };
      return this.cheapest(new Timetable(changed), others, job) !== undefined;
    };
    const first = jobs.slice(0, this.kept);
    if (!fits({ windows: [] }, Infinity, first)) return 'unreachable';
    if (!fits({}, Infinity, first)) return 'window_unreachable';
    if (!fits({}, vehicle.shift.end, first)) return 'shift';
    if (fits({}, Infinity, jobs)) return 'shift';
    return 'others_late';
  }
}

function costIn(timetable: Timetable, jobs: readonly number[]): number {
  const { broken, score } = timetable.outcome(timetable.problem.vehicles[0]!, jobs);
  return broken > 0 ? Infinity : score;
}

/** Late by less than this many seconds is not late. */
const ROUNDING = 1e-6;

const isMissed = ({ windows }: Job, begin: number): boolean =>
  windows.length > 0 && begin > Math.max(...windows.map(({ end }) => end)) + ROUNDING;

const unhurriedJob = <J extends Pick<Job, 'windows'>>(job: J): J => ({
  ...job,
  windows: job.windows.map(({ start }) => ({ start, end: Infinity })),
});
