import type { Rng } from '../rng';
import type { Journal } from './journal';
import type { FleetModel } from './model';
import type { Predecessors } from './proximity';
import { RecreateOrder } from './recreate-order';
import type { Routes } from './routes';

/** Share of insertion positions passed over, so that the greedy choice varies (Christiaens and Vanden Berghe 2020). */
const BLINK_RATE = 0.02;

/**
 * Greedy insertion with blinks (Christiaens and Vanden Berghe 2020): the absent jobs, in a random order of several sensible
 * ones, go where they cost least, into a new route if that is cheaper.
 */
export class Recreate {
  private readonly order: RecreateOrder;
  /** Of the shortest leg from each job: with it most positions are seen to be too dear without a look at the matrix. */
  private readonly leastOnward: Float64Array;
  private untilBlink = 0;
  private bestDelta = Infinity;
  private bestPrevious = -1;

  constructor(
    private readonly routes: Routes,
    private readonly journal: Journal,
    /** A job is tried behind these, and at the beginnings of routes. */
    private readonly neighbours: Predecessors,
    private readonly rng: Rng,
  ) {
    this.order = new RecreateOrder(routes.model, rng);
    this.leastOnward = Float64Array.from({ length: routes.model.jobs }, (_, job) => leastLegFrom(routes.model, job));
    this.untilBlink = this.drawBlink();
  }

  run(): void {
    const { routes } = this;
    this.order.sort(routes.absent, routes.absentCount);
    let left = 0;
    for (let a = 0; a < routes.absentCount; a++) {
      const job = routes.absent[a]!;
      this.bestPrevious = -1;
      this.tryNeighbours(job);
      this.tryBeginnings(job);
      if (this.bestPrevious >= 0) {
        this.journal.save(routes.slot[this.bestPrevious]!);
        routes.insertAfter(this.bestPrevious, job);
      } else {
        routes.absent[left++] = job;
      }
    }
    routes.absentCount = left;
  }

  private tryNeighbours(job: number): void {
    const { width, list, count, legCost } = this.neighbours;
    const { slot, next, link, room, model } = this.routes;
    const { size, cost, row, dimensions, demand } = model;
    const amount = dimensions > 0 ? demand[job * dimensions]! : 0;
    const fromJob = job * size;
    const onward = this.leastOnward[job]!;
    const from = job * width;
    const to = from + count[job]!;
    let best = Infinity;
    for (let k = from; k < to; k++) {
      const p = list[k]!;
      const dearest = best + link[p]!;
      if (legCost[k]! + onward >= dearest) continue;
      const r = slot[p]!;
      if (r < 0 || room[r]! < amount) continue;
      if (--this.untilBlink <= 0) {
        this.untilBlink = this.drawBlink();
        continue;
      }
      const together = legCost[k]! + cost[fromJob + row[next[p]!]!]!;
      if (together < dearest && this.isFeasible(job, p)) {
        best = together - link[p]!;
        this.bestPrevious = p;
      }
    }
    this.bestDelta = best;
  }

  private tryBeginnings(job: number): void {
    const { routes } = this;
    const { order, next, link, room, model } = routes;
    const { size, cost, jobs, row, types, firstSlot, dimensions, demand } = model;
    const amount = dimensions > 0 ? demand[job * dimensions]! : 0;
    const fromJob = job * size;
    const onward = this.leastOnward[job]!;
    let best = this.bestDelta;
    for (let type = 0; type < types; type++) {
      const begin = firstSlot[type]!;
      const there = cost[(jobs + 2 * type) * size + job]!;
      // One empty route of the type too, if there is one.
      const end = Math.min(firstSlot[type + 1]!, begin + routes.used[type]! + 1);
      for (let k = begin; k < end; k++) {
        const r = order[k]!;
        const p = jobs + 2 * r;
        const dearest = best + link[p]!;
        if (there + onward >= dearest || room[r]! < amount) continue;
        if (--this.untilBlink <= 0) {
          this.untilBlink = this.drawBlink();
          continue;
        }
        const together = there + cost[fromJob + row[next[p]!]!]!;
        if (together < dearest && this.isFeasible(job, p)) {
          best = together - link[p]!;
          this.bestPrevious = p;
        }
      }
    }
  }

  private isFeasible(job: number, p: number): boolean {
    const { routes } = this;
    const { model } = routes;
    if (!routes.fits(routes.slot[p]!, job)) return false;
    if (!model.timed) return true;
    const { size, duration, row, open, close, service } = model;
    const arrival = routes.departure[p]! + duration[row[p]! * size + job]!;
    const opens = open[job]!;
    const begin = model.severalWindows ? routes.beginFrom(job, arrival) : arrival > opens ? arrival : opens;
    if (begin > close[job]!) return false;
    const s = routes.next[p]!;
    return begin + service[job]! + duration[job * size + row[s]!]! <= routes.latest[s]!;
  }

  /** Positions to the next blink: geometric, one draw a blink instead of one a position. */
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
