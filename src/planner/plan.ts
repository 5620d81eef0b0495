import { Budget } from './budget';
import { keepCompiled } from './compiled';
import { solveFleet } from './solve-fleet';
import { type Unlocked, unlock } from './model/locked';
import type { MatrixTraits } from './model/matrix-traits';
import { givenOrder, nearestNeighbour } from './baseline/nearest-neighbour';
import type { Plan, PlannedRoute, PlanningOptions, PlanningProblem, LeftOutReason } from './model/problem';
import { buildRichRoute } from './model/rich-schedule';
import { buildRoute } from './model/schedule';
import { leftOutReason, type RouteUse, screen, type Screening } from './model/screen';
import { compareSolutions, type Solution, solutionCost } from './model/solution';
import { isRich } from './rich/rich-model';
import { richLeftOut } from './rich/left-out';
import { solveRich } from './rich/solve-rich';
import { isTimed, settle } from './timed/settle';
import { Timetable } from './timed/timetable';
import { validateTimed } from './timed/validate-timed';
import { isTour, solveTour } from './tour/solve-tour';
import { validateOptions, validateProblem } from './model/validate';

/** Kept back from the search for schedules and totals. */
const RESERVE_MS = 1;

/**
 * Plans a problem, and returns the cheapest plan found in its budget that serves all jobs, or else those of the highest priority.
 * Never worse than the nearest neighbour, never an infeasible stop. Blocks for its whole budget: services call
 * `PlannerPool` instead.
 *
 * @throws InvalidProblemError for input that no plan can mean
 */
export function plan(problem: PlanningProblem, options: PlanningOptions): Plan {
  validateOptions(options);
  const budget = new Budget(options, RESERVE_MS);
  keepCompiled('budget', budget);
  const traits = validateProblem(problem);
  const timed = isTimed(problem);
  if (timed) validateTimed(problem);

  const unlocked = unlock(problem);
  if (isRich(unlocked.problem)) return planRich(problem, unlocked, traits, options, budget);
  const { servable, rejected } = screen(unlocked.problem);
  const open: PlanningProblem = { ...unlocked.problem, jobs: servable.map((job) => unlocked.problem.jobs[job]!) };
  const nearest = nearestNeighbour(open);
  const given = givenOrder(open);
  const found = solve(open, traits, options, budget, nearest);
  /** Back to the positions and prefixes of the problem as it was given. */
  const whole = (solution: Solution): Solution =>
    unlocked.restore({
      sequences: solution.sequences.map((s) => ({ ...s, jobs: s.jobs.map((job) => servable[job]!) })),
      unassigned: solution.unassigned.map((job) => servable[job]!),
    });
  const costOf = (solution: Solution): number | null =>
    solution.unassigned.length > 0 ? null : solutionCost(problem, whole(solution));
  const answer = [nearest, given]
    .map(whole)
    .reduce((a, b) => (compareSolutions(problem, b, a) < 0 ? b : a), whole(found));
  if (timed) {
    const settled = planTimed(problem, answer, rejected);
    const complete = settled.unassigned.length === rejected.length;
    const baseline = {
      nearestNeighbour: complete ? costOf(nearest) : null,
      givenOrder: complete ? costOf(given) : null,
    };
    return { ...settled, iterations: budget.iterations, cpuMs: budget.elapsedMs(), baseline };
  }
  const routes = answer.sequences.map((sequence) => buildRoute(problem, sequence));
  return {
    routes,
    unassigned: [
      ...rejected.map(({ job, reason }) => ({ jobId: unlocked.problem.jobs[job]!.id, reason })),
      ...leftOut(problem, answer, routes),
    ],
    cost: routes.reduce((sum, route) => sum + route.cost, 0),
    iterations: budget.iterations,
    cpuMs: budget.elapsedMs(),
    baseline: { nearestNeighbour: costOf(nearest), givenOrder: costOf(given) },
  };
}

/** Returns what was searched at mean speeds as it holds by the hour. */
function planTimed(
  problem: PlanningProblem,
  found: Solution,
  rejected: Screening['rejected'],
): Pick<Plan, 'routes' | 'unassigned' | 'cost'> {
  const timetable = new Timetable(problem);
  const reasons = new Map(rejected.map(({ job, reason }) => [job, reason]));
  // At mean speeds a job may seem out of reach that is not; and what is on board stays whatever was said of it.
  const spare = rejected.filter(({ job, reason }) => {
    return reason === 'shift' || reason === 'window_unreachable' || problem.jobs[job]!.onBoard === true;
  });
  const settled = settle(
    timetable,
    found,
    spare.map(({ job }) => job),
  );
  const spared = new Set(spare.map(({ job }) => job));
  const others = rejected.filter(({ job }) => !spared.has(job)).map(({ job }) => job);
  const routes = settled.sequences.map((sequence) => timetable.route(sequence));
  const late = settled.unassigned.filter((job) => !reasons.has(job));
  return {
    routes,
    unassigned: [
      ...[...settled.unassigned, ...others].flatMap((job) => {
        const reason = reasons.get(job);
        return reason === undefined ? [] : [{ jobId: problem.jobs[job]!.id, reason }];
      }),
      ...leftOut(problem, { ...settled, unassigned: late }, routes),
    ],
    cost: routes.reduce((sum, route) => sum + route.cost, 0),
  };
}

/** Plans with constraints that the baselines and the other engines know nothing of. */
function planRich(
  problem: PlanningProblem,
  unlocked: Unlocked,
  traits: MatrixTraits,
  options: PlanningOptions,
  budget: Budget,
): Plan {
  const answer = unlocked.restore(solveRich(unlocked.problem, traits, options, budget));
  const routes = answer.sequences.map((sequence) => buildRichRoute(problem, sequence));
  return {
    routes,
    unassigned: richLeftOut(problem, answer, routes),
    cost: routes.reduce((sum, route) => sum + route.cost, 0) + balanceCost(problem, routes),
    iterations: budget.iterations,
    cpuMs: budget.elapsedMs(),
    baseline: { nearestNeighbour: null, givenOrder: null },
  };
}

/** What the plan's longest route costs beyond the routes' own costs. */
function balanceCost({ balance, vehicles }: PlanningProblem, routes: readonly PlannedRoute[]): number {
  if (balance === undefined || routes.length === 0) return 0;
  const spans = routes.map((route) => {
    if (balance.of === 'stops') return route.stops.length;
    return route.finish - vehicles.find(({ id }) => id === route.vehicleId)!.shift.start;
  });
  return balance.weight * Math.max(...spans);
}

function solve(
  problem: PlanningProblem,
  traits: MatrixTraits,
  options: PlanningOptions,
  budget: Budget,
  start: Solution,
): Solution {
  if (problem.jobs.length === 0) return start;
  if (!isTour(problem)) return solveFleet(problem, traits, options, budget);
  // With a thousand stops and cold code it may all be spent by now, and preparing a search would take as much again.
  if (options.maxIterations === undefined && start.unassigned.length === 0 && budget.exhausted()) return start;
  return solveTour(problem, traits, options, budget) ?? solveFleet(problem, traits, options, budget);
}

function leftOut(
  problem: PlanningProblem,
  answer: Solution,
  routes: readonly PlannedRoute[],
): { jobId: string; reason: LeftOutReason }[] {
  if (answer.unassigned.length === 0) return [];
  const uses: RouteUse[] = routes.map((route, r) => {
    const { vehicle, jobs } = answer.sequences[r]!;
    return {
      vehicle: problem.vehicles[vehicle]!,
      load: route.stops[0]!.load.map((left, d) => left + (problem.jobs[jobs[0]!]!.demand[d] ?? 0)),
      busySeconds: route.duration - route.stops.reduce((sum, stop) => sum + stop.waiting, 0),
      locations: jobs.map((job) => problem.jobs[job]!.location),
    };
  });
  // A vehicle that stays at home is used too, by nothing: its shift and windows decide.
  problem.vehicles.forEach((vehicle, v) => {
    const used = answer.sequences.filter((s) => s.vehicle === v).length;
    if (used < vehicle.count) uses.push({ vehicle, load: [], busySeconds: 0, locations: [] });
  });
  return answer.unassigned.map((job) => ({
    jobId: problem.jobs[job]!.id,
    reason: leftOutReason(problem, problem.jobs[job]!, uses),
  }));
}
