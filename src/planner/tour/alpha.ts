import type { Budget } from '../budget';
import { keepCompiled } from '../compiled';
import type { Candidates, TourGraph } from './graph';
import { OneTree } from './one-tree';

/** Five miss an edge of the optimum now and then, seven cost more kicks than they are worth. */
const WIDTH = 6;
/** More rounds make better prices, but no better tours. */
const MOST_ROUNDS = 100;
/** The fewest: with fewer, the lists are worse than those by distance. */
const FEWEST_ROUNDS = 10;
/** Cells read per millisecond of the budget: about an eighth of it goes to the rounds. */
const CELLS_PER_MS = 48_000;
/** At no distance from a stop: two stops at its address, and the dummies of an open tour. */
const MOST_AT_NO_DISTANCE = 4;
/** So that priced costs and fixed and forbidden ones remain apart. */
const HIGHEST_PRICE = 2 ** 23;

/**
 * Candidates by alpha-nearness (Helsgaun 2000): by how much the minimum 1-tree, after its ascent, would grow if it had to
 * contain the edge. Six of these hold what a dozen nearest neighbours miss: edges between clusters and to an open tour's
 * dummy. The search goes on with the priced costs, by which good edges are short for both of their ends. `undefined`: too
 * little time, or no use, as in doubled problems, which gained nothing; `order` is any tour.
 */
export function alphaCandidates(graph: TourGraph, order: Int32Array, budget: Budget): Candidates | undefined {
  const { size } = graph;
  const width = Math.min(WIDTH, size - 1);
  const rounds = Math.min(MOST_ROUNDS, Math.floor((CELLS_PER_MS * budget.limitMs) / size ** 2));
  if (graph.doubled || rounds < FEWEST_ROUNDS || budget.exhausted() || crowded(graph)) return undefined;

  const tree = new OneTree(graph);
  const nearest = new AlphaList(width);
  keepCompiled('alpha', { tree, nearest });
  tree.ascend(cycleCost(graph, order), rounds, budget);
  const { price } = tree;
  // Whole, so that the search counts the same tours as before.
  for (let i = 0; i < size; i++) {
    price[i] = Math.round(Math.max(-HIGHEST_PRICE, Math.min(HIGHEST_PRICE, price[i]!)));
  }
  tree.grow();
  const cost = new Int32Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) cost[i * size + j] = graph.cost[i * size + j]! + price[i]! + price[j]!;
  }
  const lists = new Int32Array(size * width);
  const alpha = new Float64Array(size);
  const dearest = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    alphaRow(tree, i, alpha, dearest);
    nearest.clear();
    for (let j = 0; j < size; j++) if (j !== i) nearest.add(j, alpha[j]!, cost[i * size + j]!);
    // The search gives up a list at the first entry that is too dear.
    lists.set(
      nearest.nodes.sort((a, b) => cost[i * size + a]! - cost[i * size + b]!),
      i * width,
    );
  }
  return { graph: { size, cost, doubled: false, neighbours: graph.neighbours, jobsOf: graph.jobsOf }, lists, width };
}

/** An edge that enters the tree closes a cycle, from which the dearest other edge leaves; the first node's second edge does. */
function alphaRow(tree: OneTree, i: number, alpha: Float64Array, dearest: Float64Array): void {
  const { order, parent } = tree;
  if (i === 0) {
    for (let j = 1; j < alpha.length; j++) alpha[j] = Math.max(0, tree.priced(0, j) - tree.second);
    return;
  }
  alpha[0] = Math.max(0, tree.priced(0, i) - tree.second);
  // Of the path in the tree from i: first up to the root, then down from what is known.
  dearest.fill(NaN);
  dearest[i] = -Infinity;
  for (let k = i, up = parent[k]!; up >= 0; k = up, up = parent[k]!) {
    dearest[up] = Math.max(dearest[k]!, tree.priced(k, up));
  }
  for (let o = 0; o < order.length; o++) {
    const j = order[o]!;
    if (Number.isNaN(dearest[j]!)) {
      const up = parent[j]!;
      dearest[j] = Math.max(dearest[up]!, tree.priced(up, j));
    }
    alpha[j] = tree.priced(i, j) - dearest[j]!;
  }
}

/** Many stops at one address: all of them are alpha-near to all of the next one, and lists of six lead nowhere else. */
function crowded({ cost, size }: TourGraph): boolean {
  let nodes = 0;
  for (let i = 0; i < size; i++) {
    let atNoDistance = -1;
    for (let k = i * size; k < (i + 1) * size; k++) if (cost[k] === 0) atNoDistance++;
    if (atNoDistance > MOST_AT_NO_DISTANCE) nodes++;
  }
  // The dummies themselves are at no distance from all.
  return nodes > 2;
}

function cycleCost({ cost, size }: TourGraph, order: Int32Array): number {
  let sum = cost[order[size - 1]! * size + order[0]!]!;
  for (let i = 1; i < size; i++) sum += cost[order[i - 1]! * size + order[i]!]!;
  return sum;
}

/** The least alphas so far, of equal ones the cheapest edges, by insertion sort. */
class AlphaList {
  readonly nodes: Int32Array;
  private readonly alphas: Float64Array;
  private readonly costs: Float64Array;

  constructor(private readonly width: number) {
    this.nodes = new Int32Array(width);
    this.alphas = new Float64Array(width);
    this.costs = new Float64Array(width);
  }

  clear(): void {
    this.alphas.fill(Infinity);
  }

  add(node: number, alpha: number, cost: number): void {
    const { nodes, alphas, costs } = this;
    let k = this.width;
    while (k > 0 && (alphas[k - 1]! > alpha || (alphas[k - 1] === alpha && costs[k - 1]! > cost))) k--;
    if (k === this.width) return;
    for (let l = this.width - 1; l > k; l--) {
      nodes[l] = nodes[l - 1]!;
      alphas[l] = alphas[l - 1]!;
      costs[l] = costs[l - 1]!;
    }
    nodes[k] = node;
    alphas[k] = alpha;
    costs[k] = cost;
  }
}
