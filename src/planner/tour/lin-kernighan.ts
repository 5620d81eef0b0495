import type { ArrayTour } from './array-tour';
import type { TourGraph } from './graph';

/** How many 3-opt steps one chain may take; deeper chains find little more and cost flips that are taken back. */
const DEPTH = 3;

/** The five ways to close: 2-opt; then, with t5 inside or outside of t2..t4 or with t3..t2 a cycle of its own, 3-opt. */
const TWO_OPT = 1;
const INSIDE = 2;
const OUTSIDE = 3;
/** Pure: two neighbouring segments change places, neither reversed (Or 1976). */
const EXCHANGE = 4;
const REVERSE_BOTH = 5;

/**
 * Lin and Kernighan 1973 with the sequential 3-opt move as its step (Helsgaun 2000): every partial exchange must still have
 * gained something, only near neighbours are joined, and moves are judged from positions alone. If no step from t1 closes
 * with a gain, the most promising one is made all the same and the chain goes on from its open end, to be undone on failure.
 *
 * Names as in the literature: edge t1-t2 leaves, t2-t3 enters, t3-t4 leaves, and so on until the last closes to t1.
 */
export class LinKernighan {
  /** The ends of all edges that the last successful `improve` changed. */
  readonly touched = new Int32Array(6 * DEPTH);
  touchedCount = 0;
  private readonly closing = new Int32Array(5);
  private readonly leading = new Int32Array(5);
  /** What the chain has gained, its closing edge not counted, after the step in `leading`. */
  private lead = 0;

  constructor(
    private readonly graph: TourGraph,
    private readonly lists: Int32Array,
    private readonly width: number,
    private readonly tour: ArrayTour,
  ) {}

  /** Makes a move that removes an edge of `t1`; its gain, 0 if there is none. */
  improve(t1: number): number {
    return this.chain(t1, this.tour.next(t1)) || this.chain(t1, this.tour.previous(t1));
  }

  private chain(t1: number, firstT2: number): number {
    const { tour } = this;
    const mark = tour.mark;
    let t2 = firstT2;
    let gained = this.graph.cost[t1 * tour.size + t2]!;
    this.touchedCount = 0;
    for (let depth = 1; depth <= DEPTH; depth++) {
      const gain = this.step(t1, t2, gained, depth < DEPTH);
      if (gain > 0) this.apply(t1, t2, this.closing);
      if (gain > 0) return gain;
      if (this.lead <= 0) break;
      this.apply(t1, t2, this.leading);
      gained = this.lead;
      t2 = this.leading[4]!;
    }
    tour.undo(mark);
    return 0;
  }

  /** Finds the best step from t1-t2; `gained` includes that edge. One loop, as calls in it would cost more than its work. */
  private step(t1: number, t2: number, gained: number, extensible: boolean): number {
    const { lists, width, closing, leading } = this;
    const { order, position, size } = this.tour;
    const { cost } = this.graph;
    const last = size - 1;
    const p2 = position[t2]!;
    const forward = position[t1] === (p2 === 0 ? last : p2 - 1);
    const back = forward ? -1 : 1;
    const row1 = t1 * size;
    let bestGain = 0;
    let bestLead = 0;
    for (let a = t2 * width, aEnd = a + width; a < aEnd; a++) {
      const t3 = lists[a]!;
      const g1 = gained - cost[t2 * size + t3]!;
      if (g1 <= 0) break;
      if (t3 === t1) continue;
      const p3 = position[t3]!;
      // Distance along the tour, in the direction of travel from t2 = 0 to t1 = last.
      let d3 = forward ? p3 - p2 : p2 - p3;
      if (d3 < 0) d3 += size;
      for (let side = 0; side < 2; side++) {
        // Side 0: t4 lies before t3, so closing gives a tour; side 1: after it, and t2..t3 becomes a cycle of its own.
        let p4 = side === 0 ? p3 + back : p3 - back;
        if (p4 < 0) p4 = last;
        else if (p4 > last) p4 = 0;
        const t4 = order[p4]!;
        if (t4 === t2) continue;
        const g2 = g1 + cost[t3 * size + t4]!;
        if (side === 0 && g2 - cost[row1 + t4]! > bestGain) {
          bestGain = g2 - cost[row1 + t4]!;
          keep(closing, TWO_OPT, t3, t4, t3, t4);
        }
        for (let b = t4 * width, bEnd = b + width; b < bEnd; b++) {
          const t5 = lists[b]!;
          const g3 = g2 - cost[t4 * size + t5]!;
          if (g3 <= 0) break;
          if (t5 === t3) continue;
          const p5 = position[t5]!;
          let d5 = forward ? p5 - p2 : p2 - p5;
          if (d5 < 0) d5 += size;
          const inside = d5 < d3;
          // A cycle can only be opened again by an edge of its own.
          if (side === 1 && !inside) continue;
          const row5 = t5 * size;
          // Both neighbours of t5 may follow on side 1; on side 0 the one before it in the tour that the 2-opt move makes.
          for (let way = inside ? 0 : 1; way < 2; way++) {
            if (way === 1 && ((side === 0 && inside) || (side === 1 && d5 === 0))) break;
            let p6 = way === 0 ? p5 - back : p5 + back;
            if (p6 < 0) p6 = last;
            else if (p6 > last) p6 = 0;
            const t6 = order[p6]!;
            const open = g3 + cost[row5 + t6]!;
            const gain = open - cost[row1 + t6]!;
            if (gain <= bestGain && (!extensible || open <= bestLead)) continue;
            const kind = side === 0 ? (inside ? INSIDE : OUTSIDE) : way === 0 ? EXCHANGE : REVERSE_BOTH;
            if (gain > bestGain) {
              bestGain = gain;
              keep(closing, kind, t3, t4, t5, t6);
            }
            if (extensible && open > bestLead && t6 !== t1) {
              bestLead = open;
              keep(leading, kind, t3, t4, t5, t6);
            }
          }
        }
      }
    }
    this.lead = bestLead;
    return bestGain;
  }

  private apply(t1: number, t2: number, move: Int32Array): void {
    const kind = move[0]!;
    const t3 = move[1]!;
    const t4 = move[2]!;
    const t5 = move[3]!;
    const t6 = move[4]!;
    const { tour, touched } = this;
    switch (kind) {
      case TWO_OPT:
        tour.reverseAfter(t1, t2, t4);
        break;
      case INSIDE:
      case OUTSIDE:
        tour.reverseAfter(t1, t2, t4);
        tour.reverseAfter(t1, t4, t6);
        break;
      case EXCHANGE:
        tour.reverseAfter(t1, t2, t3);
        tour.reverseAfter(t1, t3, t6);
        tour.reverseAfter(t3, t5, t2);
        break;
      case REVERSE_BOTH:
        tour.reverseAfter(t1, t2, t6);
        tour.reverseAfter(t2, t5, t3);
        break;
    }
    let n = this.touchedCount;
    touched[n++] = t1;
    touched[n++] = t2;
    touched[n++] = t3;
    touched[n++] = t4;
    touched[n++] = t5;
    touched[n++] = t6;
    this.touchedCount = n;
  }
}

function keep(move: Int32Array, kind: number, t3: number, t4: number, t5: number, t6: number): void {
  move[0] = kind;
  move[1] = t3;
  move[2] = t4;
  move[3] = t5;
  move[4] = t6;
}
