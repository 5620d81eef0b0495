import type { FleetModel } from './model';

/** Lists of neighbours, nearest first: those of job i are `list[i * width]` to `list[i * width + count[i] - 1]`. */
export interface Neighbours {
  readonly width: number;
  readonly list: Int32Array;
  readonly count: Int32Array;
}

export interface Proximity {
  /** For each job the jobs nearest by cost, there and back. */
  readonly nearest: Neighbours;
  /**
   * For each job i the jobs that may well stand directly before it: near, and served so that i is neither late nor waited for
   * long (Vidal et al. 2013). Jobs after which i cannot be reached in time are left out.
   */
  readonly predecessors: Neighbours;
}

/** How many of each are ever asked for; ranking more takes longer than it brings. */
const NEAREST = 100;
const PREDECESSORS = 60;

/** Weight of waiting in the proximity of two jobs; that of Vidal et al. (2013), "A hybrid genetic algorithm … with time windows". */
const WAITING = 0.2;

export function measureProximity(model: FleetModel): Proximity {
  const nearest = nearestJobs(model);
  // Without windows the two differ in asymmetric matrices only, and there by little.
  const predecessors = model.timed ? likelyPredecessors(model) : firstOf(nearest, PREDECESSORS);
  return { nearest, predecessors };
}

/** The same lists, cut off behind the first few. */
export function firstOf({ width, list, count }: Neighbours, few: number): Neighbours {
  return { width, list, count: count.map((each) => Math.min(each, few)) };
}

function likelyPredecessors(model: FleetModel): Neighbours {
  const { jobs, size, cost, duration, open, close, service } = model;
  const waitingPrice = WAITING * meanCostPerSecond(model);
  return rank(jobs, PREDECESSORS, (i, keys) => {
    for (let j = 0; j < jobs; j++) {
      const cell = j * size + i;
      const travel = service[j]! + duration[cell]!;
      const waiting = Math.max(0, open[i]! - travel - close[j]!);
      keys[j] = open[j]! + travel > close[i]! ? Infinity : cost[cell]! + waitingPrice * waiting;
    }
  });
}

function nearestJobs({ jobs, size, cost }: FleetModel): Neighbours {
  return rank(jobs, NEAREST, (i, keys) => {
    for (let j = 0; j < jobs; j++) keys[j] = cost[i * size + j]! + cost[j * size + i]!;
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

function rank(jobs: number, wanted: number, fillKeys: (job: number, keys: Float64Array) => void): Neighbours {
  const width = Math.max(0, Math.min(wanted, jobs - 1));
  const list = new Int32Array(jobs * width);
  const count = new Int32Array(jobs);
  const keys = new Float64Array(jobs);
  const order = new Int32Array(jobs);
  for (let i = 0; i < jobs; i++) {
    fillKeys(i, keys);
    let candidates = 0;
    for (let j = 0; j < jobs; j++) if (j !== i && keys[j] !== Infinity) order[candidates++] = j;
    sortFirst(order, keys, candidates, width);
    count[i] = Math.min(width, candidates);
    list.set(order.subarray(0, count[i]), i * width);
  }
  return { width, list, count };
}

/** Brings the `wanted` smallest of the first `length` to the front, in order: quicksort that leaves the rest alone (Hoare's Find). */
function sortFirst(order: Int32Array, keys: Float64Array, length: number, wanted: number): void {
  const sort = (from: number, to: number): void => {
    let low = from;
    while (low < to) {
      const pivot = keys[order[(low + to) >> 1]!]!;
      let i = low;
      let j = to;
      while (i <= j) {
        while (keys[order[i]!]! < pivot) i++;
        while (keys[order[j]!]! > pivot) j--;
        if (i > j) break;
        const held = order[i]!;
        order[i++] = order[j]!;
        order[j--] = held;
      }
      sort(low, j);
      if (i >= wanted) return;
      low = i;
    }
  };
  sort(0, length - 1);
}
