import type { Budget } from '../budget';
import type { PlanningOptions, PlanningProblem } from '../problem';
import { Rng } from '../rng';
import type { Solution } from '../solution';
import { compileModel } from './model';
import { Routes } from './routes';
import { buildBySavings } from './savings';
import { improveBySisr } from './sisr';

/**
 * Plans a fleet: capacities, windows, shifts, skills, several vehicle types, jobs left out by priority when not all fit.
 * Every route of the answer is feasible.
 */
export function solveFleet(problem: PlanningProblem, options: PlanningOptions, budget: Budget): Solution {
  const rng = new Rng(options.seed ?? 1);
  const model = compileModel(problem);
  const routes = new Routes(model);
  if (model.types === 1 && model.slots === model.jobs) buildBySavings(routes);
  improveBySisr(routes, budget, rng);
  return routes.toSolution();
}
