import type { Job, LeftOutReason, PlannedRoute, PlanningProblem, Vehicle } from '../model/problem';
import { buildRichRoute } from '../model/rich-schedule';
import type { Solution } from '../model/solution';

/** The obstacles of a job, from the first to the last: of several vehicles, the one that gets furthest names the reason. */
const OBSTACLES = [
  'skill',
  'capacity',
  'unreachable',
  'window_unreachable',
  'shift',
  'limit',
] as const satisfies LeftOutReason[];

/** Says of each job that is in no route why: what keeps every vehicle from serving it alone, else what has run out. */
export function richLeftOut(
  problem: PlanningProblem,
  answer: Solution,
  routes: readonly PlannedRoute[],
): { jobId: string; reason: LeftOutReason }[] {
  return answer.unassigned.map((job) => ({ jobId: problem.jobs[job]!.id, reason: reasonOf(problem, job, routes) }));
}

function reasonOf(problem: PlanningProblem, job: number, routes: readonly PlannedRoute[]): LeftOutReason {
  let furthest = -1;
  let alone = false;
  for (const [v, vehicle] of problem.vehicles.entries()) {
    if (vehicle.count === 0) continue;
    const obstacle = obstacleOf(problem, job, vehicle, v);
    if (obstacle === undefined) alone = true;
    else furthest = Math.max(furthest, OBSTACLES.indexOf(obstacle));
  }
  if (!alone) return OBSTACLES[furthest] ?? 'capacity';
  return exhausted(problem, problem.jobs[job]!, routes);
}

/** What keeps a vehicle from serving the job, and the other of its pair, if it served nothing else. */
function obstacleOf(problem: PlanningProblem, index: number, vehicle: Vehicle, v: number): LeftOutReason | undefined {
  const { jobs } = problem;
  const job = jobs[index]!;
  const other = jobs.findIndex((each) => each.id === job.from || each.from === job.id);
  const order = other < 0 ? [index] : job.from === undefined ? [index, other] : [other, index];
  const members = order.map((i) => jobs[i]!);
  if (members.some((each) => !mayServe(vehicle, each))) return 'skill';
  const over = (figures: readonly number[] | undefined): boolean =>
    figures?.some((amount, d) => amount > (vehicle.capacity[d] ?? Infinity)) ?? false;
  if (members.some((each) => over(each.demand) || over(each.pickup))) return 'capacity';
  const free = { ...vehicle, lockedPrefix: [] };
  const scene = { ...problem, vehicles: problem.vehicles.with(v, free) };
  const wide = members.map((each) => ({ ...each, windows: [] }));
  const open = { ...scene, jobs: order.reduce<readonly Job[]>((list, i, k) => list.with(i, wide[k]!), jobs) };
  const sequence = { vehicle: v, index: 0, jobs: order };
  const unhurried = { ...free, shift: { start: vehicle.shift.start, end: Infinity } };
  const reached = tryRoute({ ...open, vehicles: open.vehicles.with(v, unhurried) }, sequence);
  if (reached === undefined || !Number.isFinite(reached.cost)) return 'unreachable';
  const inWindows = tryRoute({ ...scene, vehicles: scene.vehicles.with(v, unhurried) }, sequence);
  if (inWindows === undefined || !keepsWindows(members, inWindows)) return 'window_unreachable';
  const route = tryRoute(scene, sequence);
  if (route === undefined || route.finish > vehicle.shift.end + 1e-6) return 'shift';
  const { limits = {}, costs = {} } = vehicle;
  const distance = (route.charges?.distance ?? 0) / (costs.perDistance ?? 1);
  const tooMuch =
    distance > (limits.distance ?? Infinity) ||
    route.duration > (limits.seconds ?? Infinity) ||
    order.length > (limits.stops ?? Infinity);
  return tooMuch ? 'limit' : undefined;
}

function tryRoute(problem: PlanningProblem, sequence: Solution['sequences'][number]): PlannedRoute | undefined {
  try {
    return buildRichRoute(problem, sequence);
  } catch {
    return undefined;
  }
}

const keepsWindows = (jobs: readonly Job[], route: PlannedRoute): boolean =>
  route.stops.every((stop, i) => {
    const begin = stop.arrival + stop.waiting;
    const { windows } = jobs[i]!;
    return windows.length === 0 || windows.some(({ start, end }) => begin >= start - 1e-6 && begin <= end + 1e-6);
  });

function mayServe(vehicle: Vehicle, job: Job): boolean {
  return job.skills.every((skill) => vehicle.skills.includes(skill)) && (job.vehicles?.includes(vehicle.id) ?? true);
}

/** The first thing of which no vehicle that may serve the job has enough left. */
function exhausted(problem: PlanningProblem, job: Job, routes: readonly PlannedRoute[]): LeftOutReason {
  const able = problem.vehicles.filter((vehicle) => vehicle.count > 0 && mayServe(vehicle, job));
  const used = (vehicle: Vehicle): PlannedRoute[] => routes.filter(({ vehicleId }) => vehicleId === vehicle.id);
  const spare = able.filter((vehicle) => used(vehicle).length < vehicle.count);
  const jobs = new Map(problem.jobs.map((each) => [each.id, each]));
  const full = (vehicle: Vehicle, route: PlannedRoute): boolean =>
    job.demand.some((amount, d) => {
      // What is on board before a stop is what is left behind it, with what is delivered there.
      const loads = route.stops.map((stop) => (stop.load[d] ?? 0) + (jobs.get(stop.jobId)?.demand[d] ?? 0));
      return Math.max(0, ...loads) + amount > (vehicle.capacity[d] ?? Infinity);
    });
  const roomy = able.some(
    (vehicle) => vehicle.reload !== undefined || used(vehicle).some((route) => !full(vehicle, route)),
  );
  if (spare.length === 0 && !roomy) return 'capacity';
  const limited = able.every((vehicle) => vehicle.limits !== undefined);
  return limited ? 'limit' : 'shift';
}
