import { LONGEST_MOVED, LONGEST_SWAPPED, type Move, RELOCATE, RELOCATE_REVERSED, SWAP, SWAP_TAILS } from './move';
import type { PenalizedRoutes } from './penalized-routes';
import type { Walk } from './walk';

/**
 * Moves between two routes. One whose change of travel cost exceeds the penalties that it could remove at most is not looked
 * at further: that is most of them, and takes a few additions.
 */
export class MovesBetween {
  /** What the segments from u on and from y on carry, by number of stops and dimension. */
  private readonly carriedU: Float64Array;
  private readonly carriedV: Float64Array;

  constructor(
    private readonly routes: PenalizedRoutes,
    private readonly walk: Walk,
    private readonly move: Move,
  ) {
    const { dimensions } = routes.model;
    this.carriedU = new Float64Array((LONGEST_MOVED + 1) * dimensions);
    this.carriedV = new Float64Array((LONGEST_SWAPPED + 1) * dimensions);
  }

  evaluate(u: number, v: number): void {
    const { slot, model, penalty } = this.routes;
    const { slotType, compatible, jobs } = model;
    const typeU = slotType[slot[u]!]!;
    const typeV = slotType[slot[v]!]!;
    if (compatible[typeV * jobs + u] === 0) return;
    const before = penalty[slot[u]!]! + penalty[slot[v]!]!;
    // Of one type, so that whoever can serve the one tail can serve the other, and both end at the same place.
    if (typeU === typeV) this.swapTails(u, v, before);
    this.moveSegments(u, v, before);
  }

  private swapTails(u: number, v: number, before: number): void {
    const { routes, walk, move } = this;
    const { next, previous, slot, link, load, loadTo, penalties, model } = routes;
    const { row, size, cost, timed, dimensions, capacity, slotType } = model;
    const pu = previous[u]!;
    const y = next[v]!;
    const change = cost[row[v]! * size + u]! + cost[row[pu]! * size + row[y]!]! - link[v]! - link[pu]!;
    if (change >= before - move.gain) return;
    const rU = slot[u]!;
    const rV = slot[v]!;
    let excess = 0;
    for (let d = 0; d < dimensions; d++) {
      const limit = capacity[slotType[rU]! * dimensions + d]!;
      const headSurplus = loadTo[v * dimensions + d]! - loadTo[pu * dimensions + d]!;
      const overV = load[rU * dimensions + d]! + headSurplus - limit;
      const overU = load[rV * dimensions + d]! - headSurplus - limit;
      if (overV > 0) excess += overV;
      if (overU > 0) excess += overU;
    }
    const warp = timed ? walk.join(v, u) + walk.join(pu, y) : 0;
    move.offer(SWAP_TAILS, before - change - excess * penalties.load - warp * penalties.warp, 0, 0);
  }

  private moveSegments(u: number, v: number, before: number): void {
    const { routes, walk, move, carriedU } = this;
    const { next, previous, slot, link, penalties, model } = routes;
    const { jobs, row, size, cost, timed, dimensions, demand, compatible, slotType } = model;
    const typeV = slotType[slot[v]!]! * jobs;
    const pu = previous[u]!;
    const y = next[v]!;
    const fromPu = row[pu]! * size;
    const rowY = row[y]!;
    const linked = cost[row[v]! * size + u]! - link[v]! - link[pu]!;
    let e = u;
    for (let n = 1; n <= LONGEST_MOVED; n++) {
      if (n > 1) e = next[e]!;
      if (e >= jobs || compatible[typeV + e] === 0) break;
      for (let d = 0; d < dimensions; d++) {
        carriedU[n * dimensions + d] = carriedU[(n - 1) * dimensions + d]! + demand[e * dimensions + d]!;
      }
      const xe = next[e]!;
      const fromE = e * size;
      const unlinked = linked - link[e]!;
      const change = unlinked + cost[fromPu + row[xe]!]! + cost[fromE + rowY]!;
      if (change < before - move.gain) {
        let warp = 0;
        if (timed) {
          walk.begin(v);
          walk.run(u, e);
          warp = walk.finish(y) + walk.join(pu, xe);
        }
        move.offer(RELOCATE, before - change - this.loadPenalty(u, v, n, 0) - warp * penalties.warp, n, 0);
      }
      if (n === 2) this.relocateReversed(u, v, before);
      if (n <= LONGEST_SWAPPED) this.swapSegments(u, e, v, n, before, unlinked + cost[fromPu + rowY]!);
    }
  }

  private relocateReversed(u: number, v: number, before: number): void {
    const { routes, walk, move } = this;
    const { next, previous, link, penalties, model } = routes;
    const { row, size, cost, timed } = model;
    const pu = previous[u]!;
    const y = next[v]!;
    const e = next[u]!;
    const xe = next[e]!;
    const removed = link[pu]! + link[u]! + link[e]! - cost[row[pu]! * size + row[xe]!]!;
    const added = cost[row[v]! * size + e]! + cost[e * size + u]! + cost[u * size + row[y]!]! - link[v]!;
    if (added - removed >= before - move.gain) return;
    let warp = 0;
    if (timed) {
      walk.begin(v);
      walk.step(e);
      walk.step(u);
      warp = walk.finish(y) + walk.join(pu, xe);
    }
    const gain = before - added + removed - this.loadPenalty(u, v, 2, 0) - warp * penalties.warp;
    move.offer(RELOCATE_REVERSED, gain, 2, 0);
  }

  /** `linked`: the change of cost of all links but those behind the swapped segments. */
  private swapSegments(u: number, e: number, v: number, n: number, before: number, linked: number): void {
    const { routes, walk, move, carriedV } = this;
    const { next, previous, slot, link, penalties, model } = routes;
    const { jobs, row, size, cost, timed, dimensions, demand, compatible, slotType } = model;
    const typeU = slotType[slot[u]!]! * jobs;
    const y = next[v]!;
    const rowXe = row[next[e]!]!;
    let f = v;
    for (let m = 1; m <= LONGEST_SWAPPED; m++) {
      f = next[f]!;
      if (f >= jobs || compatible[typeU + f] === 0) return;
      for (let d = 0; d < dimensions; d++) {
        carriedV[m * dimensions + d] = carriedV[(m - 1) * dimensions + d]! + demand[f * dimensions + d]!;
      }
      const yf = next[f]!;
      const change = linked + cost[e * size + row[yf]!]! + cost[f * size + rowXe]! - link[f]!;
      if (change >= before - move.gain) continue;
      let warp = 0;
      if (timed) {
        walk.begin(v);
        walk.run(u, e);
        warp = walk.finish(yf);
        walk.begin(previous[u]!);
        walk.run(y, f);
        warp += walk.finish(next[e]!);
      }
      move.offer(SWAP, before - change - this.loadPenalty(u, v, n, m) - warp * penalties.warp, n, m);
    }
  }

  /** Returns the penalties of both routes once n stops have gone to v's route and m to u's. */
  private loadPenalty(u: number, v: number, n: number, m: number): number {
    const { model, load, penalties, slot } = this.routes;
    const { dimensions, capacity, slotType } = model;
    const rU = slot[u]!;
    const rV = slot[v]!;
    let excess = 0;
    for (let d = 0; d < dimensions; d++) {
      const moved = this.carriedU[n * dimensions + d]! - this.carriedV[m * dimensions + d]!;
      const overU = load[rU * dimensions + d]! - moved - capacity[slotType[rU]! * dimensions + d]!;
      const overV = load[rV * dimensions + d]! + moved - capacity[slotType[rV]! * dimensions + d]!;
      if (overU > 0) excess += overU;
      if (overV > 0) excess += overV;
    }
    return excess * penalties.load;
  }
}
