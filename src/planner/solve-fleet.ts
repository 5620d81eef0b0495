import type { Budget } from './budget';
import { keepCompiled } from './compiled';
import type { MatrixTraits } from './model/matrix-traits';
import type { PlanningOptions, PlanningProblem } from './model/problem';
import { Rng } from './rng';
import type { Solution } from './model/solution';
import { apportion } from './apportion';
import { CompactFleet } from './genetic/compact-fleet';
import { Descent } from './genetic/descent';
import { GeneticSearch } from './genetic/genetic-search';
import { compileModel } from './model/fleet-model';
import { measureProximity, type Proximity } from './model/proximity';
import { Routes } from './ruin-recreate/routes';
import { buildBySavings } from './baseline/savings';
import { Sisr } from './ruin-recreate/sisr';

/** The mean leg counts as at least this share of the mean cost a job. */
const LEAST_OF_COST = 0.01;

/**
 * Plans a fleet: capacities, windows, shifts, skills, several vehicle types, jobs left out by priority when not all fit.
 * Savings, then ruin and recreate, which improves any plan of any size quickly, then a descent of local search and, where
 * the budget allows enough generations for the number of jobs, a genetic search, which gets further. Every route of the
 * answer is feasible.
 */
export function solveFleet(
  problem: PlanningProblem,
  traits: MatrixTraits,
  options: PlanningOptions,
  budget: Budget,
): Solution {
  const model = compileModel(problem, traits);
  const routes = new Routes(model);
  if (model.jobs === 0 || model.slots === 0) return routes.toSolution();
  const proximity = measureProximity(model);
  if (model.types === 1 && model.slots === model.jobs) buildBySavings(routes, proximity.predecessors);
  const rng = new Rng(options.seed ?? 1);
  const sisr = new Sisr(routes, proximity, budget, rng);
  keepCompiled('fleet', { model, routes, proximity, rng, sisr });
  if (routes.absentCount > 0) sisr.insertAbsent();

  const { annealing, hot, cold, rushed, generations } = apportion(model, options);
  const costAJob = routes.cost / model.jobs;
  // Where most jobs share an address the mean leg may be next to nothing.
  const scale = rushed ? Math.max(routes.meanLeg(), LEAST_OF_COST * costAJob) : costAJob;
  sisr.anneal({ from: 0, to: annealing, first: hot * scale, last: cold * scale });
  // Local search knows no jobs that are in no route.
  if (annealing < 1 && routes.absentCount === 0 && !budget.exhausted())
    refine(routes, proximity, generations, budget, rng);
  sisr.anneal({ from: annealing, to: 1, first: cold * scale, last: cold * scale });
  return routes.toSolution();
}

/** Local search on the plan, then, unless `generations` is 0, a genetic search that ends with the budget. */
function refine(routes: Routes, proximity: Proximity, generations: number, budget: Budget, rng: Rng): void {
  const compact = new CompactFleet(routes.model, routes.next);
  const descent = new Descent(compact.model, proximity.predecessors, budget, rng);
  keepCompiled('descent', { compact, descent });
  let next = descent.run(compact.next);
  if (generations > 0 && !budget.exhausted()) {
    const genetic = new GeneticSearch(compact.model, proximity, budget, rng, next, generations);
    keepCompiled('genetic', genetic);
    genetic.run();
    next = genetic.best.next;
  }
  routes.adopt(compact.expand(next));
}
