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
  /** Cost to each entry of the lists. */
  private readonly near: Int32Array;
  /** What the chain has gained, its closing edge not counted, after the step in `leading`. */
  private lead = 0;

  constructor(
    private readonly graph: TourGraph,
    private readonly lists: Int32Array,
    private readonly width: number,
    private readonly tour: ArrayTour,
  ) {
    this.near = new Int32Array(lists.length);
    for (let k = 0; k < lists.length; k++) this.near[k] = graph.cost[Math.floor(k / width) * graph.size + lists[k]!]!;
  }

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

  /**
   * Finds a good step from t1-t2: the best of the first t3 that closes with a gain; `gained` includes that edge. One loop, as
   * calls in it would cost more than its work, and arithmetic where a branch would be mispredicted every other time.
   */
  private step(t1: number, t2: number, gained: number, extensible: boolean): number {
    const { lists, near, width, closing, leading } = this;
    const { order, position, edge, size } = this.tour;
    const { cost } = this.graph;
    const last = size - 1;
    const p2 = position[t2]!;
    // The direction of travel from t2 to t1, which is a neighbour of t2 on the other side.
    const ahead = position[t1] === (p2 === 0 ? last : p2 - 1) ? 1 : -1;
    const row1 = t1 * size;
    let bestGain = 0;
    let bestLead = 0;
    for (let a = t2 * width, aEnd = a + width; a < aEnd; a++) {
      const g1 = gained - near[a]!;
      if (g1 <= 0 || bestGain > 0) break;
      const t3 = lists[a]!;
      if (t3 === t1) continue;
      const p3 = position[t3]!;
      // Distance along the tour, in the direction of travel, from t2 = 0 to t1 = last.
      let d3 = (p3 - p2) * ahead;
      d3 += size & (d3 >> 31);

      // t4 before t3, so that closing gives a tour.
      let p4 = p3 - ahead;
      if (p4 < 0) p4 = last;
      else if (p4 > last) p4 = 0;
      let t4 = order[p4]!;
      if (t4 !== t2) {
        const g2 = g1 + edge[ahead > 0 ? p4 : p3]!;
        const gain = g2 - cost[row1 + t4]!;
        if (gain > bestGain) {
          bestGain = gain;
          keep(closing, TWO_OPT, t3, t4, t3, t4);
        }
        for (let b = t4 * width, bEnd = b + width; b < bEnd; b++) {
          const g3 = g2 - near[b]!;
          if (g3 <= 0) break;
          const t5 = lists[b]!;
          if (t5 === t3) continue;
          const p5 = position[t5]!;
          let d5 = (p5 - p2) * ahead;
          d5 += size & (d5 >> 31);
          // -1 inside of t2..t4, 0 outside. t6 is the node before t5 in the tour that the 2-opt move makes.
          const inside = (d5 - d3) >> 31;
          const aside = -ahead * (1 + 2 * inside);
          let p6 = p5 + aside;
          let between = p5 + (aside >> 1);
          if (p6 < 0) p6 = between = last;
          else if (p6 > last) p6 = 0;
          const t6 = order[p6]!;
          const open = g3 + edge[between]!;
          const gain = open - cost[row1 + t6]!;
          if (gain > bestGain) {
            bestGain = gain;
            keep(closing, inside < 0 ? INSIDE : OUTSIDE, t3, t4, t5, t6);
          }
          if (extensible && open > bestLead && t6 !== t1) {
            bestLead = open;
            keep(leading, inside < 0 ? INSIDE : OUTSIDE, t3, t4, t5, t6);
          }
        }
      }

      // t4 after t3: t2..t3 becomes a cycle of its own, which only an edge of its own can open again.
      p4 = p3 + ahead;
      if (p4 < 0) p4 = last;
      else if (p4 > last) p4 = 0;
      t4 = order[p4]!;
      if (t4 === t2) continue;
      const g2 = g1 + edge[ahead > 0 ? p3 : p4]!;
      for (let b = t4 * width, bEnd = b + width; b < bEnd; b++) {
        const g3 = g2 - near[b]!;
        if (g3 <= 0) break;
        const t5 = lists[b]!;
        const p5 = position[t5]!;
        let d5 = (p5 - p2) * ahead;
        d5 += size & (d5 >> 31);
        if (d5 >= d3) continue;
        for (let way = d5 === 0 ? 1 : 0; way < 2; way++) {
          const aside = way === 0 ? -ahead : ahead;
          let p6 = p5 + aside;
          let between = p5 + (aside >> 1);
          if (p6 < 0) p6 = between = last;
          else if (p6 > last) p6 = 0;
          const t6 = order[p6]!;
          const open = g3 + edge[between]!;
          const gain = open - cost[row1 + t6]!;
          if (gain > bestGain) {
            bestGain = gain;
            keep(closing, way === 0 ? REVERSE_BOTH : EXCHANGE, t3, t4, t5, t6);
          }
          if (extensible && open > bestLead && t6 !== t1) {
            bestLead = open;
            keep(leading, way === 0 ? REVERSE_BOTH : EXCHANGE, t3, t4, t5, t6);
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
