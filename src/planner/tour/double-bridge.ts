import type { Rng } from '../rng';
import type { ArrayTour } from './array-tour';
import { FIXED, type TourGraph } from './graph';
import type { WorkQueue } from './work-queue';

/** Edges too close to each other are put back by the very next moves: nine kicks of ten were in vain at 10 steps. */
const LONGEST_WALK = 100;
const ATTEMPTS = 20;

/**
 * The kick of Martin, Otto and Felten 1991, made local by random walks (Applegate, Cook and Rohe 2003): four edges not far
 * from each other leave, and the three segments between them change order, none reversed.
 */
export class DoubleBridge {
  private readonly cuts = [0, 0, 0, 0];

  constructor(
    private readonly graph: TourGraph,
    private readonly lists: Int32Array,
    private readonly width: number,
    private readonly tour: ArrayTour,
    private readonly rng: Rng,
  ) {}

  /** Kicks the tour and queues the nodes it touched; by how much the tour became longer. */
  kick(queue: WorkQueue): number {
    if (!this.chooseCuts()) return 0;
    const { cost, size } = this.graph;
    const { order } = this.tour;
    const cut = (i: number, after: number): number => order[(this.cuts[i]! + after) % size]!;
    const [a0, a1, b0, b1] = [cut(0, 0), cut(0, 1), cut(1, 0), cut(1, 1)];
    const [c0, c1, d0, d1] = [cut(2, 0), cut(2, 1), cut(3, 0), cut(3, 1)];
    const removed = cost[a0 * size + a1]! + cost[b0 * size + b1]! + cost[c0 * size + c1]! + cost[d0 * size + d1]!;
    const added = cost[a0 * size + c1]! + cost[d0 * size + b1]! + cost[c0 * size + a1]! + cost[b0 * size + d1]!;
    this.tour.exchange(a1, b0, b1, c0, c1, d0);
    for (const node of [a0, a1, b0, b1, c0, c1, d0, d1]) queue.push(node);
    return added - removed;
  }

  /** Four positions, ascending, none before a fixed edge. */
  private chooseCuts(): boolean {
    const { cuts, rng, lists, width } = this;
    const first = rng.below(this.graph.size);
    const steps = 2 + rng.below(LONGEST_WALK);
    let found = 0;
    for (let attempt = 0; found < 4; attempt++) {
      if (attempt === ATTEMPTS) return false;
      let node = first;
      for (let s = found === 0 ? attempt : steps; s > 0; s--) node = lists[node * width + rng.below(width)]!;
      const position = this.tour.position[node]!;
      const known = cuts.indexOf(position);
      if (this.fixedAfter(position) || (known >= 0 && known < found)) continue;
      cuts[found++] = position;
    }
    cuts.sort((x, y) => x - y);
    return true;
  }

  private fixedAfter(position: number): boolean {
    const { cost, size } = this.graph;
    const { order } = this.tour;
    return cost[order[position]! * size + order[position + 1 === size ? 0 : position + 1]!]! <= FIXED;
  }
}
