import type { PlanningOptions } from './model/problem';
import type { FleetModel } from './model/fleet-model';

export interface Apportionment {
  /** The share of the budget that ruin and recreate has before any other search: 1 where none can follow. */
  readonly annealing: number;
  /** First and last temperature of its annealing, in mean costs a job or, if it is `rushed`, in mean legs between jobs. */
  readonly hot: number;
  readonly cold: number;
  readonly rushed: boolean;
  /** Offspring for each job that the whole budget allows, where that is enough for a genetic search; else 0. */
  readonly generations: number;
}

const HOT = 1;
/** Jobs up to which an annealing begins so hot: with more each one is moved too seldom to recover from so hot a start. */
const HOT_UP_TO = 550;

/** The last temperature of a long annealing, in mean costs a job. A short one would freeze halfway, and local search takes what is left down in a millisecond or two. */
const COLD = 0.02;
const COLD_IN_HASTE = 0.1;
/** Budgets up to which the annealing is a short one. */
const HASTE_MS = 50;

/**
 * Milliseconds a job below which an annealing without windows is rushed, and its temperatures. It would not recover from a start
 * that is hot beside the legs, which the way to a far depot says nothing of.
 */
const RUSHED_MS = 1 / 3;
/** Times the root of the milliseconds a job. */
const HOT_IN_RUSH = 5.7;
const COLD_IN_RUSH = 0.2;

/** What an offspring of the genetic search takes a job, and an iteration of ruin and recreate. */
const OFFSPRING_MS = 0.005;
const ITERATION_MS = 0.01;
/** Offspring for each job that ruin and recreate is given the time of before the genetic search begins. */
const GENERATIONS_WANTED = 2;
/** The least and the largest share of the budget for ruin and recreate. A genetic search given less than the rest would not outgrow its first plans. */
const LEAST_BEFORE_GENETIC = 0.1;
const MOST_BEFORE_GENETIC = 0.85;

/** What a descent of local search takes a job, and the most of the budget kept back for it. */
const DESCENT_MS = 0.012;
const MOST_FOR_DESCENT = 0.2;

/** Returns how the budget is divided among ruin and recreate and what follows it. */
export function apportion(
  { jobs, timed, severalWindows, forbiddenLegs }: FleetModel,
  options: PlanningOptions,
): Apportionment {
  const { maxIterations, timeLimitMs } = options;
  const ms = maxIterations === undefined ? timeLimitMs : maxIterations * ITERATION_MS;
  const cooling = coolingFor(jobs, timed, ms);
  if (severalWindows || forbiddenLegs) return { annealing: 1, ...cooling, generations: 0 };
  const generations = ms / OFFSPRING_MS / (jobs * jobs);
  const share = Math.max(LEAST_BEFORE_GENETIC, GENERATIONS_WANTED / generations);
  if (share <= MOST_BEFORE_GENETIC) return { annealing: share, ...cooling, generations };
  const forDescent = Math.min(MOST_FOR_DESCENT, (DESCENT_MS * jobs) / ms);
  return { annealing: 1 - forDescent, ...cooling, generations: 0 };
}

function coolingFor(jobs: number, timed: boolean, ms: number): Pick<Apportionment, 'hot' | 'cold' | 'rushed'> {
  const large = Math.min(1, (HOT_UP_TO / jobs) ** 2);
  if (!timed && ms < RUSHED_MS * jobs) {
    const hot = HOT_IN_RUSH * Math.sqrt(ms / jobs) * large;
    return { hot, cold: Math.min(hot, COLD_IN_RUSH), rushed: true };
  }
  const hot = HOT * large;
  const cold = Math.min(hot, COLD_IN_HASTE, Math.max(COLD, (COLD_IN_HASTE * HASTE_MS) / ms));
  return { hot, cold, rushed: false };
}
