import type { Budget } from '../budget';
import type { TourGraph } from './graph';

/** Share of the latest subgradient in the direction; the rest is of the one before, against zigzags (Volgenant and Jonker 1982). */
const LATEST = 0.7;
/** The first step, in those that would close the gap were the bound linear; more overshoots (Held, Wolfe and Crowder 1974). */
const FIRST_STEP = 2;
/** Rounds between two looks at the clock, which on virtual machines take long. */
const CLOCK_EVERY = 8;

/**
 * The minimum 1-tree of Held and Karp 1970: a minimum spanning tree of all nodes but the first (Prim 1957), and the first
 * one's two cheapest edges. No tour is cheaper. Prices on the nodes, which change all tours alike, are raised where the tree
 * has more than two edges and lowered where it has one (Held and Karp 1971), until the tree is as like a tour as it gets.
 */
export class OneTree {
  readonly price: Float64Array;
  /** All nodes but the first, in the order in which the tree grew: each after its parent. */
  readonly order: Int32Array;
  /** The parent of a node, by node; -1 for the root. */
  readonly parent: Int32Array;
  /** The dearer edge of the first node, priced. */
  second = 0;
  private readonly key: Float64Array;
  private readonly outside: Int32Array;
  private readonly degree: Int32Array;

  constructor(private readonly graph: Pick<TourGraph, 'size' | 'cost'>) {
    const { size } = graph;
    this.price = new Float64Array(size);
    this.order = new Int32Array(size - 1);
    this.parent = new Int32Array(size).fill(-1);
    this.key = new Float64Array(size);
    this.outside = new Int32Array(size);
    this.degree = new Int32Array(size);
  }

  /** Returns the cost of an edge with the prices of its ends. */
  priced(i: number, j: number): number {
    return this.graph.cost[i * this.graph.size + j]! + this.price[i]! + this.price[j]!;
  }

  /** Raises the lower bound towards `tour`, the cost of some tour, and keeps the prices of the highest one met. */
  ascend(tour: number, rounds: number, budget: Budget): void {
    const { price, degree } = this;
    const size = price.length;
    const before = new Float64Array(size);
    const best = price.slice();
    let bound = this.grow();
    let highest = bound;
    for (let round = 0; round < rounds; round++) {
      if (round % CLOCK_EVERY === 0 && budget.exhausted()) break;
      let squares = 0;
      for (let i = 0; i < size; i++) squares += (degree[i]! - 2) ** 2;
      // The tree is a tour, and the best one.
      if (squares === 0) break;
      const step = (FIRST_STEP * (1 - round / rounds) * Math.max(0, tour - bound)) / squares;
      for (let i = 0; i < size; i++) {
        const excess = degree[i]! - 2;
        price[i]! += step * (LATEST * excess + (1 - LATEST) * before[i]!);
        before[i] = excess;
      }
      bound = this.grow();
      if (bound <= highest) continue;
      highest = bound;
      best.set(price);
    }
    price.set(best);
  }

  /** Makes the tree for the prices as they are; its cost, less what the prices add to every tour. */
  grow(): number {
    const { price, order, parent, key, outside, degree } = this;
    const { size, cost } = this.graph;
    degree.fill(0);
    key.fill(Infinity);
    for (let k = 0; k < size - 2; k++) outside[k] = k + 2;
    let bound = -2 * price[0]! - 2 * price[1]!;
    let node = 1;
    order[0] = node;
    for (let left = size - 2; left > 0; left--) {
      const row = node * size;
      const own = price[node]!;
      let least = Infinity;
      let at = 0;
      for (let k = 0; k < left; k++) {
        const j = outside[k]!;
        const c = cost[row + j]! + own + price[j]!;
        let held = key[j]!;
        if (c < held) {
          key[j] = held = c;
          parent[j] = node;
        }
        if (held < least) {
          least = held;
          at = k;
        }
      }
      node = outside[at]!;
      outside[at] = outside[left - 1]!;
      order[size - 1 - left] = node;
      degree[node]!++;
      degree[parent[node]!]!++;
      bound += least - 2 * price[node]!;
    }
    return bound + this.joinFirst();
  }

  private joinFirst(): number {
    const { degree } = this;
    let first = Infinity;
    let second = Infinity;
    let a = 0;
    let b = 0;
    for (let j = 1; j < degree.length; j++) {
      const c = this.priced(0, j);
      if (c >= second) continue;
      second = c < first ? first : c;
      b = c < first ? a : j;
      if (c >= first) continue;
      first = c;
      a = j;
    }
    degree[0] = 2;
    degree[a]!++;
    degree[b]!++;
    this.second = second;
    return first + second;
  }
}
