import type { Budget } from '../budget';
import type { Rng } from '../rng';
import { ArrayTour } from './array-tour';
import { FIXED, type TourGraph } from './graph';
import { greedyTour } from './greedy';
import { nearestNodes } from './neighbours';
import { Or3 } from './or3';

const WIDTH = 8;
const LONGEST_SEGMENT = 50;

/**
 * Iterated local search (Lourenço, Martin and Stützle 2003): a double bridge of three short neighbouring segments (Martin,
 * Otto and Felten 1991, made local as in Applegate, Cook and Rohe 2003), local search from the nodes it touched only
 * (Bentley's don't-look bits, 1992, as a queue), and back by an undo log if the tour became longer.
 */
export function iteratedSearch(graph: TourGraph, budget: Budget, rng: Rng): Int32Array {
  const { size } = graph;
  const width = Math.min(WIDTH, size - 1);
  const lists = nearestNodes(graph, width);
  const tour = new ArrayTour(greedyTour(graph, lists, width));
  const search = new Or3(graph, lists, width, tour);
  const queue = new WorkQueue(size);
  for (let i = 0; i < size; i++) queue.push(tour.order[i]!);
  descend(search, queue);
  tour.forget();

  while (budget.next()) {
    let delta = doubleBridge(graph, tour, queue, rng);
    delta -= descend(search, queue);
    if (delta > 0) tour.undo();
    else tour.forget();
  }
  return tour.order;
}

/** Until no node in the queue can improve; the total gain. */
function descend(search: Or3, queue: WorkQueue): number {
  let total = 0;
  for (let node = queue.pop(); node >= 0; node = queue.pop()) {
    for (let gain = search.improve(node); gain > 0; gain = search.improve(node)) {
      total += gain;
      for (let i = 0; i < search.touchedCount; i++) queue.push(search.touched[i]!);
    }
  }
  return total;
}

/** S1 S2 S3 becomes S3 S2 S1, none reversed: four edges change at once, which no sequential move of the search undoes. */
function doubleBridge({ cost, size }: TourGraph, tour: ArrayTour, queue: WorkQueue, rng: Rng): number {
  const longest = Math.min(LONGEST_SEGMENT, Math.floor((size - 2) / 3));
  const { order } = tour;
  const start = rng.below(size);
  const at = (offset: number): number => {
    const p = start + offset;
    return order[p >= size ? p - size : p]!;
  };
  // A cut never falls on a fixed edge.
  const cut = (from: number): number => {
    const wanted = from + 1 + rng.below(longest);
    return cost[at(wanted) * size + at(wanted + 1)]! <= FIXED ? wanted - 1 : wanted;
  };
  const zero = cost[at(0) * size + at(1)]! <= FIXED ? 1 : 0;
  const a = cut(zero);
  const b = cut(a);
  const c = cut(b);
  if (a <= zero || b <= a || c <= b || c + 1 >= size + zero) return 0;
  const [n0, n1, n2, n3] = [at(zero), at(zero + 1), at(a), at(a + 1)];
  const [n4, n5, n6, n7] = [at(b), at(b + 1), at(c), at(c + 1)];
  const removed = cost[n0 * size + n1]! + cost[n2 * size + n3]! + cost[n4 * size + n5]! + cost[n6 * size + n7]!;
  const added = cost[n0 * size + n5]! + cost[n6 * size + n3]! + cost[n4 * size + n1]! + cost[n2 * size + n7]!;
  tour.exchange(n1, n2, n3, n4, n5, n6);
  for (const node of [n0, n1, n2, n3, n4, n5, n6, n7]) queue.push(node);
  return added - removed;
}

/** First in, first out, each node once. */
class WorkQueue {
  private readonly nodes: Int32Array;
  private readonly waiting: Uint8Array;
  private head = 0;
  private count = 0;

  constructor(size: number) {
    this.nodes = new Int32Array(size);
    this.waiting = new Uint8Array(size);
  }

  push(node: number): void {
    if (this.waiting[node] === 1) return;
    this.waiting[node] = 1;
    let tail = this.head + this.count;
    if (tail >= this.nodes.length) tail -= this.nodes.length;
    this.nodes[tail] = node;
    this.count++;
  }

  /** -1 when there is none. */
  pop(): number {
    if (this.count === 0) return -1;
    const node = this.nodes[this.head]!;
    this.head = this.head + 1 === this.nodes.length ? 0 : this.head + 1;
    this.count--;
    this.waiting[node] = 0;
    return node;
  }
}
