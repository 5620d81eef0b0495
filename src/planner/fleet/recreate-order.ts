import type { Rng } from '../rng';
import type { FleetModel } from './model';

/** The weights of the orders random, by demand, far first, close first; with windows also short, early and late-closing first. */
const ORDERS_UNTIMED = [4, 4, 2, 1] as const;
const ORDERS_TIMED = [4, 4, 2, 1, 2, 2, 2] as const;

/** Sorts jobs for insertion in one of the orders of Christiaens and Vanden Berghe (2020), drawn by weight. */
export class RecreateOrder {
  /** By order: smaller goes first. The first, random, has none. */
  private readonly keys: readonly Float64Array[];
  private readonly draw: Int32Array;
  private readonly severalPriorities: boolean;

  constructor(
    private readonly model: FleetModel,
    private readonly rng: Rng,
  ) {
    const { jobs, timed, open, close, cost, size, dimensions, demand, weight } = model;
    const byJob = (key: (job: number) => number): Float64Array =>
      Float64Array.from({ length: jobs }, (_, job) => key(job));
    const biggest = Float64Array.from({ length: dimensions }, (_, d) =>
      demand.reduce((most, amount, k) => (k % dimensions === d ? Math.max(most, amount) : most), 0),
    );
    const demandOf = (job: number): number =>
      biggest.reduce((sum, most, d) => sum + (most > 0 ? demand[job * dimensions + d]! / most : 0), 0);
    const fromDepot = (job: number): number => cost[jobs * size + job]! + cost[job * size + jobs + 1]!;
    this.keys = [
      new Float64Array(0),
      byJob((job) => -demandOf(job)),
      byJob((job) => -fromDepot(job)),
      byJob(fromDepot),
      byJob((job) => close[job]! - open[job]!),
      byJob((job) => open[job]!),
      byJob((job) => -close[job]!),
    ];
    this.draw = Int32Array.from(
      (timed ? ORDERS_TIMED : ORDERS_UNTIMED).flatMap((w, order) => Array<number>(w).fill(order)),
    );
    this.severalPriorities = weight.some((w) => w !== weight[0]);
  }

  sort(absent: Int32Array, count: number): void {
    const { rng, model } = this;
    const order = this.draw[rng.below(this.draw.length)]!;
    if (order === 0) rng.shuffle(absent, count);
    else insertionSort(absent, count, this.keys[order]!);
    if (this.severalPriorities && rng.below(2) === 0) {
      const { weight } = model;
      for (let a = 1; a < count; a++) {
        const job = absent[a]!;
        let at = a;
        for (; at > 0 && weight[absent[at - 1]!]! < weight[job]!; at--) absent[at] = absent[at - 1]!;
        absent[at] = job;
      }
    }
  }
}

/** Ten or twenty items: no other sort is faster, or allocates less. */
function insertionSort(items: Int32Array, count: number, keys: Float64Array): void {
  for (let a = 1; a < count; a++) {
    const item = items[a]!;
    const key = keys[item]!;
    let at = a;
    for (; at > 0 && keys[items[at - 1]!]! > key; at--) items[at] = items[at - 1]!;
    items[at] = item;
  }
}
