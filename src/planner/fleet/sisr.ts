import type { Budget } from '../budget';
import type { Rng } from '../rng';
import { Journal } from './journal';
import { Recreate } from './recreate';
import type { Routes } from './routes';
import { Ruin } from './ruin';

/** Temperatures at the beginning and end, in shares of the mean cost a job at the start. */
const FIRST_TEMPERATURE = 0.5;
const LAST_TEMPERATURE = 0.005;

/**
 * Slack induction by string removals (Christiaens and Vanden Berghe 2020): ruin and recreate under simulated annealing, the
 * temperature falling exponentially with the budget used. Leaves `routes` at the best plan found.
 */
export function improveBySisr(routes: Routes, budget: Budget, rng: Rng): void {
  const { model } = routes;
  if (model.jobs === 0 || model.slots === 0) return;
  const journal = new Journal(routes);
  const ruin = new Ruin(routes, journal, rng);
  const recreate = new Recreate(routes, journal, rng);
  if (routes.absentCount > 0) {
    journal.begin();
    recreate.run();
  }
  const scale = routes.cost / model.jobs;
  const best = new BestPlan(routes);
  while (budget.next()) {
    const temperature = scale * FIRST_TEMPERATURE * Math.pow(LAST_TEMPERATURE / FIRST_TEMPERATURE, budget.fraction);
    const cost = routes.cost;
    const weight = routes.absentWeight;
    journal.begin();
    ruin.run();
    recreate.run();
    const change = routes.cost - cost + (routes.absentWeight - weight) * model.weightUnit;
    if (change < -temperature * Math.log(1 - rng.float())) best.update(routes);
    else journal.restore();
  }
  best.restore(routes);
}

class BestPlan {
  private readonly next: Int32Array;
  private cost: number;
  private weight: number;

  constructor(routes: Routes) {
    this.next = Int32Array.from(routes.next);
    this.cost = routes.cost;
    this.weight = routes.absentWeight;
  }

  update(routes: Routes): void {
    const { cost, absentWeight } = routes;
    if (absentWeight > this.weight || (absentWeight === this.weight && cost >= this.cost - 1e-7)) return;
    this.next.set(routes.next);
    this.cost = cost;
    this.weight = absentWeight;
  }

  restore(routes: Routes): void {
    routes.adopt(this.next);
  }
}
