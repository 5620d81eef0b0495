import type { TourGraph } from './graph';

/** Of many stops at one address a list holds a few only, or it would lead nowhere else. */
const MOST_AT_NO_DISTANCE = 4;

/** The `width` nearest nodes of each node, nearest first, row-major. */
export function nearestNodes({ size, cost }: TourGraph, width: number): Int32Array {
  const lists = new Int32Array(size * width);
  const list = new NearestList(width, size > 2 * width ? MOST_AT_NO_DISTANCE : size);
  for (let i = 0; i < size; i++) {
    const row = i * size;
    list.clear();
    // From the node's own index round, so that stops at one address are chained and not all tied to the first of them.
    scan(cost, row, i + 1, size, list);
    scan(cost, row, 0, i, list);
    // Too many stops at one address leave the list short: repeating its last entry changes nothing.
    for (let k = 0; k < width; k++) lists[i * width + k] = list.nodes[Math.min(k, list.filled - 1)]!;
  }
  return lists;
}

function scan(cost: Int32Array, row: number, from: number, to: number, list: NearestList): void {
  let { farthest } = list;
  for (let j = from; j < to; j++) {
    const c = cost[row + j]!;
    if (c < farthest) farthest = list.add(j, c);
  }
}

/** The nearest nodes so far, by insertion sort: after the first few, hardly any node gets in. */
class NearestList {
  readonly nodes: Int32Array;
  filled = 0;
  /** What a node must be nearer than to get in. */
  farthest = Infinity;
  private readonly costs: Int32Array;
  private atNoDistance = 0;

  constructor(
    private readonly width: number,
    private readonly mostAtNoDistance: number,
  ) {
    this.nodes = new Int32Array(width);
    this.costs = new Int32Array(width);
  }

  clear(): void {
    this.filled = 0;
    this.atNoDistance = 0;
    this.farthest = Infinity;
  }

  /** Returns the new `farthest`. */
  add(node: number, cost: number): number {
    if (cost === 0 && ++this.atNoDistance > this.mostAtNoDistance) return this.farthest;
    const { nodes, costs, width } = this;
    let k = this.filled < width ? this.filled++ : width - 1;
    for (; k > 0 && costs[k - 1]! > cost; k--) {
      costs[k] = costs[k - 1]!;
      nodes[k] = nodes[k - 1]!;
    }
    costs[k] = cost;
    nodes[k] = node;
    if (this.filled === width) this.farthest = costs[width - 1]!;
    return this.farthest;
  }
}
