import type { Budget } from '../budget';
import type { Rng } from '../rng';
import type { FleetModel } from '../model/fleet-model';
import { firstOf, type Predecessors } from '../model/proximity';
import { applyMove } from './apply-move';
import { Move, NONE } from './move';
import { MovesBetween } from './moves-between';
import { MovesWithin } from './moves-within';
import type { PenalizedRoutes } from './penalized-routes';
import { SwapStar } from './swap-star';
import { Walk } from './walk';

/** Likely predecessors each job is linked to; with windows some of them prove too late or too early. */
const GRANULARITY = 8;
const GRANULARITY_TIMED = 12;
/** A vehicle alone has no other route to improve by, so that its own must be looked through well. */
const GRANULARITY_ALONE = 40;
/** More moves a job than any descent needs: a bound on cycles that rounding could cause. */
const MOST_MOVES_A_JOB = 50;
/** Jobs, and routes compared with others, between two looks at the clock. */
const POLL_EVERY = 256;
const POLL_EVERY_ROUTES = 16;
/** Likely predecessors of a stop whose routes lie beside its own. */
const BESIDE = 8;

/**
 * Local search over neighbour lists (granular search, Toth and Vigo 2003) as in HGS (Vidal 2022, "Hybrid genetic search for
 * the CVRP: open-source implementation and SWAP* neighborhood"): the best move that links a job to a likely predecessor is
 * applied at once, and a pair is looked at again only after one of its routes has changed.
 */
export class LocalSearch {
  private readonly predecessors: Predecessors;
  private readonly move: Move;
  private readonly between: MovesBetween;
  private readonly within: MovesWithin;
  private readonly order: Int32Array;
  private readonly changedAt: Int32Array;
  private readonly lookedAt: Int32Array;
  private readonly swapStar: SwapStar | null;
  /** The last route that was found to lie beside a route, by slot. */
  private readonly beside: Int32Array;
  private applied = 0;
  /** Moves applied when routes were last compared two by two. */
  private comparedAt = -1;

  constructor(
    private readonly routes: PenalizedRoutes,
    predecessors: Predecessors,
    private readonly budget: Budget,
    private readonly rng: Rng,
  ) {
    const { model } = routes;
    const { jobs, slots, dearest, timed } = model;
    // Smaller ones are rounding.
    const leastGain = 1e-9 * Math.max(1, dearest);
    this.predecessors = firstOf(predecessors, granularity(model));
    const walk = new Walk(routes);
    this.move = new Move(leastGain);
    this.between = new MovesBetween(routes, walk, this.move);
    this.within = new MovesWithin(routes, walk, this.move);
    this.order = Int32Array.from({ length: jobs }, (_, job) => job);
    this.changedAt = new Int32Array(slots);
    this.lookedAt = new Int32Array(jobs);
    this.swapStar = timed ? null : new SwapStar(routes, leastGain);
    this.beside = new Int32Array(slots);
  }

  /** Improves the routes to a local optimum at the present penalties; pairs of routes not marked in `changed` are taken to be at one already. */
  run(changed: Uint8Array): void {
    const { order, changedAt, lookedAt, budget } = this;
    const { jobs } = this.routes.model;
    this.rng.shuffle(order);
    for (let r = 0; r < changedAt.length; r++) changedAt[r] = changed[r]! - 1;
    lookedAt.fill(-1);
    this.comparedAt = -1;
    this.applied = 0;
    let before = -1;
    // New routes are opened from the second round on only: the first finds places in those there are.
    for (let round = 0; before !== this.applied || round < 2; round++) {
      before = this.applied;
      for (let o = 0; o < jobs; o++) {
        if (o % POLL_EVERY === POLL_EVERY - 1 && budget.exhausted()) return;
        this.visit(order[o]!, round > 0);
      }
      if (before === this.applied && round > 0 && this.swapStar !== null) this.compareRoutes(this.swapStar);
      if (this.applied > MOST_MOVES_A_JOB * jobs) return;
    }
  }

  private visit(u: number, mayOpen: boolean): void {
    const { routes, changedAt, lookedAt, predecessors } = this;
    const { list, legCost } = predecessors;
    const { slot, previous, link, penalty } = routes;
    const { jobs } = routes.model;
    const looked = lookedAt[u]!;
    lookedAt[u] = this.applied;
    const from = u * predecessors.width;
    const to = from + predecessors.count[u]!;
    for (let k = from; k < to; k++) {
      const v = list[k]!;
      if (changedAt[slot[u]!]! <= looked && changedAt[slot[v]!]! <= looked) continue;
      // A leg dearer than the two that it replaces, with all there is of penalties, is hardly ever part of a gain.
      const replaced = link[v]! + link[previous[u]!]! + penalty[slot[u]!]! + penalty[slot[v]!]!;
      if (legCost[k]! < replaced) this.attempt(u, v);
      const p = previous[v]!;
      if (p >= jobs) this.attempt(u, p);
    }
    if (mayOpen && changedAt[slot[u]!]! > looked) this.attemptNewRoutes(u);
  }

  /** SWAP* for each two routes that lie beside each other, unless neither has changed since. */
  private compareRoutes(swapStar: SwapStar): void {
    const { routes, predecessors, beside, comparedAt, changedAt } = this;
    const { list, width, count } = predecessors;
    const { next, slot, model } = routes;
    const { jobs, slots } = model;
    this.comparedAt = this.applied;
    beside.fill(-1);
    for (let a = 0; a < slots; a++) {
      if (a % POLL_EVERY_ROUTES === POLL_EVERY_ROUTES - 1 && this.budget.exhausted()) return;
      for (let node = next[jobs + 2 * a]!; node < jobs; node = next[node]!) {
        const to = node * width + Math.min(count[node]!, BESIDE);
        for (let k = node * width; k < to; k++) {
          const b = slot[list[k]!]!;
          if (b !== a) beside[b] = a;
        }
      }
      for (let b = a + 1; b < slots; b++) {
        if (beside[b] !== a) continue;
        if (changedAt[a]! <= comparedAt && changedAt[b]! <= comparedAt) continue;
        if (swapStar.improve(a, b)) changedAt[a] = changedAt[b] = ++this.applied;
      }
    }
  }

  private attemptNewRoutes(u: number): void {
    const { routes } = this;
    const { jobs, types, firstSlot } = routes.model;
    for (let type = 0; type < types; type++) {
      for (let r = firstSlot[type]!; r < firstSlot[type + 1]!; r++) {
        if (routes.size[r]! > 0) continue;
        this.attempt(u, jobs + 2 * r);
        break;
      }
    }
  }

  private attempt(u: number, v: number): void {
    const { routes, move } = this;
    const { slot } = routes;
    if (u === v || routes.next[v] === u) return;
    const rU = slot[u]!;
    const rV = slot[v]!;
    move.clear();
    if (rU === rV) this.within.evaluate(u, v);
    else this.between.evaluate(u, v);
    if (move.kind === NONE) return;
    applyMove(routes, move, u, v);
    routes.refresh(rU);
    if (rV !== rU) routes.refresh(rV);
    this.applied++;
    this.changedAt[rU] = this.changedAt[rV] = this.applied;
  }
}

function granularity({ slots, timed }: FleetModel): number {
  if (slots === 1) return GRANULARITY_ALONE;
  return timed ? GRANULARITY_TIMED : GRANULARITY;
}
