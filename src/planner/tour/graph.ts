import type { MatrixTraits } from '../model/matrix-traits';
import type { PlanningProblem, TravelMatrix } from '../model/problem';

/** The cost of an edge that is part of every tour. Sums of six such figures still fit 32 bits. */
export const FIXED = -(2 ** 27);
/** The cost up to which an edge is fixed, with whatever prices on its ends. */
export const FIXED_PRICED = FIXED / 2;
/** The cost of a pair that must not be adjacent. */
export const FORBIDDEN = 2 ** 27;
const LARGEST_SCALED = 2 ** 24;

const NEIGHBOURS = 8;
/** One of them is the node's own other half. */
const NEIGHBOURS_DOUBLED = NEIGHBOURS + 1;

/**
 * A symmetric travelling salesman problem in whole figures, to which every one-vehicle problem without windows is brought:
 * open ends by a dummy node, different ends by a fixed edge between them, asymmetric matrices by node doubling (Jonker and
 * Volgenant 1983: each place is an arrival node and a departure node joined by a fixed edge).
 */
export interface TourGraph {
  readonly size: number;
  /** Row-major. Scaled, so that 32-bit arithmetic serves; only comparisons of tours matter here. */
  readonly cost: Int32Array;
  /** Made of an asymmetric problem. */
  readonly doubled: boolean;
  /** How many neighbours of a node are worth looking at. */
  readonly neighbours: number;
  /** Job positions in driving order, from any order of the nodes that contains the fixed edges. */
  readonly jobsOf: (order: Int32Array) => number[];
}

/** Lists for each node the `width` nodes worth joining to it, cheapest first, row-major, and the costs by which they are. */
export interface Candidates {
  readonly graph: TourGraph;
  readonly lists: Int32Array;
  readonly width: number;
}

/** `Plan`'s single vehicle: where it starts and ends, `null` where it may choose. */
export interface Ends {
  readonly start: number | null;
  readonly end: number | null;
}

export function tourGraph(problem: PlanningProblem, traits: MatrixTraits, ends: Ends): TourGraph {
  const places = problem.jobs.map((job) => job.location);
  const { largest, whole } = traits;
  // Whole figures stay as they are where they fit, so that an optimum is an optimum.
  const factor = largest === 0 || (whole && largest <= LARGEST_SCALED) ? 1 : LARGEST_SCALED / largest;
  return (traits.symmetric ? symmetric : doubled)(problem.matrix, places, ends, factor);
}

/** One row of the matrix into one of the graph. */
function copyRow(
  from: Float64Array,
  row: number,
  at: Int32Array,
  factor: number,
  to: Int32Array,
  offset: number,
): void {
  for (let j = 0; j < at.length; j++) {
    const figure = from[row + at[j]!]!;
    to[offset + j] = figure === Infinity ? FORBIDDEN : factor === 1 ? figure : Math.floor(figure * factor + 0.5);
  }
}

function scaled(figure: number, factor: number): number {
  return figure === Infinity ? FORBIDDEN : Math.floor(figure * factor + 0.5);
}

function symmetric(matrix: TravelMatrix, places: readonly number[], ends: Ends, factor: number): TourGraph {
  const jobs = places.length;
  // After the jobs: the depot, or the start and the end, either of which may be a dummy at no distance from any job.
  const round = ends.start === ends.end;
  const size = jobs + (round ? 1 : 2);
  const extra = round ? [ends.start] : [ends.start, ends.end];
  const cost = new Int32Array(size * size);
  const at = Int32Array.from(places);
  for (let i = 0; i < jobs; i++) {
    const row = places[i]! * matrix.size;
    copyRow(matrix.cost, row, at, factor, cost, i * size);
    cost[i * size + i] = 0;
    for (let e = 0; e < extra.length; e++) {
      const place = extra[e] ?? null;
      const figure = place === null ? 0 : scaled(matrix.cost[row + place]!, factor);
      cost[i * size + jobs + e] = figure;
      cost[(jobs + e) * size + i] = figure;
    }
  }
  if (!round) {
    cost[jobs * size + jobs + 1] = FIXED;
    cost[(jobs + 1) * size + jobs] = FIXED;
  }
  return {
    size,
    cost,
    doubled: false,
    neighbours: NEIGHBOURS,
    jobsOf: (order) => fromStart(order, jobs, round ? jobs : jobs + 1),
  };
}

/** Begins after the start node and ends before the end node (the same one on a round tour), whichever way the cycle lies. */
function fromStart(order: Int32Array, start: number, end: number): number[] {
  const n = order.length;
  const at = order.indexOf(start);
  const forward = start === end || order[(at + n - 1) % n] === end;
  const jobs: number[] = [];
  for (let k = 1; k < n; k++) {
    const node = order[(at + (forward ? k : n - k)) % n]!;
    if (node !== end) jobs.push(node);
  }
  return jobs;
}

function doubled(matrix: TravelMatrix, places: readonly number[], ends: Ends, factor: number): TourGraph {
  const jobs = places.length;
  const half = jobs + 1;
  const size = 2 * half;
  const cost = new Int32Array(size * size).fill(FORBIDDEN);
  for (let i = 0; i < half; i++) {
    const from = i === jobs ? ends.start : places[i]!;
    for (let j = 0; j < half; j++) {
      const to = j === jobs ? ends.end : places[j]!;
      const leg = from === null || to === null ? 0 : matrix.cost[from * matrix.size + to]!;
      const figure = i === j ? FIXED : scaled(leg, factor);
      // Departure nodes are the second half.
      cost[(half + i) * size + j] = figure;
      cost[j * size + half + i] = figure;
    }
  }
  const jobsOf = (order: Int32Array): number[] => {
    const nodes = fromStart(order, half + jobs, jobs);
    return nodes.filter((node) => node < jobs);
  };
  return { size, cost, doubled: true, neighbours: NEIGHBOURS_DOUBLED, jobsOf };
}
