import type { FleetModel } from './fleet-model';

/** Lists of neighbours, nearest first: those of job i are `list[i * width]` to `list[i * width + count[i] - 1]`. */
export interface Neighbours {
  readonly width: number;
  readonly list: Int32Array;
  readonly count: Int32Array;
}

/** The lists with the legs from each of them to the job: read in order, not all over the matrix. */
export interface Predecessors extends Neighbours {
  readonly legCost: Float64Array;
  /** Seconds of each leg: one array with the costs where the problem has one figure for both. */
  readonly legDuration: Float64Array;
}

export interface Proximity {
  /** The jobs nearest to each job by cost, there and back. */
  readonly nearest: Neighbours;
  /**
   * The jobs that may well stand directly before each job i: near, and served so that i is neither late nor waited for
   * long (Vidal et al. 2013). Jobs after which i cannot be reached in time are left out.
   */
  readonly predecessors: Predecessors;
}

/** The most neighbours of a job that are ever asked for; ranking more takes longer than it brings. */
const WIDTH = 60;

/** Weight of waiting in the proximity of two jobs; that of Vidal et al. (2013), "A hybrid genetic algorithm … with time windows". */
const WAITING = 0.2;

export function measureProximity(model: FleetModel): Proximity {
  const nearest = nearestJobs(model);
  // Without windows the two differ in asymmetric matrices only, and there by little.
  const predecessors = model.timed ? likelyPredecessors(model) : nearest;
  const legCost = readLegs(model, model.cost, predecessors);
  const legDuration = model.duration === model.cost ? legCost : readLegs(model, model.duration, predecessors);
  return { nearest, predecessors: { ...predecessors, legCost, legDuration } };
}

/** Returns lists of neighbours cut off behind the first few. */
export function firstOf<T extends Neighbours>(neighbours: T, few: number): T {
  return { ...neighbours, count: neighbours.count.map((each) => Math.min(each, few)) };
}

function readLegs(model: FleetModel, figures: Float64Array, { width, list, count }: Neighbours): Float64Array {
  const { jobs, size, cost } = model;
  const alongRow = model.symmetric && figures === cost;
  const legs = new Float64Array(list.length);
  for (let i = 0; i < jobs; i++) {
    for (let k = i * width; k < i * width + count[i]!; k++) {
      // Along the row where that is the same: the next leg is then mostly in the cache.
      legs[k] = alongRow ? figures[i * size + list[k]!]! : figures[list[k]! * size + i]!;
    }
  }
  return legs;
}

function likelyPredecessors(model: FleetModel): Neighbours {
  const { jobs, size, cost, duration, open, close, service } = model;
  const waitingPrice = WAITING * meanCostPerSecond(model);
  // Column i, or row i where it is the same, as columns of a large matrix are not in the cache.
  const alongRow = model.symmetric && cost === duration;
  return rank(jobs, (i, keys) => {
    for (let j = 0; j < jobs; j++) {
      const cell = alongRow ? i * size + j : j * size + i;
      const travel = service[j]! + duration[cell]!;
      const waiting = open[i]! - travel - close[j]!;
      const price = waiting > 0 ? cost[cell]! + waitingPrice * waiting : cost[cell]!;
      keys[j] = open[j]! + travel > close[i]! ? Infinity : price;
    }
  });
}

/** Lists for each job the jobs nearest by cost, there and back. */
export function nearestJobs({
  jobs,
  size,
  cost,
  symmetric,
}: Pick<FleetModel, 'jobs' | 'size' | 'cost' | 'symmetric'>): Neighbours {
  return rank(jobs, (i, keys) => {
    if (symmetric) for (let j = 0; j < jobs; j++) keys[j] = cost[i * size + j]!;
    else for (let j = 0; j < jobs; j++) keys[j] = cost[i * size + j]! + cost[j * size + i]!;
  });
}

function meanCostPerSecond({ jobs, size, cost, duration, close }: FleetModel): number {
  let costs = 0;
  let seconds = 0;
  for (let a = 0; a < jobs; a++) {
    for (let b = 0; b < jobs; b++) {
      if (duration[a * size + b]! > close[b]!) continue;
      costs += cost[a * size + b]!;
      seconds += duration[a * size + b]!;
    }
  }
  return seconds > 0 ? costs / seconds : 0;
}

function rank(jobs: number, fillKeys: (job: number, keys: Float64Array) => void): Neighbours {
  const width = Math.max(0, Math.min(WIDTH, jobs - 1));
  const list = new Int32Array(jobs * width);
  const count = new Int32Array(jobs);
  const keys = new Float64Array(jobs);
  const packed = new Float64Array(jobs);
  for (let i = 0; i < jobs; i++) {
    fillKeys(i, keys);
    let largest = 1e-9;
    for (let j = 0; j < jobs; j++) if (keys[j]! > largest && keys[j] !== Infinity) largest = keys[j]!;
    // Key and job in one number, the job in its last digits: sorted without looking anything up.
    const finest = 2 ** 52 / (largest * jobs);
    let candidates = 0;
    for (let j = 0; j < jobs; j++) {
      if (j !== i && keys[j] !== Infinity) packed[candidates++] = Math.floor(keys[j]! * finest) * jobs + j;
    }
    sortFirst(packed, 0, candidates - 1, width);
    count[i] = Math.min(width, candidates);
    for (let k = 0; k < count[i]!; k++) list[i * width + k] = packed[k]! - Math.floor(packed[k]! / jobs) * jobs;
  }
  return { width, list, count };
}

/** Brings the `wanted` smallest to the front, in order: quicksort that leaves the rest alone (Hoare's Find). */
function sortFirst(figures: Float64Array, from: number, last: number, wanted: number): void {
  let low = from;
  let to = last;
  while (low < to) {
    const pivot = figures[(low + to) >> 1]!;
    let i = low;
    let j = to;
    while (i <= j) {
      while (figures[i]! < pivot) i++;
      while (figures[j]! > pivot) j--;
      if (i > j) break;
      const held = figures[i]!;
      figures[i++] = figures[j]!;
      figures[j--] = held;
    }
    if (i >= wanted) {
      to = j;
      continue;
    }
    sortFirst(figures, low, j, wanted);
    low = i;
  }
}
