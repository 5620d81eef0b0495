import type { Budget } from '../budget';
import { keepCompiled } from '../compiled';
import type { MatrixTraits } from '../matrix-traits';
import type { PlanningOptions, PlanningProblem } from '../problem';
import { Rng } from '../rng';
import type { Solution } from '../solution';
import { CompactFleet } from './hgs/compact-fleet';
import { GeneticSearch } from './hgs/genetic-search';
import { compileModel, type FleetModel } from './model';
import { measureProximity } from './proximity';
import { Routes } from './routes';
import { buildBySavings } from './savings';
import { Sisr } from './sisr';

/** First and last temperature, in mean costs a job. */
const HOT = 1;
const COLD = 0.02;
/** Jobs up to which that is so: with more each one is moved too seldom to recover from so hot a start. */
const HOT_UP_TO = 550;
const STEPS_PER_MS = 100;

/**
 * Plans a fleet: capacities, windows, shifts, skills, several vehicle types, jobs left out by priority when not all fit.
 * Savings, then ruin and recreate, which improves any plan of any size quickly, then, where the budget allows enough
 * generations for the number of jobs, a genetic search, which gets further. Every route of the answer is feasible.
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

  const scale = routes.cost / model.jobs;
  const hot = HOT * Math.min(1, (HOT_UP_TO / model.jobs) ** 2);
  const generations = affordableGenerations(model, options);
  const share = sisrShare(generations);
  sisr.anneal({ from: 0, to: share, first: hot * scale, last: COLD * scale });
  if (share < 1 && routes.absentCount === 0 && !budget.exhausted()) {
    const compact = new CompactFleet(model, routes.next);
    const genetic = new GeneticSearch(compact.model, proximity, budget, rng, compact.next, generations);
    keepCompiled('genetic', { compact, genetic });
    genetic.run();
    routes.adopt(compact.expand(genetic.best.next));
  }
  return routes.toSolution();
}

/** Offspring for each job that ruin and recreate is given the time of before the genetic search begins. */
const GENERATIONS_WANTED = 2;
/** Of the budget, for ruin and recreate. A genetic search given less than the rest would not outgrow its first plans. */
const LEAST_SISR_SHARE = 0.1;
const MOST_SISR_SHARE = 0.6;

/** The share of the budget for ruin and recreate: all of it, unless the rest is enough for the generations a search needs. */
function sisrShare(generationsAJob: number): number {
  const share = Math.max(LEAST_SISR_SHARE, GENERATIONS_WANTED / generationsAJob);
  return share > MOST_SISR_SHARE ? 1 : share;
}

/** How many offspring the whole budget allows for each job; an offspring takes some 5 us a job. */
function affordableGenerations({ jobs, severalWindows, forbiddenLegs }: FleetModel, options: PlanningOptions): number {
  if (severalWindows || forbiddenLegs) return 0;
  const ms = options.maxIterations === undefined ? options.timeLimitMs : options.maxIterations / STEPS_PER_MS;
  return ms / 0.005 / (jobs * jobs);
}
