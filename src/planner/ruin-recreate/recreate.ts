import type { Rng } from '../rng';
import { Insertion } from './insertion';
import type { Journal } from './journal';
import type { Predecessors } from '../model/proximity';
import type { FleetModel } from '../model/fleet-model';
import type { Routes } from './routes';

/**
 * Greedy insertion with blinks (Christiaens and Vanden Berghe 2020): the absent jobs, in a random order of several sensible
 * ones, go where they cost least, into a new route if that is cheaper.
 */
export class Recreate {
  private readonly order: RecreateOrder;
  private readonly insertion: Insertion;

  constructor(
    private readonly routes: Routes,
    private readonly journal: Journal,
    predecessors: Predecessors,
    rng: Rng,
  ) {
    this.order = new RecreateOrder(routes.model, rng);
    this.insertion = new Insertion(routes, predecessors, rng);
  }

  /**
   * Gives up, and returns false, as soon as the plan costs more than `limit`, or a job finds no place and `mustPlace`: then
   * `routes.absent` is not kept, and only the journal restores it.
   */
  run(limit = Infinity, mustPlace = false): boolean {
    const { routes, insertion } = this;
    this.order.sort(routes.absent, routes.absentCount);
    insertion.begin();
    let left = 0;
    for (let a = 0; a < routes.absentCount; a++) {
      const job = routes.absent[a]!;
      const p = insertion.find(job);
      if (p >= 0) {
        this.insert(job, p);
        if (routes.cost > limit) return false;
      } else {
        if (mustPlace) return false;
        routes.absent[left++] = job;
      }
    }
    routes.absentCount = left;
    return true;
  }

  private insert(job: number, p: number): void {
    const { routes } = this;
    const r = routes.slot[p]!;
    this.journal.save(r);
    this.insertion.inserted(r, routes.size[r] === 0);
    routes.insertAfter(p, job);
  }
}

/** The weights of the orders random, by demand, far first, close first; with windows also short, early and late-closing first. */
const ORDERS_UNTIMED = [4, 4, 2, 1] as const;
const ORDERS_TIMED = [4, 4, 2, 1, 2, 2, 2] as const;

/** Sorts jobs for insertion in one of the orders of Christiaens and Vanden Berghe (2020), drawn by weight. */
class RecreateOrder {
  /** The keys of each order: the smaller goes first. The first order, random, has none. */
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
