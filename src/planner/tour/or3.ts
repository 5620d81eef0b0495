import type { ArrayTour } from './array-tour';
import type { TourGraph } from './graph';

/**
 * Local search by sequential 3-opt moves (Lin 1965; Or 1976 for the pure ones) in the manner of Lin and Kernighan 1973:
 * each partial exchange must still have gained something, and only near neighbours are joined. A move is judged from
 * positions alone; the tour is touched when the best one around a node is known.
 *
 * Names as in the literature: edge t1-t2 leaves, t2-t3 enters, t3-t4 leaves, and so on until the last closes to t1.
 */
export class Or3 {
  constructor(
    private readonly graph: TourGraph,
    private readonly lists: Int32Array,
    private readonly width: number,
    private readonly tour: ArrayTour,
  ) {}

  /** What the move of the last successful `improve` touched: t1 to t4 or t6. */
  readonly touched = new Int32Array(6);
  touchedCount = 0;

  /** Applies the best move that removes an edge of `t1`; its gain, 0 if there is none. */
  improve(t1: number): number {
    return this.search(t1, true) || this.search(t1, false);
  }

  private search(t1: number, forward: boolean): number {
    const { tour, lists, width } = this;
    const { order, position, size } = tour;
    const cost = this.graph.cost;
    const last = size - 1;
    // Distances along the tour, in the direction of travel from t2 = 0 to t1 = last.
    const p1 = position[t1]!;
    const p2 = forward ? (p1 === last ? 0 : p1 + 1) : p1 === 0 ? last : p1 - 1;
    const t2 = order[p2]!;
    const g0 = cost[t1 * size + t2]!;
    let bestGain = 0;
    let kind = 0;
    let b3 = 0;
    let b4 = 0;
    let b5 = 0;
    let b6 = 0;
    const row1 = t1 * size;
    for (let a = t2 * width, aEnd = a + width; a < aEnd; a++) {
      const t3 = lists[a]!;
      const g1 = g0 - cost[t2 * size + t3]!;
      if (g1 <= 0) break;
      if (t3 === t1) continue;
      const p3 = position[t3]!;
      let d3 = forward ? p3 - p2 : p2 - p3;
      if (d3 < 0) d3 += size;
      for (let side = 0; side < 2; side++) {
        // side 0: t4 before t3, which closes to a tour at once; side 1: t4 after t3, which needs a third exchange.
        const step = (side === 0) === forward ? -1 : 1;
        let p4 = p3 + step;
        if (p4 < 0) p4 = last;
        else if (p4 > last) p4 = 0;
        const t4 = order[p4]!;
        if (t4 === t2) continue;
        const g2 = g1 + cost[t3 * size + t4]!;
        if (side === 0) {
          const gain = g2 - cost[row1 + t4]!;
          if (gain > bestGain) {
            bestGain = gain;
            kind = 1;
            b3 = t3;
            b4 = t4;
          }
        }
        for (let b = t4 * width, bEnd = b + width; b < bEnd; b++) {
          const t5 = lists[b]!;
          const g3 = g2 - cost[t4 * size + t5]!;
          if (g3 <= bestGain) break;
          if (t5 === t3) continue;
          const p5 = position[t5]!;
          let d5 = forward ? p5 - p2 : p2 - p5;
          if (d5 < 0) d5 += size;
          const row5 = t5 * size;
          if (side === 0) {
            // After the first exchange t2..t4 lies reversed: what came before t5 there comes after it here.
            const inside = d5 < d3;
            if (inside && t5 === t4) continue;
            const step6 = inside === forward ? 1 : -1;
            let p6 = p5 + step6;
            if (p6 < 0) p6 = last;
            else if (p6 > last) p6 = 0;
            const t6 = order[p6]!;
            const gain = g3 + cost[row5 + t6]! - cost[row1 + t6]!;
            if (gain > bestGain) {
              bestGain = gain;
              kind = inside ? 2 : 3;
              b3 = t3;
              b4 = t4;
              b5 = t5;
              b6 = t6;
            }
          } else {
            // t2..t3 has become a cycle of its own: only an edge within it can leave now.
            if (d5 > d3) continue;
            const after = p5 === last ? 0 : p5 + 1;
            const before = p5 === 0 ? last : p5 - 1;
            if (d5 < d3) {
              const t6 = order[forward ? after : before]!;
              const gain = g3 + cost[row5 + t6]! - cost[row1 + t6]!;
              if (gain > bestGain) {
                bestGain = gain;
                kind = 4;
                b3 = t3;
                b4 = t4;
                b5 = t5;
                b6 = t6;
              }
            }
            if (d5 > 0) {
              const t6 = order[forward ? before : after]!;
              const gain = g3 + cost[row5 + t6]! - cost[row1 + t6]!;
              if (gain > bestGain) {
                bestGain = gain;
                kind = 5;
                b3 = t3;
                b4 = t4;
                b5 = t5;
                b6 = t6;
              }
            }
          }
        }
      }
    }
    if (bestGain > 0) this.apply(forward, kind, t1, t2, b3, b4, b5, b6);
    return bestGain;
  }

  private apply(
    forward: boolean,
    kind: number,
    t1: number,
    t2: number,
    t3: number,
    t4: number,
    t5: number,
    t6: number,
  ): void {
    switch (kind) {
      case 1:
        this.flip(forward, t2, t4);
        break;
      case 2:
      case 3:
        this.flip(forward, t2, t4);
        // Now t1 is followed by t4, and t6 by t5.
        this.flip(this.tour.next(t1) === t4, t4, t6);
        break;
      case 4:
        this.flip(forward, t2, t3);
        {
          const now = this.tour.next(t1) === t3;
          this.flip(now, t3, t6);
        }
        {
          const now = this.tour.next(t1) === t6;
          this.flip(now, t5, t2);
        }
        break;
      default: {
        this.flip(forward, t2, t6);
        const now = this.tour.next(t1) === t6;
        this.flip(now, t5, t3);
      }
    }
    const { touched } = this;
    touched[0] = t1;
    touched[1] = t2;
    touched[2] = t3;
    touched[3] = t4;
    touched[4] = t5;
    touched[5] = t6;
    this.touchedCount = kind === 1 ? 4 : 6;
  }

  /** Reverses the path from `a` to `b` in the direction of travel. */
  private flip(forward: boolean, a: number, b: number): void {
    if (forward) this.tour.reverse(a, b);
    else this.tour.reverse(b, a);
  }
}
