import type { Neighbours } from '../model/proximity';
import type { Rng } from '../rng';
import { Blinks } from './blinks';
import { FleetMix } from './fleet-mix';
import { PairInsertion } from './pair-insertion';
import type { TypeModel } from './rich-model';
import type { RichRoutes } from './rich-routes';

/** Legs of up to so many mean ones are not missed where a search of neighbours ends early, and how often the mean is measured. */
const LONG_IN_MEAN_LEGS = 5;
const MEASURE_EVERY = 1000;
/** Routes nearby without room that are looked at for a larger vehicle, where there are many routes. */
const MOST_UPGRADES = 4;

/**
 * Finds the cheapest feasible place of a job: behind a stop, with a reload before or after it where that is allowed, or in a new route;
 * and of a pair, with `PairInsertion`.
 */
export class RichInsertion {
  /** What the place found costs; Infinity: there is none. */
  delta = Infinity;
  private previous = -1;
  /** The row at which the van reloads there, or -1, and whether before the job. */
  private reloadRow = -1;
  private reloadFirst = false;
  private job = -1;
  private long = Infinity;
  private searches = 0;
  /** The least price of a unit of distance. */
  private readonly perDistance: number;
  /** The empty slot of a larger vehicle that takes the whole route over, or -1. */
  private upgradeTo = -1;
  private readonly mix: FleetMix | null;
  private readonly blinking: Blinks;
  private readonly pairs: PairInsertion;

  constructor(
    private readonly routes: RichRoutes,
    private readonly neighbours: Neighbours,
    rng: Rng,
  ) {
    this.blinking = new Blinks(rng);
    this.pairs = new PairInsertion(routes, this.blinking);
    this.mix = FleetMix.of(routes);
    this.perDistance = Math.min(...routes.model.types.map((type) => type.perDistance));
  }

  /** Looks for a place for a job, and for the other of its pair; returns whether there is one. */
  find(job: number): boolean {
    const { routes } = this;
    const { model } = routes;
    if (model.balance !== null) routes.longest = routes.longestSpan();
    if (model.mate[job]! >= 0) {
      const found = this.pairs.find(model.role[job] === 1 ? job : model.mate[job]!);
      this.delta = this.pairs.delta;
      return found;
    }
    this.job = job;
    this.delta = Infinity;
    this.previous = -1;
    this.upgradeTo = -1;
    const { types, firstSlot, jobs } = model;
    let positions = 0;
    for (let t = 0; t < types.length; t++) positions += routes.used[t]!;
    positions += jobs - routes.absentCount;
    const near = this.neighbours.count[job]! * 3;
    if (positions <= near) this.searchRoutes(job);
    else this.searchNeighbours(job);
    for (let t = 0; t < types.length; t++) {
      const k = firstSlot[t]! + routes.used[t]!;
      if (k < firstSlot[t + 1]!) this.offer(jobs + 2 * routes.order[k]!, types[t]!.fixed - types[t]!.homePrice, true);
    }
    return this.previous >= 0;
  }

  /** Puts the job, or the pair, where it was found to be cheapest; returns the route. */
  place(job: number, beforeChange: (r: number) => void): number {
    const { routes } = this;
    if (routes.model.mate[job]! >= 0) return this.pairs.place(beforeChange);
    let r = routes.slot[this.previous]!;
    beforeChange(r);
    if (this.upgradeTo >= 0) {
      beforeChange(this.upgradeTo);
      // The start of the route is the start of another slot then.
      if (this.previous >= routes.model.jobs) this.previous = routes.model.jobs + 2 * this.upgradeTo;
      routes.move(r, this.upgradeTo);
      routes.refresh(r);
      r = this.upgradeTo;
    }
    const reload = this.reloadRow < 0 ? -1 : routes.freeReload(this.reloadRow);
    routes.link1(this.previous, job);
    if (reload >= 0) routes.link1(this.reloadFirst ? this.previous : job, reload);
    routes.refresh(r);
    return r;
  }

  /** Every place of the routes that may have room, in one loop: what it needs is looked up once. */
  private searchRoutes(job: number): void {
    const { routes, mix } = this;
    const { model, next, link, row, order, used, trips } = routes;
    const { types, firstSlot, size, jobs, dimensions, reloads } = model;
    const { roomToDeliver, roomToCollect } = routes.loads;
    const delivered = dimensions > 0 ? model.delivery[job * dimensions]! : 0;
    const collected = dimensions > 0 ? model.pickup[job * dimensions]! : 0;
    const toJob = job * size;
    let best = this.delta;
    for (let t = 0; t < types.length; t++) {
      const type = types[t]!;
      if (type.compatible[job] === 0) continue;
      const { price, reloadRows, maxTrips } = type;
      const bias = type.bias[job]!;
      const begin = firstSlot[t]!;
      const last = begin + used[t]!;
      for (let k = begin; k < last; k++) {
        const r = order[k]!;
        const reloading = reloads && reloadRows.length > 0 && trips[r]! < maxTrips;
        if (!reloading && (roomToDeliver[r]! < delivered || roomToCollect[r]! < collected)) {
          if (mix !== null) {
            this.offerUpgrade(r, job);
            best = this.delta;
          }
          continue;
        }
        let p = jobs + 2 * r;
        const end = p + 1;
        let there = price[row[p]! * size + job]!;
        while (p !== end) {
          const s = next[p]!;
          const rowOfNext = row[s]!;
          const onward = price[toJob + rowOfNext]!;
          const base = bias - link[p]!;
          const delta = base + there + onward;
          if (delta < best) {
            this.consider(r, p, s, delta);
            best = this.delta;
          }
          if (reloading) {
            this.offerReloads(type, p, s, base, there, onward);
            best = this.delta;
          }
          there = price[rowOfNext * size + job]!;
          p = s;
        }
      }
    }
  }

  /** Both sides of the jobs nearby, and the beginnings of routes. */
  private searchNeighbours(job: number): void {
    const { routes, neighbours } = this;
    const { types, firstSlot, jobs, firstReload, metres, size } = routes.model;
    const { perDistance } = this;
    if (this.searches++ % MEASURE_EVERY === 0) this.long = LONG_IN_MEAN_LEGS * (meanLeg(routes) || Infinity);
    const { long } = this;
    let upgrades = MOST_UPGRADES;
    let upgraded = -1;
    const from = job * neighbours.width;
    for (let k = from; k < from + neighbours.count[job]!; k++) {
      const v = neighbours.list[k]!;
      // Nothing from here on is near enough to be better, unless a leg longer than most were broken up for it.
      if (metres[v * size + job]! + metres[job * size + v]! > this.delta / perDistance + long) break;
      const r = routes.slot[v]!;
      if (r < 0) continue;
      if (!this.hasRoom(r, job)) {
        if (this.mix === null || upgrades === 0 || r === upgraded) continue;
        upgraded = r;
        upgrades--;
        this.offerUpgrade(r, job);
        continue;
      }
      this.offer(v, 0, false);
      const p = routes.previous[v]!;
      if (p < jobs || p >= firstReload) this.offer(p, 0, false);
    }
    for (let t = 0; t < types.length; t++) {
      const begin = firstSlot[t]!;
      const end = begin + routes.used[t]!;
      for (let k = begin; k < end; k++) {
        const r = routes.order[k]!;
        if (this.hasRoom(r, job)) this.offer(jobs + 2 * r, 0, false);
      }
    }
  }

  /** A route that has no room would have some in a larger vehicle. */
  private offerUpgrade(r: number, job: number): void {
    const { mix, routes } = this;
    const { next, row, model } = routes;
    const { size, metres } = model;
    let least = Infinity;
    let best = -1;
    const end = model.jobs + 2 * r + 1;
    for (let p = end - 1; p !== end; p = next[p]!) {
      const from = row[p]! * size;
      const detour = metres[from + job]! + metres[job * size + row[next[p]!]!]! - metres[from + row[next[p]!]!]!;
      if (detour < least) {
        least = detour;
        best = p;
      }
    }
    const slot = mix!.upgrade(r, job, least, this.delta);
    if (slot < 0 || this.blinking.blinks()) return;
    this.delta = mix!.upgradeCost;
    this.previous = best;
    this.reloadRow = -1;
    this.upgradeTo = slot;
  }

  /** A quick look at the first dimension. */
  private hasRoom(r: number, job: number): boolean {
    const { model, loads, trips } = this.routes;
    const D = model.dimensions;
    if (D === 0) return true;
    const type = model.types[model.slotType[r]!]!;
    if (trips[r]! < type.maxTrips && type.reloadRows.length > 0) return true;
    return loads.roomToDeliver[r]! >= model.delivery[job * D]! && loads.roomToCollect[r]! >= model.pickup[job * D]!;
  }

  private offer(p: number, more: number, fresh: boolean): void {
    const { routes, job } = this;
    const { model, row, next } = routes;
    const { size } = model;
    const r = routes.slot[p]!;
    const type = model.types[model.slotType[r]!]!;
    const { price } = type;
    const s = next[p]!;
    const there = price[row[p]! * size + job]!;
    const onward = price[job * size + row[s]!]!;
    const base = more + type.bias[job]! - (fresh ? 0 : routes.link[p]!);
    const delta = base + there + onward;
    if (delta < this.delta) this.consider(r, p, s, delta);
    if (!model.reloads || fresh || type.reloadRows.length === 0 || routes.trips[r]! >= type.maxTrips) return;
    this.offerReloads(type, p, s, base, there, onward);
  }

  /** A place whose legs and bias cost less than the best place. */
  private consider(r: number, p: number, s: number, cost: number): void {
    const { routes, job } = this;
    let delta = cost;
    if (routes.model.balance !== null) delta += this.balancePrice(r, p, s, -1, false);
    if (delta >= this.delta) return;
    delta += routes.surcharge(p, job, -1, false);
    if (delta >= this.delta || this.blinking.blinks()) return;
    this.delta = delta;
    this.previous = p;
    this.reloadRow = -1;
    this.upgradeTo = -1;
  }

  private offerReloads(type: TypeModel, p: number, s: number, base: number, there: number, onward: number): void {
    const { routes, job } = this;
    const { model, row } = routes;
    const { size } = model;
    const { price, reloadRows } = type;
    for (let k = 0; k < reloadRows.length; k++) {
      const at = reloadRows[k]!;
      if (p < model.jobs) {
        const via = base + price[row[p]! * size + at]! + price[at * size + job]! + onward;
        if (via < this.delta) this.offerReload(p, s, at, true, via);
      }
      if (s < model.jobs) {
        const via = base + there + price[job * size + at]! + price[at * size + row[s]!]!;
        if (via < this.delta) this.offerReload(p, s, at, false, via);
      }
    }
  }

  private offerReload(p: number, s: number, at: number, first: boolean, cost: number): void {
    const { routes, job } = this;
    const node = routes.freeReload(at);
    let delta = cost;
    if (routes.model.balance !== null) delta += this.balancePrice(routes.slot[p]!, p, s, node, first);
    if (delta >= this.delta) return;
    delta += routes.surcharge(p, job, node, first);
    if (delta >= this.delta || this.blinking.blinks()) return;
    this.delta = delta;
    this.previous = p;
    this.reloadRow = at;
    this.reloadFirst = first;
    this.upgradeTo = -1;
  }

  /** What balance adds where the route becomes the longest, waiting left aside. */
  private balancePrice(r: number, p: number, s: number, reload: number, reloadFirst: boolean): number {
    const { routes, job } = this;
    const { model, row } = routes;
    // Tried out instead.
    if (model.balance === 'time' && model.finishMoves) return 0;
    let more = 1;
    if (model.balance === 'time') {
      const type = model.types[model.slotType[r]!]!;
      const { duration } = type;
      const { size } = model;
      const a = row[reload >= 0 && reloadFirst ? reload : job]!;
      const last = row[reload >= 0 && !reloadFirst ? reload : job]!;
      const between = reload < 0 ? 0 : duration[a * size + last]! + type.reloadSeconds;
      const through = duration[row[p]! * size + a]! + between + duration[last * size + row[s]!]!;
      more = type.service[job]! + through - (routes.size[r]! > 0 ? duration[row[p]! * size + row[s]!]! : 0);
    }
    return model.balanceWeight * Math.max(0, routes.span[r]! + more - routes.longest);
  }
}

/** The mean length of the legs between jobs; 0 if there are none. */
function meanLeg({ model, slot, next }: RichRoutes): number {
  let sum = 0;
  let legs = 0;
  for (let job = 0; job < model.jobs; job++) {
    const then = next[job]!;
    if (slot[job]! < 0 || then >= model.jobs) continue;
    sum += model.metres[job * model.size + then]!;
    legs++;
  }
  return legs > 0 ? sum / legs : 0;
}
