import type { TourGraph } from './graph';

/** Of many stops at one address a list holds a few only, or it would lead nowhere else. */
const MOST_AT_NO_DISTANCE = 4;

/** The `width` nearest nodes of each node, nearest first, row-major. */
export function nearestNodes({ size, cost }: TourGraph, width: number): Int32Array {
  const lists = new Int32Array(size * width);
  const best = new Int32Array(width);
  const nodes = new Int32Array(width);
  for (let i = 0; i < size; i++) {
    const row = i * size;
    let filled = 0;
    let free = 0;
    let worst = 0x7fffffff;
    // From the node's own index round, so that stops at one address are chained and not all tied to the first of them.
    for (let step = 1, j = i + 1; step < size; step++, j++) {
      if (j >= size) j -= size;
      const c = cost[row + j]!;
      if (c >= worst) continue;
      if (c === 0 && ++free > MOST_AT_NO_DISTANCE && size > 2 * width) continue;
      let k = filled < width ? filled++ : width - 1;
      while (k > 0 && best[k - 1]! > c) {
        best[k] = best[k - 1]!;
        nodes[k] = nodes[k - 1]!;
        k--;
      }
      best[k] = c;
      nodes[k] = j;
      if (filled === width) worst = best[width - 1]!;
    }
    // Too many stops at one address left the list short: repeating its last entry changes nothing.
    for (; filled < width; filled++) nodes[filled] = nodes[filled - 1] ?? (i === 0 ? 1 : 0);
    lists.set(nodes, i * width);
  }
  return lists;
}
