import type { PenalizedRoutes } from './penalized-routes';

export interface Neighbour {
  readonly other: Individual;
  readonly distance: number;
}

/** A plan of the population, feasible or not. */
export class Individual {
  readonly next: Int32Array;
  /** The next job, by job; -1 for a depot. */
  private readonly after: Int32Array;
  private readonly before: Int32Array;
  readonly cost: number;
  readonly excess: number;
  readonly warp: number;
  /** The cost with the penalties of the moment. */
  penalized = 0;
  diversity = 0;
  /** The smaller the fitter. */
  fitness = 0;
  /** The others of its population, nearest first. */
  readonly neighbours: Neighbour[] = [];

  constructor(routes: PenalizedRoutes) {
    const { jobs, slots } = routes.model;
    this.next = Int32Array.from(routes.next);
    this.after = new Int32Array(jobs);
    this.before = new Int32Array(jobs);
    for (let i = 0; i < jobs; i++) {
      this.after[i] = routes.next[i]! < jobs ? routes.next[i]! : -1;
      this.before[i] = routes.previous[i]! < jobs ? routes.previous[i]! : -1;
    }
    let excess = 0;
    let warp = 0;
    for (let r = 0; r < slots; r++) {
      excess += routes.excess(r);
      warp += routes.warp[r]!;
    }
    this.cost = routes.travelCost();
    this.excess = excess;
    this.warp = warp;
  }

  get feasible(): boolean {
    return this.excess === 0 && this.warp === 0;
  }

  /** Returns the broken pairs (Prins 2009): the share of neighbourhoods of stops that the other does not have. */
  distanceTo(other: Individual): number {
    const jobs = this.after.length;
    let broken = 0;
    for (let i = 0; i < jobs; i++) {
      const successor = this.after[i]!;
      if (successor !== other.after[i] && successor !== other.before[i]) broken++;
      if (this.before[i] === -1 && other.before[i] !== -1 && other.after[i] !== -1) broken++;
    }
    return broken / jobs;
  }
}
