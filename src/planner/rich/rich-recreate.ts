import type { Neighbours } from '../model/proximity';
import type { Rng } from '../rng';
import type { RichJournal } from './rich-journal';
import { FleetMix } from './fleet-mix';
import { Handover } from './handover';
import { RichInsertion } from './rich-insertion';
import type { RichModel } from './rich-model';
import type { RichRoutes } from './rich-routes';

/** The weights of the orders random, by demand, far first, close first; with times also short, early and late-closing windows first. */
const ORDERS_UNTIMED = [4, 4, 2, 1] as const;
const ORDERS_TIMED = [4, 4, 2, 1, 2, 2, 2] as const;

/** Greedy insertion with blinks (Christiaens and Vanden Berghe 2020) of jobs and pairs, in one of several orders. */
export class RichRecreate {
  private readonly insertion: RichInsertion;
  private readonly keys: readonly Float64Array[];
  private readonly draw: readonly number[];
  private readonly severalPriorities: boolean;
  private readonly priorityKeys: Float64Array;
  private readonly tried: Int32Array;
  private generation = 0;
  private readonly save: (r: number) => void;
  private readonly mix: FleetMix | null;
  private readonly handover: Handover | null;
  private readonly changed: Int32Array;
  private changedCount = 0;

  constructor(
    private readonly routes: RichRoutes,
    journal: RichJournal,
    neighbours: Neighbours,
    private readonly rng: Rng,
  ) {
    const { model } = routes;
    this.insertion = new RichInsertion(routes, neighbours, rng);
    this.keys = orderKeys(model);
    this.draw = (model.timed ? ORDERS_TIMED : ORDERS_UNTIMED).flatMap((w, order) => Array<number>(w).fill(order));
    this.severalPriorities = model.weight.some((w) => w !== model.weight[0]);
    this.priorityKeys = model.weight.map((weight) => -weight);
    this.tried = new Int32Array(model.jobs);
    this.mix = FleetMix.of(routes);
    this.handover = Handover.of(routes);
    this.changed = new Int32Array(model.jobs);
    this.save = (r) => {
      journal.save(r);
    };
  }

  /**
   * Gives up, and returns false, as soon as the plan costs more than `limit`, or a job finds no place and `mustPlace`: then `routes.absent` is
   * not kept, and only the journal restores it.
   */
  run(limit = Infinity, mustPlace = false): boolean {
    const { routes, insertion, tried } = this;
    const { mate } = routes.model;
    this.sort();
    this.generation++;
    const count = routes.absentCount;
    let left = 0;
    this.changedCount = 0;
    for (let a = 0; a < count; a++) {
      const job = routes.absent[a]!;
      if (routes.slot[job]! >= 0) continue;
      const other = mate[job]!;
      const again = tried[job] === this.generation;
      if (!again && insertion.find(job)) {
        const r = insertion.place(job, this.save);
        this.mix?.improve(r, this.save);
        if (this.handover !== null) this.changed[this.changedCount++] = r;
        if (routes.cost > limit) return false;
        continue;
      }
      if (mustPlace) return false;
      if (other >= 0) tried[other] = this.generation;
      routes.absent[left++] = job;
    }
    routes.absentCount = left;
    for (let k = 0; k < this.changedCount; k++) this.handover?.improve(this.changed[k]!, this.save);
    return true;
  }

  private sort(): void {
    const { rng, routes, draw } = this;
    const { absent, absentCount: count } = routes;
    const order = draw[rng.below(draw.length)]!;
    if (order === 0) rng.shuffle(absent, count);
    else insertionSort(absent, count, this.keys[order]!);
    if (this.severalPriorities && rng.below(2) === 0) insertionSort(absent, count, this.priorityKeys);
  }
}

function orderKeys(model: RichModel): Float64Array[] {
  const { jobs, dimensions: D, delivery, pickup, carried, open, close, size } = model;
  const byJob = (key: (job: number) => number): Float64Array =>
    Float64Array.from({ length: jobs }, (_, job) => key(job));
  const amount = (job: number, d: number): number =>
    delivery[job * D + d]! + pickup[job * D + d]! + Math.abs(carried[job * D + d]!);
  const biggest = Array.from({ length: D }, (_, d) => Math.max(1e-9, ...byJob((job) => amount(job, d))));
  const demandOf = (job: number): number => biggest.reduce((sum, most, d) => sum + amount(job, d) / most, 0);
  const { price } = model.types[0]!;
  const fromDepot = byJob((job) => {
    let least = Infinity;
    model.types.forEach((_, t) => {
      least = Math.min(least, price[model.startRow[t]! * size + job]! + price[job * size + model.endRow[t]!]!);
    });
    return least;
  });
  return [
    new Float64Array(0),
    byJob((job) => -demandOf(job)),
    byJob((job) => -fromDepot[job]!),
    fromDepot,
    byJob((job) => close[job]! - open[job]!),
    open,
    byJob((job) => -close[job]!),
  ];
}

function insertionSort(items: Int32Array, count: number, keys: Float64Array): void {
  for (let a = 1; a < count; a++) {
    const item = items[a]!;
    const key = keys[item]!;
    let at = a;
    for (; at > 0 && keys[items[at - 1]!]! > key; at--) items[at] = items[at - 1]!;
    items[at] = item;
  }
}
