import type { TravelMatrix } from './problem';

/** What one look at every cell tells. At 1,000 stops a look takes milliseconds, so that it is taken once a plan. */
export interface MatrixTraits {
  /** The first cell that is neither 0 to `limit` nor Infinity; -1: there is none. */
  bad: number;
  symmetric: boolean;
  whole: boolean;
  /** Some pair is unreachable. */
  holes: boolean;
  largest: number;
}

/** Rows of a tile stay in the cache while its columns are read, where a plain transposed scan misses on every cell. */
const TILE = 32;

/** Returns the traits of the cost matrix, whose diagonal counts for `bad` only. `limit` is the largest figure allowed. */
export function matrixTraits({ size, cost }: TravelMatrix, limit: number): MatrixTraits {
  const traits: MatrixTraits = { bad: -1, symmetric: true, whole: true, holes: false, largest: 0 };
  for (let i = 0; i < size; i += TILE) {
    for (let j = 0; j <= i; j += TILE) scanTile(cost, size, i, j, limit, traits);
  }
  return traits;
}

function scanTile(
  cost: Float64Array,
  size: number,
  fromRow: number,
  fromColumn: number,
  limit: number,
  traits: MatrixTraits,
): void {
  const toRow = Math.min(fromRow + TILE, size);
  let { whole, largest } = traits;
  for (let i = fromRow; i < toRow; i++) {
    const toColumn = Math.min(fromColumn + TILE, i);
    for (let j = fromColumn; j < toColumn; j++) {
      const there = cost[i * size + j]!;
      const back = cost[j * size + i]!;
      // NaN differs from itself, so that below `there` is a number and, mostly, its own mirror image.
      if (there !== back) {
        traits.symmetric = false;
        if (!(there >= 0 && there <= limit)) note(traits, i * size + j, there);
        if (!(back >= 0 && back <= limit)) note(traits, j * size + i, back);
        else if (back > largest) largest = back;
        if (back !== Math.floor(back)) whole = false;
      }
      if (there > largest || there < 0) {
        if (there >= 0 && there <= limit) largest = there;
        else note(traits, i * size + j, there);
      }
      // Infinity is its own floor.
      if (there !== Math.floor(there)) whole = false;
    }
    const own = cost[i * size + i]!;
    if (fromColumn === 0 && !(own >= 0 && own <= limit) && own !== Infinity) note(traits, i * size + i, own);
  }
  traits.whole = whole;
  traits.largest = largest;
}

function note(traits: MatrixTraits, cell: number, figure: number): void {
  if (figure === Infinity) traits.holes = true;
  else if (traits.bad < 0 || cell < traits.bad) traits.bad = cell;
}
