import type { PlanningProblem } from './problem';

/** A route as the engines hand it over: positions in `problem.vehicles` and `problem.jobs`, no times. */
export interface Sequence {
  /** A position in `problem.vehicles`. */
  readonly vehicle: number;
  /** Which of the vehicle's `count` drives it, from 0. */
  readonly index: number;
  /** Positions in `problem.jobs`, at least one. */
  readonly jobs: readonly number[];
  /** Ascending by `afterStops`. Absent: one trip. */
  readonly reloads?: readonly SequenceReload[];
}

/** A reload of a sequence. */
export interface SequenceReload {
  /** How many of the sequence's jobs come before it. */
  readonly afterStops: number;
  /** A position in the vehicle's `reload.locations`. */
  readonly place: number;
}

/**
 * What an engine returns. Every sequence is feasible, and every job is in exactly one sequence or in `unassigned`.
 * Engines never see locked prefixes: `locked.ts` folds them into the vehicle's start, shift and capacity before.
 */
export interface Solution {
  readonly sequences: readonly Sequence[];
  /** Positions in `problem.jobs`. */
  readonly unassigned: readonly number[];
}

export function legCost(problem: PlanningProblem, from: number | null, to: number | null): number {
  return from === null || to === null ? 0 : problem.matrix.cost[from * problem.matrix.size + to]!;
}

export function legDuration(problem: PlanningProblem, from: number | null, to: number | null): number {
  return from === null || to === null ? 0 : problem.matrix.duration[from * problem.matrix.size + to]!;
}

export function sequenceCost(problem: PlanningProblem, sequence: Sequence): number {
  const vehicle = problem.vehicles[sequence.vehicle]!;
  let at = vehicle.start;
  let cost = 0;
  for (const job of sequence.jobs) {
    const location = problem.jobs[job]!.location;
    cost += legCost(problem, at, location);
    at = location;
  }
  return cost + legCost(problem, at, vehicle.end);
}

export function solutionCost(problem: PlanningProblem, solution: Solution): number {
  return solution.sequences.reduce((sum, sequence) => sum + sequenceCost(problem, sequence), 0);
}

/**
 * Returns a negative figure when `a` is the better plan: the first job left out decides by its priority, highest first ("the higher is
 * served first"), then their number, then the cost.
 */
export function compareSolutions(problem: PlanningProblem, a: Solution, b: Solution): number {
  const priorities = (s: Solution): number[] =>
    s.unassigned.map((j) => problem.jobs[j]!.priority).sort((x, y) => y - x);
  const left = priorities(a);
  const right = priorities(b);
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? -1) - (right[i] ?? -1);
    if (difference !== 0) return difference;
  }
  return solutionCost(problem, a) - solutionCost(problem, b);
}
