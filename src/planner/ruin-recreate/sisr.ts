import type { Budget } from '../budget';
import type { Rng } from '../rng';
import { Journal } from './journal';
import type { Proximity } from '../model/proximity';
import { Recreate } from './recreate';
import type { Routes } from './routes';
import { Ruin } from './ruin';
import type { FleetModel } from '../model/fleet-model';

export interface Cooling {
  /** Shares of the budget between which it runs. */
  readonly from: number;
  readonly to: number;
  readonly first: number;
  readonly last: number;
}

/**
 * Slack induction by string removals (Christiaens and Vanden Berghe 2020): ruin and recreate under simulated annealing, the
 * temperature falling exponentially with the budget used.
 */
export class Sisr {
  private readonly journal: Journal;
  private readonly ruin: Ruin;
  private readonly recreate: Recreate;
  private readonly best: BestPlan;

  constructor(
    private readonly routes: Routes,
    proximity: Proximity,
    private readonly budget: Budget,
    private readonly rng: Rng,
  ) {
    this.journal = new Journal(routes);
    this.ruin = new Ruin(routes, this.journal, proximity.nearest, rng);
    this.recreate = new Recreate(routes, this.journal, proximity.predecessors, rng);
    this.best = new BestPlan(routes.model);
  }

  /** Inserts what is absent where it costs least. */
  insertAbsent(): void {
    this.journal.begin();
    this.recreate.run();
  }

  /** Leaves the routes at the best plan found. */
  anneal({ from, to, first, last }: Cooling): void {
    const { routes, budget, rng, journal, best } = this;
    const { weightUnit } = routes.model;
    best.take(routes);
    let temperature = first;
    let reading = -1;
    while (budget.fraction < to && budget.next()) {
      if (budget.fraction !== reading) {
        reading = budget.fraction;
        temperature = first * Math.pow(last / first, (reading - from) / (to - from));
      }
      const { cost, absentWeight } = routes;
      const tolerated = -temperature * Math.log(1 - rng.float());
      // With all jobs in the plan an iteration can only lose by leaving one out: it need not be brought to its end.
      const complete = routes.absentCount === 0;
      journal.begin();
      this.ruin.run();
      const finished = this.recreate.run(complete ? cost + tolerated : Infinity, complete);
      const change = routes.cost - cost + (routes.absentWeight - absentWeight) * weightUnit;
      if (!finished || change >= tolerated) journal.restore();
      else if (best.isWorseThan(routes)) best.take(routes);
    }
    if (best.cost !== routes.cost || best.absentWeight !== routes.absentWeight) best.restore(routes);
  }
}

/** Differences below it are rounding, not improvement. */
const ROUNDING = 1e-7;

/** The best plan of an annealing, put aside: its successors describe it whole. */
class BestPlan {
  readonly next: Int32Array;
  cost = Infinity;
  absentWeight = Infinity;

  constructor(model: FleetModel) {
    this.next = new Int32Array(model.nodes);
  }

  take(routes: Routes): void {
    this.next.set(routes.next);
    this.cost = routes.cost;
    this.absentWeight = routes.absentWeight;
  }

  restore(routes: Routes): void {
    routes.adopt(this.next);
  }

  isWorseThan(other: { readonly cost: number; readonly absentWeight: number }): boolean {
    if (other.absentWeight !== this.absentWeight) return other.absentWeight < this.absentWeight;
    return other.cost < this.cost - ROUNDING;
  }
}
