import type { Budget } from '../budget';
import { keepCompiled } from '../compiled';
import type { MatrixTraits } from '../model/matrix-traits';
import type { PlanningOptions, PlanningProblem } from '../model/problem';
import { nearestJobs } from '../model/proximity';
import type { Solution } from '../model/solution';
import { Rng } from '../rng';
import { compileRich } from './rich-model';
import { RichRoutes } from './rich-routes';
import { RichSisr } from './rich-sisr';

/** First and last temperature, in mean costs a job. */
const HOT = 3;
const COLD = 0.02;
/** Jobs up to which the first is so hot: with more, each is moved too seldom to recover from it. */
const HOT_UP_TO = 120;
const HOT_FOR_MORE = 1;

/** Plans problems with any of the constraints, by ruin and recreate from greedy insertion, or from the routes that are running. */
export function solveRich(
  problem: PlanningProblem,
  traits: MatrixTraits,
  options: PlanningOptions,
  budget: Budget,
): Solution {
  const model = compileRich(problem, traits);
  const routes = new RichRoutes(model);
  if (model.jobs === 0 || model.slots === 0) return routes.toSolution();
  const rng = new Rng(options.seed ?? 1);
  const cost = model.traffic === null ? model.metres : model.types[0]!.duration;
  const nearest = nearestJobs({ jobs: model.jobs, size: model.size, cost, symmetric: false });
  const sisr = new RichSisr(routes, nearest, budget, rng);
  keepCompiled('rich', { model, routes, nearest, rng, sisr });
  sisr.insertAbsent();
  const scale = routes.cost / model.jobs;
  const hot = Math.max(HOT_FOR_MORE, HOT * Math.min(1, HOT_UP_TO / model.jobs));
  sisr.anneal(0, 1, hot * scale, COLD * scale);
  return routes.toSolution();
}
