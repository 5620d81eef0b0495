import type { Job, Plan, PlannedRoute, PlanningProblem, Vehicle } from './problem';
import { checkRichRoute, checkRichTotal, hasRichFields } from './rich-checker';

/** Figures that went through a few hundred additions may differ in their last bits. */
const TOLERANCE = 1e-6;

/**
 * Verifies a plan against its problem and lists every violation in words; none: the plan is sound. It shares no code
 * with the solvers or the schedule on purpose, so that one misunderstanding cannot hide behind itself.
 */
export function checkPlan(problem: PlanningProblem, plan: Plan): string[] {
  const violations: string[] = [];
  const jobs = new Map(problem.jobs.map((job) => [job.id, job]));
  const rich = hasRichFields(problem);
  checkCoverage(problem, plan, violations);

  const seen = new Set<string>();
  for (const route of plan.routes) {
    const name = `${route.vehicleId}#${route.vehicleIndex}`;
    const vehicle = problem.vehicles.find((v) => v.id === route.vehicleId);
    if (vehicle === undefined) violations.push(`${name}: no such vehicle`);
    else if (!(route.vehicleIndex >= 0 && route.vehicleIndex < vehicle.count))
      violations.push(`${name}: beyond its count`);
    if (seen.has(name)) violations.push(`${name}: two routes for one vehicle`);
    seen.add(name);
    if (vehicle !== undefined && rich)
      checkRichRoute(problem, vehicle, route, (what) => violations.push(`${name}: ${what}`));
    else if (vehicle !== undefined)
      checkRoute(problem, vehicle, route, jobs, (what) => violations.push(`${name}: ${what}`));
  }
  if (rich) checkRichTotal(problem, plan, (what) => violations.push(`plan: ${what}`));
  const total = plan.routes.reduce((sum, route) => sum + route.cost, 0);
  if (!rich && differs(plan.cost, total)) violations.push(`plan: cost ${plan.cost}, its routes add up to ${total}`);
  return violations;
}

function checkCoverage(problem: PlanningProblem, plan: Plan, violations: string[]): void {
  const times = new Map<string, number>();
  const ids = [...plan.routes.flatMap((r) => r.stops.map((s) => s.jobId)), ...plan.unassigned.map((u) => u.jobId)];
  for (const id of ids) times.set(id, (times.get(id) ?? 0) + 1);
  for (const { id } of problem.jobs) {
    const n = times.get(id) ?? 0;
    if (n !== 1) violations.push(`job ${id}: ${n} times in the plan`);
    times.delete(id);
  }
  for (const id of times.keys()) violations.push(`job ${id}: not in the problem`);

  for (const vehicle of problem.vehicles.filter((v) => v.lockedPrefix.length > 0)) {
    const route = plan.routes.find((r) => r.vehicleId === vehicle.id && r.vehicleIndex === 0);
    const first = route?.stops.slice(0, vehicle.lockedPrefix.length).map((s) => s.jobId) ?? [];
    if (vehicle.lockedPrefix.some((id, i) => first[i] !== id)) violations.push(`${vehicle.id}: locked prefix not kept`);
  }
}

type Report = (what: string) => void;

function checkRoute(
  problem: PlanningProblem,
  vehicle: Vehicle,
  route: PlannedRoute,
  jobs: ReadonlyMap<string, Job>,
  report: Report,
): void {
  const { size, cost, duration } = problem.matrix;
  const leg = (figures: Float64Array, from: number | null, to: number | null): number =>
    from === null || to === null ? 0 : figures[from * size + to]!;
  const locked = route.vehicleIndex === 0 ? vehicle.lockedPrefix.length : 0;

  if (route.stops.length === 0) report('a route without stops');
  if (route.departure < vehicle.shift.start - TOLERANCE) report('leaves before the shift begins');
  let clock = route.departure;
  let at = vehicle.start;
  let total = 0;
  route.stops.forEach((stop, i) => {
    const job = jobs.get(stop.jobId);
    if (job === undefined) return;
    const where = `stop ${i} (${stop.jobId})`;
    const expectedArrival = clock + leg(duration, at, job.location);
    if (!Number.isFinite(expectedArrival)) report(`${where}: no way there`);
    if (differs(stop.arrival, expectedArrival))
      report(`${where}: arrives ${stop.arrival}, expected ${expectedArrival}`);
    if (differs(stop.legCost, leg(cost, at, job.location))) report(`${where}: wrong leg cost`);
    if (differs(stop.legDuration, leg(duration, at, job.location))) report(`${where}: wrong leg duration`);
    if (stop.waiting < 0) report(`${where}: negative waiting`);
    const begin = stop.arrival + stop.waiting;
    const open =
      job.windows.length === 0 || job.windows.some((w) => begin >= w.start - TOLERANCE && begin <= w.end + TOLERANCE);
    if (!open && i >= locked) report(`${where}: served at ${begin}, outside its windows`);
    if (differs(stop.departure, begin + job.serviceSeconds)) report(`${where}: wrong departure`);
    if (i >= locked && job.skills.some((s) => !vehicle.skills.includes(s))) report(`${where}: skill missing`);
    total += leg(cost, at, job.location);
    clock = stop.departure;
    at = job.location;
  });
  const finish = clock + leg(duration, at, vehicle.end);
  total += leg(cost, at, vehicle.end);
  if (differs(route.finish, finish)) report(`finishes ${route.finish}, expected ${finish}`);
  if (finish > vehicle.shift.end + TOLERANCE && route.stops.length > locked)
    report(`finishes ${finish}, after the shift`);
  if (differs(route.duration, finish - route.departure)) report('wrong duration');
  if (differs(route.cost, total)) report(`cost ${route.cost}, expected ${total}`);
  if (!Number.isFinite(total)) report('an unreachable leg');
  checkLoads(vehicle, route, jobs, locked, report);
}

function checkLoads(
  vehicle: Vehicle,
  route: PlannedRoute,
  jobs: ReadonlyMap<string, Job>,
  locked: number,
  report: Report,
): void {
  const demandOf = (id: string, d: number): number => jobs.get(id)?.demand[d] ?? 0;
  const dimensions = Math.max(0, ...route.stops.map((s) => jobs.get(s.jobId)?.demand.length ?? 0));
  for (let d = 0; d < dimensions; d++) {
    let onBoard = route.stops.reduce((sum, stop) => sum + demandOf(stop.jobId, d), 0);
    const limit = vehicle.capacity[d] ?? Infinity;
    const proposed = route.stops.slice(locked).reduce((sum, stop) => sum + demandOf(stop.jobId, d), 0);
    // Locked jobs are on board already, even if they are too many; what is added must still fit.
    if (onBoard > limit + TOLERANCE && proposed > 0) report(`dimension ${d}: load ${onBoard} over ${limit}`);
    route.stops.forEach((stop, i) => {
      onBoard -= demandOf(stop.jobId, d);
      if (differs(stop.load[d] ?? 0, onBoard)) report(`stop ${i} (${stop.jobId}): wrong load`);
    });
  }
}

/** NaN differs from everything. */
function differs(a: number, b: number): boolean {
  return !(a === b || Math.abs(a - b) <= TOLERANCE * Math.max(1, Math.abs(a), Math.abs(b)));
}
