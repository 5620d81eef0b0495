import { type Move, NONE, RELOCATE, RELOCATE_REVERSED, REVERSE, SWAP, SWAP_TAILS } from './move';
import type { PenalizedRoutes } from './penalized-routes';

/** Changes the successors as the move says; the rest is `refresh`'s. */
export function applyMove({ next, previous, slot, model }: PenalizedRoutes, move: Move, u: number, v: number): void {
  const ahead = (node: number, stops: number): number => {
    let at = node;
    for (let k = 1; k < stops; k++) at = next[at]!;
    return at;
  };
  const pu = previous[u]!;
  const y = next[v]!;
  switch (move.kind) {
    case RELOCATE: {
      const e = ahead(u, move.n);
      next[pu] = next[e]!;
      next[v] = u;
      next[e] = y;
      break;
    }
    case RELOCATE_REVERSED: {
      const e = next[u]!;
      next[pu] = next[e]!;
      next[v] = e;
      next[e] = u;
      next[u] = y;
      break;
    }
    case SWAP: {
      const e = ahead(u, move.n);
      const f = ahead(y, move.m);
      const behindE = next[e]!;
      const behindF = next[f]!;
      next[v] = u;
      next[e] = behindF;
      next[pu] = y;
      next[f] = behindE;
      break;
    }
    case SWAP_TAILS: {
      const endU = model.jobs + 2 * slot[u]! + 1;
      const endV = model.jobs + 2 * slot[v]! + 1;
      const lastU = previous[endU]!;
      const lastV = previous[endV]!;
      next[v] = u;
      next[lastU] = endV;
      next[pu] = y === endV ? endU : y;
      if (y !== endV) next[lastV] = endU;
      break;
    }
    case REVERSE: {
      const x = next[u]!;
      for (let node = u; node !== y; node = previous[node]!) next[node] = previous[node]!;
      next[v] = u;
      next[y] = x;
      break;
    }
    case NONE:
  }
}
