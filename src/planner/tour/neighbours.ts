import { keepCompiled } from '../compiled';
import type { TourGraph } from './graph';

/** The most stops of one address in a list: with all of them it would lead nowhere else. */
const MOST_AT_NO_DISTANCE = 4;

/** A list is chosen from this many times its length of nearest nodes. */
const POOL = 2;

/**
 * Nodes worth joining to each node, nearest first, row-major: the nearest half of each list whatever they are, then those
 * that no node already listed hides by being nearer to them (the relative neighbourhood, Toussaint 1980). With the nearest
 * alone, stops in clusters know nothing outside; it does without coordinates what quadrant neighbours do with them.
 */
export function candidateNodes(graph: TourGraph, width: number): Int32Array {
  const { size, cost } = graph;
  const lists = new Int32Array(size * width);
  const list = new NearestList(Math.min(width * POOL, size - 1), size > 2 * width ? MOST_AT_NO_DISTANCE : size);
  const chosen = new Uint8Array(width * POOL);
  keepCompiled('neighbours', list);
  for (let i = 0; i < size; i++) {
    const row = i * size;
    list.clear();
    // From the node's own index round, so that stops at one address are chained and not all tied to the first of them.
    scan(cost, row, i + 1, size, list);
    scan(cost, row, 0, i, list);
    choose(graph, i, width, list, chosen);
    let n = 0;
    for (let k = 0; k < list.filled && n < width; k++) if (chosen[k] === 1) lists[i * width + n++] = list.nodes[k]!;
    // Too many stops at one address leave the list short: repeating its last entry changes nothing.
    for (; n < width; n++) lists[i * width + n] = lists[i * width + n - 1]!;
  }
  return lists;
}

/** Marks the entries of `list` to take, at most `width`. */
function choose({ size, cost }: TourGraph, node: number, width: number, list: NearestList, chosen: Uint8Array): void {
  const { nodes, filled } = list;
  const nearest = Math.min(filled, width >> 1);
  chosen.fill(0);
  chosen.fill(1, 0, nearest);
  let taken = nearest;
  for (let k = nearest; k < filled && taken < width; k++) {
    const j = nodes[k]! * size;
    const distance = cost[j + node]!;
    let hidden = false;
    for (let s = 0; s < k && !hidden; s++) hidden = chosen[s] === 1 && cost[j + nodes[s]!]! < distance;
    if (hidden) continue;
    chosen[k] = 1;
    taken++;
  }
  for (let k = nearest; k < filled && taken < width; k++) {
    if (chosen[k] === 1) continue;
    chosen[k] = 1;
    taken++;
  }
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
