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
/** The share of the budget that is for fewer vehicles, where those come first. */
const FOR_FEWER_VEHICLES = 0.5;

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
  takeUpRunning(routes, problem);
  sisr.insertAbsent();
  const vehicles = routes.used.reduce((sum, count) => sum + count, 0);
  const scale = (routes.cost - vehicles * model.perVehicle) / model.jobs;
  // So hot that a vehicle more is nothing: only then do jobs move out of routes that are nearly needless.
  const begin = model.perVehicle > 0 ? FOR_FEWER_VEHICLES : 0;
  if (begin > 0) sisr.anneal(0, begin, (HOT * routes.cost) / model.jobs, (COLD * routes.cost) / model.jobs);
  const hot = Math.max(HOT_FOR_MORE, HOT * Math.min(1, HOT_UP_TO / model.jobs));
  sisr.anneal(begin, 1, hot * scale, COLD * scale);
  return routes.toSolution();
}

/** Begins with the routes that vehicles have so far, each as far as it is feasible. */
function takeUpRunning(routes: RichRoutes, { jobs, vehicles }: PlanningProblem): void {
  const { model } = routes;
  const index = new Map(jobs.map((job, i) => [job.id, i]));
  vehicles.forEach(({ running = [], count }, t) => {
    if (running.length === 0 || count === 0) return;
    const r = model.firstSlot[t]!;
    const wanted = running.map((id) => index.get(id) ?? -1).filter((job) => job >= 0 && routes.slot[job]! < 0);
    const stops = wanted.filter((job) => model.types[t]!.compatible[job] === 1 && together(wanted, model.mate[job]!));
    let p = model.jobs + 2 * r;
    for (const job of new Set(stops)) {
      routes.link1(p, job);
      p = job;
    }
    while (!routes.refresh(r)) {
      const last = routes.previous[model.jobs + 2 * r + 1]!;
      const other = model.mate[last]!;
      routes.unlink1(last);
      if (other >= 0) routes.unlink1(other);
    }
  });
  routes.collectAbsent();
}

/** Half a pair is no beginning. */
const together = (jobs: readonly number[], other: number): boolean => other < 0 || jobs.includes(other);
