import type { Job, PlanningProblem, LeftOutReason, Vehicle } from './problem';
import { serviceBegin } from './schedule';
import { legCost, legDuration } from './solution';

/** The obstacles in the order in which a job meets them: of several vehicles, the one that gets furthest names the reason. */
const OBSTACLES = [
  'skill',
  'capacity',
  'unreachable',
  'window_unreachable',
  'shift',
  'limit',
] as const satisfies LeftOutReason[];

export interface Screening {
  /** Positions of the jobs that at least one vehicle could serve if it served nothing else. */
  readonly servable: readonly number[];
  readonly rejected: readonly { readonly job: number; readonly reason: LeftOutReason }[];
}

/** Sorts out the jobs that no plan can contain, so that no search wastes time on them, each with its reason. */
export function screen(problem: PlanningProblem): Screening {
  const vehicles = problem.vehicles.filter((v) => v.count > 0).map((vehicle) => new Reach(problem, vehicle));
  const servable: number[] = [];
  const rejected: { job: number; reason: LeftOutReason }[] = [];
  problem.jobs.forEach((job, i) => {
    let furthest = -1;
    for (const reach of vehicles) {
      const obstacle = reach.obstacle(job);
      if (obstacle === undefined) {
        servable.push(i);
        return;
      }
      furthest = Math.max(furthest, OBSTACLES.indexOf(obstacle));
    }
    // Without any vehicle there is no room for anything.
    rejected.push({ job: i, reason: OBSTACLES[furthest] ?? 'capacity' });
  });
  return { servable, rejected };
}

class Reach {
  private fromStart: Float64Array | undefined;
  private toEnd: Float64Array | undefined;

  constructor(
    private readonly problem: PlanningProblem,
    private readonly vehicle: Vehicle,
  ) {}

  /** Returns what keeps this vehicle from serving this job alone; `undefined`: nothing does. */
  obstacle(job: Job): LeftOutReason | undefined {
    const { vehicle } = this;
    if (job.skills.some((skill) => !vehicle.skills.includes(skill))) return 'skill';
    if (job.demand.some((amount, d) => amount > (vehicle.capacity[d] ?? Infinity))) return 'capacity';
    const direct = this.timed(
      job,
      this.finiteLeg(vehicle.start, job.location),
      this.finiteLeg(job.location, vehicle.end),
    );
    if (direct === undefined) return undefined;
    // A way over other stops may exist, or even be faster, where the matrix breaks the triangle inequality.
    this.fromStart ??= shortestTimes(this.problem, vehicle.start, false);
    this.toEnd ??= shortestTimes(this.problem, vehicle.end, true);
    return this.timed(job, this.fromStart[job.location]!, this.toEnd[job.location]!);
  }

  private timed(job: Job, there: number, back: number): LeftOutReason | undefined {
    if (!Number.isFinite(there) || !Number.isFinite(back)) return 'unreachable';
    const { start, end } = this.vehicle.shift;
    const begin = serviceBegin(job, start + there);
    if (begin === Infinity) return 'window_unreachable';
    const after = job.serviceSeconds + back;
    if (begin + after <= end) return undefined;
    // Who could be back in time but for the wait has met a window that opens too late.
    return start + there + after <= end ? 'window_unreachable' : 'shift';
  }

  private finiteLeg(from: number | null, to: number | null): number {
    return Number.isFinite(legCost(this.problem, from, to)) ? legDuration(this.problem, from, to) : Infinity;
  }
}

/** Dijkstra 1959 on the full matrix, from a place to all others or, backwards, from all others to it. */
function shortestTimes({ matrix }: PlanningProblem, origin: number | null, backwards: boolean): Float64Array {
  const { size, cost, duration } = matrix;
  const times = new Float64Array(size);
  if (origin === null) return times;
  times.fill(Infinity);
  times[origin] = 0;
  const settled = new Uint8Array(size);
  for (;;) {
    let at = -1;
    for (let i = 0; i < size; i++) {
      if (settled[i] === 0 && times[i]! < (at < 0 ? Infinity : times[at]!)) at = i;
    }
    if (at < 0) return times;
    settled[at] = 1;
    for (let i = 0; i < size; i++) {
      const cell = backwards ? i * size + at : at * size + i;
      if (cost[cell]! < Infinity && times[at]! + duration[cell]! < times[i]!) times[i] = times[at]! + duration[cell]!;
    }
  }
}

/** Returns why a servable job is in none of the routes that were found: the first resource that has no room for it. */
export function leftOutReason(problem: PlanningProblem, job: Job, routes: readonly RouteUse[]): LeftOutReason {
  const able = routes.filter(({ vehicle }) => job.skills.every((skill) => vehicle.skills.includes(skill)));
  if (able.length === 0) return 'skill';
  const roomy = able.filter(({ vehicle, load }) =>
    job.demand.every((amount, d) => (load[d] ?? 0) + amount <= (vehicle.capacity[d] ?? Infinity)),
  );
  if (roomy.length === 0) return 'capacity';
  const near = roomy
    .map((use) => ({ ...use, detour: cheapestDetour(problem, use.vehicle, use.locations, job.location) }))
    .filter(({ detour }) => Number.isFinite(detour));
  if (near.length === 0) return 'unreachable';
  const timely = near.some(
    ({ vehicle, busySeconds, detour }) =>
      vehicle.shift.start + busySeconds + job.serviceSeconds + detour <= vehicle.shift.end,
  );
  return timely && job.windows.length > 0 ? 'window_unreachable' : 'shift';
}

export interface RouteUse {
  readonly vehicle: Vehicle;
  readonly load: readonly number[];
  /** Driving and serving, without waiting. */
  readonly busySeconds: number;
  readonly locations: readonly number[];
}

function cheapestDetour(
  problem: PlanningProblem,
  vehicle: Vehicle,
  locations: readonly number[],
  location: number,
): number {
  const stops = [vehicle.start, ...locations, vehicle.end];
  let least = Infinity;
  for (let i = 1; i < stops.length; i++) {
    const [from, to] = [stops[i - 1]!, stops[i]!];
    const around = legDuration(problem, from, location) + legDuration(problem, location, to);
    // Two unreachable legs make NaN, which is no detour either.
    const detour = around - legDuration(problem, from, to);
    if (detour < least) least = detour;
  }
  return least;
}
