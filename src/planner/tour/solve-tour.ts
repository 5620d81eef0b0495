import { Budget } from '../budget';
import type { MatrixTraits } from '../model/matrix-traits';
import type { PlanningOptions, PlanningProblem, Vehicle } from '../model/problem';
import { Rng } from '../rng';
import { legDuration, type Sequence, sequenceCost, type Solution } from '../model/solution';
import { exactTour, LARGEST_EXACT } from './exact';
import { tourGraph } from './graph';
import { iteratedSearch } from './iterated';

/** Whether the problem is one vehicle that can take all jobs at any time: nothing but distance is left to decide, which is what this engine does. */
export function isTour({ vehicles, jobs }: PlanningProblem): boolean {
  const [vehicle, ...others] = vehicles.filter((v) => v.count > 0);
  if (vehicle?.count !== 1 || others.length > 0) return false;
  if (jobs.some((job) => job.windows.length > 0)) return false;
  return vehicle.capacity.every((limit, d) => jobs.reduce((sum, job) => sum + (job.demand[d] ?? 0), 0) <= limit);
}

/**
 * Returns the cheapest order of all jobs; `undefined` when they do not all fit into the shift or cannot all be reached in one tour,
 * so that some must be left out: a choice for the fleet engine.
 */
export function solveTour(
  problem: PlanningProblem,
  traits: MatrixTraits,
  options: PlanningOptions,
  budget: Budget,
): Solution | undefined {
  const index = problem.vehicles.findIndex((v) => v.count > 0);
  const vehicle = problem.vehicles[index]!;
  const sequenceOf = (jobs: readonly number[] | undefined): Sequence | undefined => {
    const sequence = jobs === undefined ? undefined : { vehicle: index, index: 0, jobs };
    return sequence !== undefined && fits(problem, vehicle, sequence) ? sequence : undefined;
  };
  const found = order(problem, traits, options, budget, vehicle, sequenceOf);
  return found === undefined ? undefined : { sequences: [found], unassigned: [] };
}

function order(
  problem: PlanningProblem,
  traits: MatrixTraits,
  options: PlanningOptions,
  budget: Budget,
  vehicle: Vehicle,
  sequenceOf: (jobs: readonly number[] | undefined) => Sequence | undefined,
): Sequence | undefined {
  if (problem.jobs.length <= LARGEST_EXACT) return sequenceOf(exactTour(problem, vehicle));
  const graph = tourGraph(problem, traits, vehicle);
  const search = (within: Budget): Sequence | undefined =>
    sequenceOf(graph.jobsOf(iteratedSearch(graph, within, new Rng(options.seed ?? 1))));
  if (vehicle.shift.end === Infinity && !traits.holes) return search(budget);
  // A first local optimum tells whether this engine can serve at all, before it has spent the other engine's time.
  const probe = search(new Budget({ timeLimitMs: Infinity, maxIterations: 0 }));
  return probe === undefined ? undefined : (search(budget) ?? probe);
}

function fits(problem: PlanningProblem, vehicle: Vehicle, sequence: Sequence): boolean {
  let clock = vehicle.shift.start;
  let at = vehicle.start;
  for (const index of sequence.jobs) {
    const job = problem.jobs[index]!;
    clock += legDuration(problem, at, job.location) + job.serviceSeconds;
    at = job.location;
  }
  const finish = clock + legDuration(problem, at, vehicle.end);
  return finish <= vehicle.shift.end && Number.isFinite(finish) && Number.isFinite(sequenceCost(problem, sequence));
}
