import type { Neighbours } from '../model/proximity';
import type { PenalizedRoutes } from './penalized-routes';

/** Inserts a job where it costs least, penalties included. */
export class CheapestPlace {
  private best = Infinity;
  private bestPrevious = -1;

  constructor(
    private readonly routes: PenalizedRoutes,
    private readonly predecessors: Neighbours,
  ) {}

  /** Returns the slot. */
  insert(job: number): number {
    const { routes, predecessors } = this;
    const { slot, next, previous, size, model } = routes;
    const { jobs, types, firstSlot } = model;
    this.best = Infinity;
    this.bestPrevious = -1;
    const from = job * predecessors.width;
    for (let k = from; k < from + predecessors.count[job]!; k++) {
      const v = predecessors.list[k]!;
      if (slot[v]! < 0) continue;
      this.consider(job, v);
      if (previous[v]! >= jobs) this.consider(job, previous[v]!);
    }
    for (let type = 0; type < types; type++) {
      let r = firstSlot[type]!;
      while (r < firstSlot[type + 1]! && size[r]! > 0) r++;
      if (r < firstSlot[type + 1]!) this.consider(job, jobs + 2 * r);
    }
    if (this.bestPrevious < 0) this.bestPrevious = this.anyPlace(job);
    const r = slot[this.bestPrevious]!;
    next[job] = next[this.bestPrevious]!;
    next[this.bestPrevious] = job;
    routes.refresh(r);
    return r;
  }

  private consider(job: number, p: number): void {
    const price = this.price(job, p);
    if (price >= this.best) return;
    this.best = price;
    this.bestPrevious = p;
  }

  /** All vehicles are out, and no likely predecessor is placed: the end of a route that may serve the job, at any price. */
  private anyPlace(job: number): number {
    const { previous, model } = this.routes;
    const { jobs, slots, slotType, compatible } = model;
    let r = 0;
    while (r < slots - 1 && compatible[slotType[r]! * jobs + job] === 0) r++;
    return previous[jobs + 2 * r + 1]!;
  }

  private price(job: number, p: number): number {
    const { model, slot, next, link, load, departure, warpTo, warpFrom, latest, penalties, penalty } = this.routes;
    const { row, size, cost, duration, dimensions, demand, capacity, slotType, timed, open, close, service } = model;
    const r = slot[p]!;
    const type = slotType[r]!;
    if (model.compatible[type * model.jobs + job] === 0) return Infinity;
    const s = next[p]!;
    const fromP = row[p]! * size;
    let price = cost[fromP + job]! + cost[job * size + row[s]!]! - link[p]! - penalty[r]!;
    for (let d = 0; d < dimensions; d++) {
      const over = load[r * dimensions + d]! + demand[job * dimensions + d]! - capacity[type * dimensions + d]!;
      if (over > 0) price += over * penalties.load;
    }
    if (!timed) return price;
    const arrival = departure[p]! + duration[fromP + job]!;
    const late = Math.max(0, arrival - close[job]!);
    const done = Math.max(open[job]!, arrival - late) + service[job]!;
    const lateAfter = Math.max(0, done + duration[job * size + row[s]!]! - latest[s]!);
    return price + (warpTo[p]! + late + lateAfter + warpFrom[s]!) * penalties.warp;
  }
}
