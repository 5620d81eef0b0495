import type { Budget } from '../budget';
import { nearestNeighbour } from '../nearest-neighbour';
import type { PlanningOptions, PlanningProblem } from '../problem';
import type { Solution } from '../solution';

/** Several vehicles, capacities, time windows. For now the baseline: the engine is on its way. */
export function solveFleet(problem: PlanningProblem, _options: PlanningOptions, _budget: Budget): Solution {
  return nearestNeighbour(problem);
}
