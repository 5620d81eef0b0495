import { checkPlan } from '../model/checker';
import { checkRichRoute } from '../model/rich-checker';
import { buildRichRoute } from '../model/rich-schedule';
import type { Job, PlannedRoute, PlanningProblem, Vehicle } from '../model/problem';
import type { SequenceReload } from '../model/solution';
import { exampleJob, exampleVehicle } from '../model/problem.fixture';
import { plan } from '../plan';
import { Rng } from '../rng';

/** The best there is: jobs left out, by priority, then cost. */
export interface Optimum {
  readonly leftOut: number;
  readonly cost: number;
}

interface Option {
  readonly cost: number;
  readonly span: number;
}

/** Tries every order of every set of jobs on every vehicle, with every set of reloads between them: for four or five jobs. */
export function bruteForce(problem: PlanningProblem): Optimum {
  const n = problem.jobs.length;
  const crews = problem.vehicles.flatMap((vehicle, v) => Array.from({ length: vehicle.count }, () => v));
  const options = problem.vehicles.map((_, v) => routesOf(problem, v));
  let best: Optimum = { leftOut: Infinity, cost: Infinity };
  const go = (crew: number, served: number, cost: number, span: number): void => {
    if (crew === crews.length) {
      const leftOut = n - [...Array(n).keys()].filter((i) => (served >> i) & 1).length;
      const total = cost + (problem.balance?.weight ?? 0) * span;
      if (leftOut < best.leftOut || (leftOut === best.leftOut && total < best.cost)) best = { leftOut, cost: total };
      return;
    }
    go(crew + 1, served, cost, span);
    for (const [set, list] of options[crews[crew]!]!) {
      if ((set & served) !== 0) continue;
      for (const option of list) go(crew + 1, served | set, cost + option.cost, Math.max(span, option.span));
    }
  };
  go(0, 0, 0, 0);
  return best;
}

/** By set of jobs: the routes that may be part of an optimum, cheapest first. */
function routesOf(problem: PlanningProblem, v: number): Map<number, Option[]> {
  const found = new Map<number, Option[]>();
  const vehicle = problem.vehicles[v]!;
  const visit = (jobs: readonly number[], set: number): void => {
    if (jobs.length > 0) {
      for (const reloads of reloadsOf(vehicle, jobs.length)) {
        const option = routeOf(problem, v, jobs, reloads);
        if (option === undefined) continue;
        const known = found.get(set) ?? [];
        if (known.some(({ cost, span }) => cost <= option.cost && span <= option.span)) continue;
        found.set(set, [...known.filter(({ cost, span }) => cost < option.cost || span < option.span), option]);
      }
    }
    for (let i = 0; i < problem.jobs.length; i++) if (((set >> i) & 1) === 0) visit([...jobs, i], set | (1 << i));
  };
  visit([], 0);
  return found;
}

function* reloadsOf(vehicle: Vehicle, stops: number): Generator<SequenceReload[]> {
  const { reload } = vehicle;
  const gaps = reload === undefined ? 0 : stops - 1;
  const places = reload?.locations.length ?? 0;
  for (let code = 0; code < (places + 1) ** gaps; code++) {
    const reloads: SequenceReload[] = [];
    for (let gap = 0, rest = code; gap < gaps; gap++, rest = Math.floor(rest / (places + 1))) {
      if (rest % (places + 1) > 0) reloads.push({ afterStops: gap + 1, place: (rest % (places + 1)) - 1 });
    }
    yield reloads;
  }
}

function routeOf(
  problem: PlanningProblem,
  vehicle: number,
  jobs: readonly number[],
  reloads: readonly SequenceReload[],
): Option | undefined {
  const { id, shift } = problem.vehicles[vehicle]!;
  let route: PlannedRoute;
  try {
    route = buildRichRoute(problem, { vehicle, index: 0, jobs, reloads });
  } catch {
    return undefined;
  }
  const faults: string[] = [];
  const driver = problem.vehicles.find((each) => each.id === id)!;
  checkRichRoute(problem, driver, route, (fault) => faults.push(fault));
  if (faults.length > 0) return undefined;
  const { balance } = problem;
  const span = balance === undefined ? 0 : balance.of === 'stops' ? jobs.length : route.finish - shift.start;
  return { cost: route.cost, span };
}

/** A random problem of a few jobs, each constraint in it with its own chance. */
export function mixedProblem(seed: number): PlanningProblem {
  const rng = new Rng(seed);
  const chance = (share: number): boolean => rng.float() < share;
  const between = (least: number, most: number): number => least + rng.below(most - least + 1);
  const n = between(3, 4);
  const size = n + 2;
  const points = Array.from({ length: size }, () => [between(0, 60), between(0, 60)] as const);
  const legs = Float64Array.from({ length: size * size }, (_, cell) => {
    const [a, b] = [points[Math.floor(cell / size)]!, points[cell % size]!];
    return Math.round(Math.hypot(a[0] - b[0], a[1] - b[1]));
  });
  const traffic = chance(0.15);
  const breaks = !traffic && chance(0.3);
  const pairs = chance(0.35);
  const window = (): { start: number; end: number } => {
    const start = between(0, 200);
    return { start, end: start + between(40, 200) };
  };
  const ids = ['v0', 'v1'];
  const prefers = chance(0.25);
  const picks = chance(0.35);
  const jobs = Array.from({ length: n }, (_, i): Job => {
    const timed = chance(0.4);
    return exampleJob(i + 1, {
      demand: [between(0, 4)],
      serviceSeconds: between(0, 20),
      windows: timed ? Array.from({ length: between(1, 2) }, window) : [],
      ...(picks && chance(0.5) ? { pickup: [between(1, 3)] } : {}),
      ...(chance(0.15) ? { readyAt: between(0, 120) } : {}),
      ...(chance(0.15) ? { setupSeconds: between(1, 15) } : {}),
      ...(chance(0.15) ? { vehicles: [ids[rng.below(2)]!] } : {}),
      ...(prefers ? { preference: { vehicles: [ids[rng.below(2)]!], otherwise: between(1, 40) } } : {}),
      ...(chance(0.08) ? { position: chance(0.5) ? ('first' as const) : ('last' as const) } : {}),
    });
  });
  if (pairs) {
    const { pickup: _1, ...first } = { ...jobs[0]!, demand: [] };
    const { pickup: _2, ...second } = { ...jobs[1]!, from: first.id, demand: [between(1, 4)] };
    jobs[0] = first;
    jobs[1] = second;
  } else if (chance(0.15)) jobs[1] = { ...jobs[1]!, after: jobs[0]!.id };
  const limits = chance(0.25);
  const vehicles = ids.slice(0, between(1, 2)).map((id) =>
    exampleVehicle({
      id,
      end: chance(0.85) ? 0 : null,
      capacity: [between(3, 10)],
      shift: { start: 0, end: between(150, 600) },
      costs: {
        fixed: chance(0.4) ? between(0, 80) : 0,
        perDistance: chance(0.3) ? between(1, 3) : 1,
        perSecond: chance(0.3) ? between(0, 2) : 0,
      },
      ...(limits ? { limits: { distance: between(80, 300), seconds: between(100, 400), stops: between(1, 4) } } : {}),
      ...(breaks
        ? {
            breaks: Array.from({ length: between(1, 2) }, (_, b) => ({
              windows: [{ start: 40 + 70 * b, end: 100 + 70 * b + between(0, 60) }],
              seconds: between(5, 20),
            })),
          }
        : {}),
      ...(chance(0.35)
        ? { reload: { locations: chance(0.5) ? [0] : [0, n + 1], seconds: between(0, 10), trips: between(2, 3) } }
        : {}),
      ...(chance(0.15) ? { deliveriesFirst: true } : {}),
      ...(chance(0.1) ? { speedFactor: 2 } : {}),
      ...(chance(0.1) ? { serviceFactor: 0.5 } : {}),
    }),
  );
  return {
    matrix: { size, cost: legs, duration: chance(0.5) ? legs : legs.map((leg) => Math.round(leg * 0.8)) },
    jobs: jobs.map((job) => fitToFleet(job, vehicles)),
    vehicles,
    ...(traffic
      ? {
          traffic: [
            { from: 0, speed: 1 },
            { from: 100, speed: 0.5 },
            { from: 220, speed: 1.5 },
          ],
        }
      : {}),
    ...(chance(0.15) ? { balance: { of: chance(0.5) ? ('time' as const) : ('stops' as const), weight: 1 } } : {}),
  };
}

/** Names of vehicles that the problem does not have are none. */
function fitToFleet(job: Job, vehicles: readonly Vehicle[]): Job {
  const known = (ids: readonly string[]): string[] => ids.filter((id) => vehicles.some((vehicle) => vehicle.id === id));
  const { vehicles: only, preference, ...rest } = job;
  return {
    ...rest,
    ...(only === undefined || known(only).length === 0 ? {} : { vehicles: known(only) }),
    ...(preference === undefined ? {} : { preference: { ...preference, vehicles: known(preference.vehicles) } }),
  };
}

/** Plans a mixed problem and returns in words what is wrong with the plan: unsound, or worse than the best there is; null: nothing. */
export function againstBruteForce(seed: number): string | null {
  const problem = mixedProblem(seed);
  const found = plan(problem, { timeLimitMs: Infinity, maxIterations: 1500, seed });
  const violations = checkPlan(problem, found);
  if (violations.length > 0) return `${seed}: ${violations.slice(0, 2).join('; ')}`;
  const best = bruteForce(problem);
  const { cost, unassigned } = found;
  if (unassigned.length < best.leftOut || (unassigned.length === best.leftOut && cost <= best.cost + 1e-4)) return null;
  return `${seed}: ${unassigned.length} left out at ${cost}, best ${best.leftOut} at ${best.cost}`;
}
