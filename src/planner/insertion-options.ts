import { InvalidProblemError, type Job, type PlanningProblem } from './model/problem';
import type { Neighbours } from './model/proximity';
import { RichInsertion } from './rich/rich-insertion';
import { compileRich } from './rich/rich-model';
import { RichRoutes } from './rich/rich-routes';
import { Rng } from './rng';

/** What it takes to serve one more job, or a pair, in the route that a vehicle has so far. */
export interface InsertionOption {
  readonly vehicleId: string;
  /** Ids of the route's jobs with the new one, in their order. */
  readonly jobIds: readonly string[];
  /** What the route costs more, in the unit of the plan's cost. */
  readonly cost: number;
  /** How much longer it is, in the unit of the matrix's `cost` (metres). */
  readonly distance: number;
  /** How many seconds later it finishes. */
  readonly seconds: number;
  /** When service of the job begins, in seconds on the problem's clock. */
  readonly begin: number;
  /** Ids of the jobs that it makes late, itself included; empty: nobody. */
  readonly late: readonly string[];
  /** Whether its vehicle would be back after the shift, or its route too long, because of it. */
  readonly overtime: boolean;
}

/** All that is asked about the matrix as a whole; a look at every cell would take longer than the search. */
const TRAITS = { bad: -1, symmetric: false, whole: false, holes: false, largest: 1e9 };

/**
 * Finds the cheapest place for one more job in the route of each vehicle: `running` says which jobs a vehicle has, in their order; one without any
 * would begin a route. The other job of a pair goes with it. Options that make nobody late come first, then the cheapest; a vehicle that may not
 * serve the job, or has no room for it, is not among them. The matrix is taken to be sound, as `plan` has seen it.
 *
 * @throws InvalidProblemError for a job that is unknown or in a route already
 */
export function insertionOptions(problem: PlanningProblem, jobId: string): InsertionOption[] {
  const jobs = new Map(problem.jobs.map((job) => [job.id, job]));
  const known = (id: string, path: string): Job => {
    const job = jobs.get(id);
    if (job === undefined) throw new InvalidProblemError(`${path}: no job has the id "${id}"`, path);
    return job;
  };
  const job = known(jobId, 'jobId');
  const other = problem.jobs.find((each) => each.id === job.from || each.from === job.id);
  if (problem.vehicles.some(({ running = [] }) => running.includes(jobId)))
    throw new InvalidProblemError(`jobId: "${jobId}" is in a route already`, 'jobId');
  return problem.vehicles
    .filter((vehicle) => vehicle.count > 0)
    .flatMap((vehicle) => {
      const running = (vehicle.running ?? []).map((id, i) => known(id, `${vehicle.id}.running[${i}]`));
      // A vehicle by itself is a problem no larger than its route; precedences of jobs elsewhere bind nobody here.
      const members = [...running, ...(other === undefined ? [] : [other]), job];
      const ids = new Set(members.map(({ id }) => id));
      const local = members.map(({ after, ...rest }) =>
        after !== undefined && ids.has(after) ? { ...rest, after } : rest,
      );
      const scene = { ...problem, jobs: local, vehicles: [{ ...vehicle, lockedPrefix: [], count: 1 }] };
      return (
        new Scene(scene, running.length).option() ?? new Scene(unhurried(scene), running.length, scene).option() ?? []
      );
    })
    .sort((a, b) => lateness(a) - lateness(b) || a.cost - b.cost);
}

const lateness = ({ late, overtime }: InsertionOption): number => late.length + (overtime ? 1 : 0);

/** Returns the problem with windows, shift and limits that are never too late. */
function unhurried(problem: PlanningProblem): PlanningProblem {
  return {
    ...problem,
    jobs: problem.jobs.map((job) => ({
      ...job,
      windows: job.windows.map((window) => ({ ...window, end: Infinity })),
    })),
    vehicles: problem.vehicles.map(({ limits: _, ...vehicle }) => ({
      ...vehicle,
      shift: { start: vehicle.shift.start, end: Infinity },
    })),
  };
}

/** One vehicle, its route, and the job that is the last of the problem. */
class Scene {
  private readonly routes: RichRoutes;
  private readonly feasible: boolean;

  /** `strict`: the problem with its true windows, where they were left out of `problem`. */
  constructor(
    private readonly problem: PlanningProblem,
    running: number,
    private readonly strict?: PlanningProblem,
  ) {
    this.routes = new RichRoutes(compileRich(problem, TRAITS));
    for (let i = 0, p = this.routes.model.jobs; i < running; p = i++) this.routes.link1(p, i);
    this.feasible = this.routes.refresh(0);
  }

  option(): InsertionOption | undefined {
    const { routes, problem } = this;
    const { jobs } = routes.model;
    if (!this.feasible) return undefined;
    const job = jobs - 1;
    const everywhere: Neighbours = { width: 0, list: new Int32Array(0), count: new Int32Array(jobs).fill(jobs) };
    const insertion = new RichInsertion(routes, everywhere, new NeverBlinking(0));
    const before = this.figures();
    const lateBefore = new Set(this.late());
    if (!insertion.find(job)) return undefined;
    insertion.place(job, () => undefined);
    const after = this.figures();
    return {
      vehicleId: problem.vehicles[0]!.id,
      jobIds: this.order().map((each) => problem.jobs[each]!.id),
      cost: after.cost - before.cost,
      distance: after.distance - before.distance,
      seconds: after.finish - before.finish,
      begin: this.begin(job),
      late: this.late().filter((id) => !lateBefore.has(id)),
      overtime: after.overtime && !before.overtime,
    };
  }

  private order(): number[] {
    const { next, model } = this.routes;
    const order: number[] = [];
    for (let node = next[model.jobs]!; node !== model.jobs + 1; node = next[node]!)
      if (node < model.jobs) order.push(node);
    return order;
  }

  private begin(job: number): number {
    const { clock, model } = this.routes;
    const width = model.mostBreaks + 1;
    const left = Math.min(...clock.depart.subarray(job * width, (job + 1) * width));
    return model.timed ? left - model.types[0]!.service[job]! : 0;
  }

  private late(): string[] {
    const { strict } = this;
    if (strict === undefined) return [];
    return this.order().flatMap((each) => {
      const { id, windows } = strict.jobs[each]!;
      const begin = this.begin(each);
      const kept = windows.length === 0 || windows.some(({ start, end }) => begin >= start && begin <= end);
      return kept ? [] : [id];
    });
  }

  private figures(): { cost: number; distance: number; finish: number; overtime: boolean } {
    const { routes, strict } = this;
    const { model, next, row } = routes;
    let distance = 0;
    for (let node = model.jobs; node !== model.jobs + 1 && routes.size[0]! > 0; node = next[node]!)
      distance += model.metres[row[node]! * model.size + row[next[node]!]!]!;
    const start = model.types[0]!.open;
    const finish = model.timed && routes.size[0]! > 0 ? routes.clock.finish(0) : start;
    const { shift, limits = {} } = (strict ?? this.problem).vehicles[0]!;
    const overtime =
      finish > shift.end ||
      distance > (limits.distance ?? Infinity) ||
      routes.size[0]! > (limits.stops ?? Infinity) ||
      (strict !== undefined && finish - start > (limits.seconds ?? Infinity));
    return { cost: routes.routeCost[0]!, distance, finish, overtime };
  }
}

/** Draws that put the next place passed over out of reach. */
class NeverBlinking extends Rng {
  override float(): number {
    return 1 - 2 ** -32;
  }
}
