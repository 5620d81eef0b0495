import type { Rng } from '../rng';
import type { ArrayTour } from './array-tour';
import { FIXED_PRICED } from './graph';
import type { WorkQueue } from './work-queue';

/** At 20, many a kick is taken back by the very next moves; at 50, the repair takes longer than it is worth. */
const LONGEST_SEGMENT = 30;

/**
 * The kick of Martin, Otto and Felten 1991, made local as segments are (Applegate, Cook and Rohe 2003): four edges not far
 * from each other on the tour leave, and the three segments between them change order, none reversed.
 */
export class DoubleBridge {
  private readonly cuts = new Int32Array(4);
  private readonly longest: number;

  constructor(
    private readonly tour: ArrayTour,
    private readonly cost: Int32Array,
    private readonly rng: Rng,
  ) {
    // Three segments, each cut one further where it would fall on a fixed edge, and something to be left of the tour.
    this.longest = Math.max(1, Math.min(LONGEST_SEGMENT, Math.floor((tour.size - 5) / 3)));
  }

  /** Kicks the tour and queues the nodes it touched; by how much the tour became longer. */
  kick(queue: WorkQueue): number {
    this.chooseCuts();
    const { cost, cuts } = this;
    const { order, edge, size } = this.tour;
    const node = (i: number, after: number): number => order[(cuts[i]! + after) % size]!;
    const [a0, a1, b0, b1] = [node(0, 0), node(0, 1), node(1, 0), node(1, 1)];
    const [c0, c1, d0, d1] = [node(2, 0), node(2, 1), node(3, 0), node(3, 1)];
    const removed = edge[cuts[0]!]! + edge[cuts[1]!]! + edge[cuts[2]!]! + edge[cuts[3]!]!;
    const added = cost[a0 * size + c1]! + cost[d0 * size + b1]! + cost[c0 * size + a1]! + cost[b0 * size + d1]!;
    this.tour.exchange(a1, b0, b1, c0, c1, d0);
    queue.push(a0);
    queue.push(a1);
    queue.push(b0);
    queue.push(b1);
    queue.push(c0);
    queue.push(c1);
    queue.push(d0);
    queue.push(d1);
    return added - removed;
  }

  /** Four positions one after the other, none before a fixed edge: no two of those meet, so that the next one is free. */
  private chooseCuts(): void {
    const { cuts, rng, longest } = this;
    const { edge, size } = this.tour;
    let position = rng.below(size);
    for (let i = 0; i < 4; i++) {
      if (edge[position]! <= FIXED_PRICED) position = position + 1 === size ? 0 : position + 1;
      cuts[i] = position;
      position = (position + 1 + rng.below(longest)) % size;
    }
  }
}
