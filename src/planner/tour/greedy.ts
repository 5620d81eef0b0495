import { keepCompiled } from '../compiled';
import { FIXED, type TourGraph } from './graph';

/**
 * Builds a tour by greedy edge construction (Bentley 1992): the shortest edges of the neighbour lists that leave no node with three and
 * close no cycle, then the fragments joined end to end by the nearest free end. About 16 % above optimal, against 25 % for
 * the nearest neighbour, and local search ends sooner and better from it.
 */
export function greedyTour(graph: TourGraph, lists: Int32Array, width: number): Int32Array {
  const { size, cost } = graph;
  const fragments = new Fragments(size);
  keepCompiled('greedy', fragments);
  const edges = sortedEdges(graph, lists, width);
  for (const edge of edges) {
    const k = edge % lists.length;
    fragments.join(Math.floor(k / width), lists[k]!);
  }
  let end = fragments.anyEnd();
  while (fragments.pieces > 1) {
    let nearest = -1;
    let least = Infinity;
    for (let j = 0; j < size; j++) {
      if (cost[end * size + j]! < least && fragments.joinable(end, j)) {
        least = cost[end * size + j]!;
        nearest = j;
      }
    }
    const next = fragments.otherEnd(nearest);
    fragments.join(end, nearest);
    end = next;
  }
  return fragments.walk();
}

/** Cost and list entry in one figure, so that a typed array sorts them: the cost leads, the entry breaks ties. */
function sortedEdges({ size, cost }: TourGraph, lists: Int32Array, width: number): Float64Array {
  const edges = new Float64Array(lists.length);
  let n = 0;
  for (let k = 0; k < lists.length; k++) {
    const i = Math.floor(k / width);
    const j = lists[k]!;
    // An edge in both lists is taken once.
    if (i < j || !listed(lists, j * width, width, i)) {
      edges[n++] = (cost[i * size + j]! - FIXED) * lists.length + k;
    }
  }
  return edges.subarray(0, n).sort();
}

function listed(lists: Int32Array, from: number, width: number, node: number): boolean {
  for (let k = from; k < from + width; k++) if (lists[k] === node) return true;
  return false;
}

class Fragments {
  pieces: number;
  private readonly links: Int32Array;
  /** The other end of the fragment that a node ends, by node. */
  private readonly far: Int32Array;

  constructor(private readonly size: number) {
    this.pieces = size;
    this.links = new Int32Array(2 * size).fill(-1);
    this.far = Int32Array.from({ length: size }, (_, i) => i);
  }

  joinable(i: number, j: number): boolean {
    return this.links[2 * i + 1]! < 0 && this.links[2 * j + 1]! < 0 && this.far[i] !== j && i !== j;
  }

  join(i: number, j: number): void {
    if (!this.joinable(i, j)) return;
    this.links[this.links[2 * i]! < 0 ? 2 * i : 2 * i + 1] = j;
    this.links[this.links[2 * j]! < 0 ? 2 * j : 2 * j + 1] = i;
    const a = this.far[i]!;
    const b = this.far[j]!;
    this.far[a] = b;
    this.far[b] = a;
    this.pieces--;
  }

  otherEnd(i: number): number {
    return this.far[i]!;
  }

  anyEnd(): number {
    for (let i = 0; i < this.size; i++) if (this.links[2 * i + 1]! < 0) return i;
    return 0;
  }

  walk(): Int32Array {
    const order = new Int32Array(this.size);
    let before = -1;
    let at = this.anyEnd();
    for (let k = 0; k < this.size; k++) {
      order[k] = at;
      const next = k > 0 && this.links[2 * at] === before ? this.links[2 * at + 1]! : this.links[2 * at]!;
      before = at;
      at = next;
    }
    return order;
  }
}
