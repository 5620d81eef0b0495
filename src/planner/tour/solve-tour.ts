import type { Budget } from '../budget';
import type { PlanningOptions, PlanningProblem } from '../problem';
import { Rng } from '../rng';
import type { Solution } from '../solution';
import { tourGraph } from './graph';
import { iteratedSearch } from './iterated';

/** One vehicle and nothing but distance to decide about: what this engine is for. */
export function isTour({ vehicles, jobs }: PlanningProblem): boolean {
  const active = vehicles.filter((v) => v.count > 0);
  return active.length === 1 && active[0]!.count === 1 && jobs.every((job) => job.windows.length === 0);
}

export function solveTour(problem: PlanningProblem, options: PlanningOptions, budget: Budget): Solution | undefined {
  const vehicle = problem.vehicles.findIndex((v) => v.count > 0);
  const graph = tourGraph(problem, problem.vehicles[vehicle]!);
  const order = iteratedSearch(graph, budget, new Rng(options.seed ?? 1));
  return { sequences: [{ vehicle, index: 0, jobs: graph.jobsOf(order) }], unassigned: [] };
}
