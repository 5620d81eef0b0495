import type { Budget } from '../budget';
import { nearestNeighbour } from '../nearest-neighbour';
import type { PlanningOptions, PlanningProblem } from '../problem';
import type { Solution } from '../solution';

/** One vehicle and nothing but distance to decide about: what this engine is for. */
export function isTour({ vehicles, jobs }: PlanningProblem): boolean {
  const active = vehicles.filter((v) => v.count > 0);
  return active.length === 1 && active[0]!.count === 1 && jobs.every((job) => job.windows.length === 0);
}

export function solveTour(problem: PlanningProblem, _options: PlanningOptions, _budget: Budget): Solution | undefined {
  return nearestNeighbour(problem);
}
