import type { Rng } from '../rng';
import type { FleetModel } from './model';
import type { Predecessors } from './proximity';
import type { Routes } from './routes';

/** Share of insertion positions passed over, so that the greedy choice varies (Christiaens and Vanden Berghe 2020). */
const BLINK_RATE = 0.02;

/**
 * Finds the cheapest feasible place for a job, some places passed over at random. Routes that are too full for the smallest of
 * the absent jobs are not looked at: with tight capacities that leaves little more than the ruined ones.
 */
export class Insertion {
  /** Of the shortest leg from each job: with it most positions are seen to be too dear without a look at the matrix. */
  private readonly leastOnward: Float64Array;
  /** One dimension at most, and every vehicle can serve every job: then a route's `room` says all. */
  private readonly plain: boolean;
  private readonly openRoutes: Int32Array;
  private openCount = 0;
  private openPositions = 0;
  private untilBlink = 0;
  private bestDelta = Infinity;
  private bestPrevious = -1;

  constructor(
    private readonly routes: Routes,
    /** A job is tried behind these, and at the beginnings of routes. */
    private readonly neighbours: Predecessors,
    private readonly rng: Rng,
  ) {
    const { model } = routes;
    this.leastOnward = Float64Array.from({ length: model.jobs }, (_, job) => leastLegFrom(model, job));
    this.plain = model.dimensions <= 1 && !model.compatible.includes(0);
    this.openRoutes = new Int32Array(model.slots);
    this.untilBlink = this.drawBlink();
  }

  /** Before the first of the absent jobs: finds the routes in use in which the smallest of them has room. */
  begin(): void {
    const { openRoutes } = this;
    const { absent, absentCount, room, order, used, size, model } = this.routes;
    const { dimensions, demand, types, firstSlot } = model;
    let least = dimensions > 0 ? Infinity : 0;
    for (let a = 0; a < absentCount && dimensions > 0; a++) {
      const amount = demand[absent[a]! * dimensions]!;
      if (amount < least) least = amount;
    }
    let count = 0;
    let positions = 0;
    for (let type = 0; type < types; type++) {
      const begin = firstSlot[type]!;
      const end = begin + used[type]!;
      for (let k = begin; k < end; k++) {
        const r = order[k]!;
        if (room[r]! < least) continue;
        openRoutes[count++] = r;
        positions += size[r]! + 1;
      }
    }
    this.openCount = count;
    this.openPositions = positions;
  }

  /** The node behind which the job costs least, or -1: nowhere. */
  find(job: number): number {
    this.bestPrevious = -1;
    this.bestDelta = Infinity;
    if (this.openPositions <= this.neighbours.count[job]!) {
      this.tryOpenRoutes(job);
    } else {
      this.tryNeighbours(job);
      this.tryBeginnings(job);
    }
    this.tryNewRoutes(job);
    return this.bestPrevious;
  }

  /** After an insertion into route `r`, `fresh` if it was empty. */
  inserted(r: number, fresh: boolean): void {
    this.openPositions += fresh ? 2 : 1;
    if (fresh) this.openRoutes[this.openCount++] = r;
  }

  /** Every position of the routes that have room. */
  private tryOpenRoutes(job: number): void {
    const { openRoutes, openCount } = this;
    const { next, link, room, model } = this.routes;
    const { size, cost, jobs, row, dimensions, demand, symmetric } = model;
    const amount = dimensions > 0 ? demand[job * dimensions]! : 0;
    const fromJob = job * size;
    let best = this.bestDelta;
    for (let k = 0; k < openCount; k++) {
      const r = openRoutes[k]!;
      if (room[r]! < amount) continue;
      const start = jobs + 2 * r;
      let there = cost[row[start]! * size + job]!;
      for (let p = start; p !== start + 1;) {
        const s = next[p]!;
        const onward = cost[fromJob + row[s]!]!;
        const delta = there + onward - link[p]!;
        if (delta < best && !this.blinks() && this.isFeasible(job, p)) {
          best = delta;
          this.bestPrevious = p;
        }
        there = symmetric || s >= jobs ? onward : cost[s * size + job]!;
        p = s;
      }
    }
    this.bestDelta = best;
  }

  private tryNeighbours(job: number): void {
    const { width, list, count, legCost, legDuration } = this.neighbours;
    const { slot, next, link, room, times, model } = this.routes;
    const { departure } = times;
    const { size, cost, row, dimensions, demand, timed, close } = model;
    const amount = dimensions > 0 ? demand[job * dimensions]! : 0;
    const closes = close[job]!;
    const fromJob = job * size;
    const leastOnward = this.leastOnward[job]!;
    const from = job * width;
    const to = from + count[job]!;
    let best = Infinity;
    for (let k = from; k < to; k++) {
      const p = list[k]!;
      const there = legCost[k]!;
      const dearest = best + link[p]!;
      if (there + leastOnward >= dearest) continue;
      const r = slot[p]!;
      if (r < 0 || room[r]! < amount) continue;
      // Part of `isFeasible` already, but here without a look at the matrix.
      if (timed && departure[p]! + legDuration[k]! > closes) continue;
      const together = there + cost[fromJob + row[next[p]!]!]!;
      if (together < dearest && !this.blinks() && this.isFeasible(job, p)) {
        best = together - link[p]!;
        this.bestPrevious = p;
      }
    }
    this.bestDelta = best;
  }

  private tryBeginnings(job: number): void {
    const { openRoutes, openCount } = this;
    const { next, link, room, model } = this.routes;
    const { size, cost, jobs, row, dimensions, demand } = model;
    const amount = dimensions > 0 ? demand[job * dimensions]! : 0;
    const fromJob = job * size;
    const leastOnward = this.leastOnward[job]!;
    let best = this.bestDelta;
    for (let k = 0; k < openCount; k++) {
      const r = openRoutes[k]!;
      const p = jobs + 2 * r;
      const there = cost[row[p]! * size + job]!;
      const dearest = best + link[p]!;
      if (there + leastOnward >= dearest || room[r]! < amount) continue;
      const together = there + cost[fromJob + row[next[p]!]!]!;
      if (together < dearest && !this.blinks() && this.isFeasible(job, p)) {
        best = together - link[p]!;
        this.bestPrevious = p;
      }
    }
    this.bestDelta = best;
  }

  /** One empty route of each type, if there is one. */
  private tryNewRoutes(job: number): void {
    const { order, used, link, model } = this.routes;
    const { size, cost, jobs, row, types, firstSlot } = model;
    for (let type = 0; type < types; type++) {
      const k = firstSlot[type]! + used[type]!;
      if (k === firstSlot[type + 1]!) continue;
      const p = jobs + 2 * order[k]!;
      const delta = cost[row[p]! * size + job]! + cost[job * size + row[p + 1]!]! - link[p]!;
      if (delta < this.bestDelta && !this.blinks() && this.isFeasible(job, p)) {
        this.bestDelta = delta;
        this.bestPrevious = p;
      }
    }
  }

  private isFeasible(job: number, p: number): boolean {
    const { routes } = this;
    const { times, model } = routes;
    if (!this.plain && !routes.fits(routes.slot[p]!, job)) return false;
    if (!model.timed) return true;
    const { size, duration, row, open, close, service } = model;
    const arrival = times.departure[p]! + duration[row[p]! * size + job]!;
    const opens = open[job]!;
    const begin = model.severalWindows ? times.beginFrom(job, arrival) : arrival > opens ? arrival : opens;
    if (begin > close[job]!) return false;
    const s = routes.next[p]!;
    return begin + service[job]! + duration[job * size + row[s]!]! <= times.latest[s]!;
  }

  /** Geometric, one draw a blink instead of one a position. Positions that would lose anyway need not be counted. */
  private blinks(): boolean {
    if (--this.untilBlink > 0) return false;
    this.untilBlink = this.drawBlink();
    return true;
  }

  private drawBlink(): number {
    return 1 + Math.floor(Math.log(1 - this.rng.float()) / Math.log(1 - BLINK_RATE));
  }
}

function leastLegFrom({ jobs, types, size, cost }: FleetModel, job: number): number {
  let least = Infinity;
  for (let other = 0; other < jobs; other++) {
    if (other !== job && cost[job * size + other]! < least) least = cost[job * size + other]!;
  }
  for (let type = 0; type < types; type++) least = Math.min(least, cost[job * size + jobs + 2 * type + 1]!);
  return least;
}
