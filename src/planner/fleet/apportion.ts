import type { PlanningOptions } from '../problem';
import type { FleetModel } from './model';

export interface Apportionment {
  /** Of the budget, for ruin and recreate before any other search: 1 where none can follow. */
  readonly annealing: number;
  /** First and last temperature of its annealing, in mean costs a job. */
  readonly hot: number;
  readonly cold: number;
  /** Offspring for each job that the whole budget allows, where that is enough for a genetic search; else 0. */
  readonly generations: number;
}

const HOT = 1;
/** Jobs up to which that is so: with more each one is moved too seldom to recover from so hot a start. */
const HOT_UP_TO = 550;

/** Of a long annealing. A short one would freeze halfway, and local search takes what is left down in a millisecond or two. */
const COLD = 0.02;
const COLD_IN_HASTE = 0.1;
/** Budgets up to which the annealing is a short one: with windows its iterations take longer. */
const HASTE_MS = 30;
const HASTE_TIMED_MS = 50;

/** What an offspring of the genetic search takes a job, and an iteration of ruin and recreate. */
const OFFSPRING_MS = 0.005;
const ITERATION_MS = 0.01;
/** Offspring for each job that ruin and recreate is given the time of before the genetic search begins. */
const GENERATIONS_WANTED = 2;
/** Of the budget, for ruin and recreate. A genetic search given less than the rest would not outgrow its first plans. */
const LEAST_BEFORE_GENETIC = 0.1;
const MOST_BEFORE_GENETIC = 0.85;

/** What a descent of local search takes a job, and the most of the budget kept back for it. */
const DESCENT_MS = 0.012;
const MOST_FOR_DESCENT = 0.2;

/** How the budget is divided among ruin and recreate and what follows it. */
export function apportion(
  { jobs, timed, severalWindows, forbiddenLegs }: FleetModel,
  options: PlanningOptions,
): Apportionment {
  const { maxIterations, timeLimitMs } = options;
  const ms = maxIterations === undefined ? timeLimitMs : maxIterations * ITERATION_MS;
  const hot = HOT * Math.min(1, (HOT_UP_TO / jobs) ** 2);
  const haste = timed ? HASTE_TIMED_MS : HASTE_MS;
  const cold = Math.min(hot, COLD_IN_HASTE, Math.max(COLD, (COLD_IN_HASTE * haste) / ms));
  if (severalWindows || forbiddenLegs) return { annealing: 1, hot, cold, generations: 0 };
  const generations = ms / OFFSPRING_MS / (jobs * jobs);
  const share = Math.max(LEAST_BEFORE_GENETIC, GENERATIONS_WANTED / generations);
  if (share <= MOST_BEFORE_GENETIC) return { annealing: share, hot, cold, generations };
  return { annealing: 1 - Math.min(MOST_FOR_DESCENT, (DESCENT_MS * jobs) / ms), hot, cold, generations: 0 };
}
