import { LONGEST_MOVED, type Move, RELOCATE, REVERSE, SWAP } from './move';
import type { PenalizedRoutes } from './penalized-routes';
import type { Walk } from './walk';

/** Moves within one route, whose load stays: time warp is the only penalty they can change. */
export class MovesWithin {
  private readonly symmetric: boolean;

  constructor(
    private readonly routes: PenalizedRoutes,
    private readonly walk: Walk,
    private readonly move: Move,
  ) {
    this.symmetric = routes.model.symmetric;
  }

  evaluate(u: number, v: number): void {
    const { warp, slot, penalties, position } = this.routes;
    const before = warp[slot[u]!]! * penalties.warp;
    const onward = position[v]! > position[u]!;
    this.relocate(u, v, onward, before);
    this.swap(u, v, onward, before);
    if (!onward) this.reverse(u, v, before);
  }

  private relocate(u: number, v: number, onward: boolean, before: number): void {
    const { routes, walk, move } = this;
    const { next, previous, link, penalties, model } = routes;
    const { jobs, row, size, cost, timed } = model;
    const pu = previous[u]!;
    const y = next[v]!;
    const fromPu = row[pu]! * size;
    const linked = cost[row[v]! * size + u]! - link[pu]! - link[v]!;
    let e = u;
    for (let n = 1; n <= LONGEST_MOVED; n++) {
      if (n > 1) e = next[e]!;
      // v cannot follow itself.
      if (e >= jobs || e === v) return;
      const xe = next[e]!;
      const change = linked + cost[fromPu + row[xe]!]! - link[e]! + cost[e * size + row[y]!]!;
      if (change >= before - move.gain) continue;
      let warp = 0;
      if (timed && onward) {
        walk.begin(pu);
        walk.run(xe, v);
        walk.run(u, e);
        warp = walk.finish(y);
      } else if (timed) {
        walk.begin(v);
        walk.run(u, e);
        walk.run(y, pu);
        warp = walk.finish(xe);
      }
      move.offer(RELOCATE, before - change - warp * penalties.warp, n, 0);
    }
  }

  /** u takes the place of y and y that of u. */
  private swap(u: number, v: number, onward: boolean, before: number): void {
    const { routes, walk, move } = this;
    const { next, previous, link, penalties, model } = routes;
    const { jobs, row, size, cost, timed } = model;
    const pu = previous[u]!;
    const x = next[u]!;
    const y = next[v]!;
    // Side by side it would be a relocation.
    if (y >= jobs || y === pu || x === y) return;
    const yf = next[y]!;
    const fromPu = row[pu]! * size;
    const fromV = row[v]! * size;
    const removed = link[pu]! + link[u]! + link[v]! + link[y]!;
    const added = cost[fromV + u]! + cost[u * size + row[yf]!]! + cost[fromPu + y]! + cost[y * size + row[x]!]!;
    if (added - removed >= before - move.gain) return;
    let warp = 0;
    if (timed && onward) {
      walk.begin(pu);
      walk.step(y);
      walk.run(x, v);
      walk.step(u);
      warp = walk.finish(yf);
    } else if (timed) {
      walk.begin(v);
      walk.step(u);
      walk.run(yf, pu);
      walk.step(y);
      warp = walk.finish(x);
    }
    move.offer(SWAP, before - added + removed - warp * penalties.warp, 1, 1);
  }

  /** v, y … u, x becomes v, u … y, x. */
  private reverse(u: number, v: number, before: number): void {
    const { routes, walk, move } = this;
    const { next, link, penalties, model } = routes;
    const { row, size, cost, timed } = model;
    const x = next[u]!;
    const y = next[v]!;
    let change = cost[row[v]! * size + u]! + cost[y * size + row[x]!]! - link[v]! - link[u]!;
    if (!this.symmetric) {
      for (let job = y; job !== u; job = next[job]!) {
        change += cost[next[job]! * size + job]! - link[job]!;
      }
    }
    if (change >= before - move.gain) return;
    let warp = 0;
    if (timed) {
      walk.begin(v);
      walk.runBack(u, y);
      warp = walk.finish(x);
    }
    move.offer(REVERSE, before - change - warp * penalties.warp, 0, 0);
  }
}
