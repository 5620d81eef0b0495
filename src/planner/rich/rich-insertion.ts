import type { Neighbours } from '../model/proximity';
import type { Rng } from '../rng';
import { Blinks } from './blinks';
import { PairInsertion } from './pair-insertion';
import type { RichRoutes } from './rich-routes';

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
  private readonly blinking: Blinks;
  private readonly pairs: PairInsertion;

  constructor(
    private readonly routes: RichRoutes,
    private readonly neighbours: Neighbours,
    rng: Rng,
  ) {
    this.blinking = new Blinks(rng);
    this.pairs = new PairInsertion(routes, this.blinking);
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
    const r = routes.slot[this.previous]!;
    beforeChange(r);
    const reload = this.reloadRow < 0 ? -1 : routes.freeReload(this.reloadRow);
    routes.link1(this.previous, job);
    if (reload >= 0) routes.link1(this.reloadFirst ? this.previous : job, reload);
    routes.refresh(r);
    return r;
  }

  private searchRoutes(job: number): void {
    const { routes } = this;
    const { types, firstSlot, jobs } = routes.model;
    for (let t = 0; t < types.length; t++) {
      if (types[t]!.compatible[job] === 0) continue;
      const begin = firstSlot[t]!;
      for (let k = begin; k < begin + routes.used[t]!; k++) {
        const r = routes.order[k]!;
        if (!this.hasRoom(r, job)) continue;
        const end = jobs + 2 * r + 1;
        for (let p = end - 1; p !== end; p = routes.next[p]!) this.offer(p, 0, false);
      }
    }
  }

  /** Both sides of the jobs nearby, and the beginnings of routes. */
  private searchNeighbours(job: number): void {
    const { routes, neighbours } = this;
    const { types, firstSlot, jobs } = routes.model;
    const from = job * neighbours.width;
    for (let k = from; k < from + neighbours.count[job]!; k++) {
      const v = neighbours.list[k]!;
      const r = routes.slot[v]!;
      if (r < 0 || !this.hasRoom(r, job)) continue;
      this.offer(v, 0, false);
      const p = routes.previous[v]!;
      if (p < jobs || p >= routes.model.firstReload) this.offer(p, 0, false);
    }
    for (let t = 0; t < types.length; t++) {
      const begin = firstSlot[t]!;
      for (let k = begin; k < begin + routes.used[t]!; k++) {
        const r = routes.order[k]!;
        if (this.hasRoom(r, job)) this.offer(jobs + 2 * r, 0, false);
      }
    }
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
    let delta = base + there + onward;
    if (delta < this.delta) {
      if (model.balance !== null) delta += this.balancePrice(r, p, s, -1, false);
      if (delta < this.delta) {
        delta += routes.surcharge(p, job, -1, false, this.delta - delta);
        if (delta < this.delta && !this.blinking.blinks()) {
          this.delta = delta;
          this.previous = p;
          this.reloadRow = -1;
        }
      }
    }
    if (!model.reloads || fresh || type.reloadRows.length === 0 || routes.trips[r]! >= type.maxTrips) return;
    for (const at of type.reloadRows) {
      const viaFirst = base + price[row[p]! * size + at]! + price[at * size + job]! + onward;
      const viaLast = base + there + price[job * size + at]! + price[at * size + row[s]!]!;
      if (p < model.jobs && viaFirst < this.delta) this.offerReload(p, s, at, true, viaFirst);
      if (s < model.jobs && viaLast < this.delta) this.offerReload(p, s, at, false, viaLast);
    }
  }

  private offerReload(p: number, s: number, at: number, first: boolean, cost: number): void {
    const { routes, job } = this;
    const node = routes.freeReload(at);
    let delta = cost;
    if (routes.model.balance !== null) delta += this.balancePrice(routes.slot[p]!, p, s, node, first);
    if (delta >= this.delta) return;
    delta += routes.surcharge(p, job, node, first, this.delta - delta);
    if (delta >= this.delta || this.blinking.blinks()) return;
    this.delta = delta;
    this.previous = p;
    this.reloadRow = at;
    this.reloadFirst = first;
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
      const leg = (from: number, to: number): number => type.duration[row[from]! * model.size + row[to]!]!;
      const a = reload >= 0 && reloadFirst ? reload : job;
      const b = reload < 0 ? -1 : reloadFirst ? job : reload;
      const through = b < 0 ? leg(a, s) : leg(a, b) + leg(b, s) + type.reloadSeconds;
      more = type.service[job]! + leg(p, a) + through - (routes.size[r]! > 0 ? leg(p, s) : 0);
    }
    return model.balanceWeight * Math.max(0, routes.span[r]! + more - routes.longest);
  }
}
