import type { Budget } from '../budget';
import type { Rng } from '../rng';
import type { FleetModel } from '../model/fleet-model';
import type { Predecessors } from '../model/proximity';
import { LocalSearch } from './local-search';
import { PenalizedRoutes } from './penalized-routes';

/** The price of a unit too much on board and of a second too late, in dearest legs: more than any move can gain. */
const PROHIBITIVE = 1e6;

/**
 * The genetic search's local search on one feasible plan, capacities and windows kept: finds the moves of whole route ends and
 * the exchanges between two routes that ruin and recreate hits upon too seldom.
 */
export class Descent {
  private readonly routes: PenalizedRoutes;
  private readonly search: LocalSearch;

  constructor(
    private readonly model: FleetModel,
    predecessors: Predecessors,
    budget: Budget,
    rng: Rng,
  ) {
    const price = PROHIBITIVE * Math.max(1, model.dearest);
    this.routes = new PenalizedRoutes(model, { load: price, warp: price });
    this.search = new LocalSearch(this.routes, predecessors, budget, rng);
  }

  /**
   * Returns the successors of a feasible plan, no dearer than the one whose successors are given. That one must be feasible and leave
   * no job out.
   */
  run(next: Int32Array): Int32Array {
    const { routes, model } = this;
    routes.adopt(next);
    this.search.run(new Uint8Array(model.slots).fill(1));
    for (let r = 0; r < model.slots; r++) if (routes.excess(r) > 0 || routes.warp[r]! > 0) return next;
    return routes.next;
  }
}
