import type { Budget } from '../budget';
import { firstOf, type Neighbours } from '../model/proximity';
import type { Rng } from '../rng';
import { RichJournal } from './rich-journal';
import { RichRecreate } from './rich-recreate';
import type { RichRoutes } from './rich-routes';
import { RichRuin } from './rich-ruin';

/** Jobs from which on an insertion looks beside fewer neighbours, and how many: what it misses is less than what time it saves. */
const LARGE = 200;
const FEW_NEIGHBOURS = 40;

/** Differences below it are rounding, not improvement. */
const ROUNDING = 1e-7;

/** Ruin and recreate under simulated annealing (Christiaens and Vanden Berghe 2020) for problems with any of the constraints. */
export class RichSisr {
  private readonly journal: RichJournal;
  private readonly ruin: RichRuin;
  private readonly recreate: RichRecreate;
  private readonly best: BestRichPlan;

  constructor(
    private readonly routes: RichRoutes,
    nearest: Neighbours,
    private readonly budget: Budget,
    private readonly rng: Rng,
  ) {
    this.journal = new RichJournal(routes);
    this.ruin = new RichRuin(routes, this.journal, nearest, rng);
    const few = routes.model.jobs > LARGE ? firstOf(nearest, FEW_NEIGHBOURS) : nearest;
    this.recreate = new RichRecreate(routes, this.journal, few, rng);
    this.best = new BestRichPlan(routes);
  }

  insertAbsent(): void {
    this.journal.begin();
    this.recreate.run();
  }

  /** Leaves the routes at the best plan found. Temperatures are costs; the first falls to the last while `from` to `to` of the budget is used. */
  anneal(from: number, to: number, first: number, last: number): void {
    const { routes, budget, rng, journal, best, ruin, recreate } = this;
    const { weightUnit, balance } = routes.model;
    best.take();
    let temperature = first;
    let reading = -1;
    while (budget.fraction < to && budget.next()) {
      if (budget.fraction !== reading) {
        reading = budget.fraction;
        temperature = first * Math.pow(last / first, (reading - from) / (to - from));
      }
      const total = routes.total();
      const { absentWeight, cost } = routes;
      const tolerated = -temperature * Math.log(1 - rng.float());
      const complete = routes.absentCount === 0;
      journal.begin();
      ruin.run();
      const finished = recreate.run(complete && balance === null ? cost + tolerated : Infinity, complete);
      const change = finished ? routes.total() - total + (routes.absentWeight - absentWeight) * weightUnit : Infinity;
      if (change >= tolerated) journal.restore();
      else if (best.isWorse()) best.take();
    }
    best.restore();
  }
}

/** The best plan of an annealing, put aside. */
class BestRichPlan {
  private readonly next: Int32Array;
  private readonly row: Int32Array;
  private total = Infinity;
  private absentWeight = Infinity;

  constructor(private readonly routes: RichRoutes) {
    this.next = new Int32Array(routes.model.nodes);
    this.row = new Int32Array(routes.model.nodes);
  }

  take(): void {
    const { routes } = this;
    this.next.set(routes.next);
    this.row.set(routes.row);
    this.total = routes.total();
    this.absentWeight = routes.absentWeight;
  }

  isWorse(): boolean {
    const { routes } = this;
    if (routes.absentWeight !== this.absentWeight) return routes.absentWeight < this.absentWeight;
    return routes.total() < this.total - ROUNDING;
  }

  restore(): void {
    this.routes.adopt(this.next, this.row);
  }
}
