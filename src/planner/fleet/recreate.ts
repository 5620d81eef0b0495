import type { Rng } from '../rng';
import type { Journal } from './journal';
import type { Neighbours } from './proximity';
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
  private untilBlink = 0;
  private bestDelta = Infinity;
  private bestPrevious = -1;

  constructor(
    private readonly routes: Routes,
    private readonly journal: Journal,
    /** A job is tried behind these, and at the beginnings of routes. */
    private readonly neighbours: Neighbours,
    private readonly rng: Rng,
  ) {
    this.order = new RecreateOrder(routes.model, rng);
    this.untilBlink = this.drawBlink();
  }

  run(): void {
    const { routes } = this;
    this.order.sort(routes.absent, routes.absentCount);
    let left = 0;
    for (let a = 0; a < routes.absentCount; a++) {
      const job = routes.absent[a]!;
      this.findBest(job);
      if (this.bestPrevious >= 0) {
        this.journal.save(routes.slot[this.bestPrevious]!);
        routes.insertAfter(this.bestPrevious, job);
      } else {
        routes.absent[left++] = job;
      }
    }
    routes.absentCount = left;
  }

  private findBest(job: number): void {
    const { routes, neighbours } = this;
    const { model, slot, next } = routes;
    const { size, cost, jobs, row, types, firstSlot } = model;
    this.bestDelta = Infinity;
    this.bestPrevious = -1;
    const from = job * neighbours.width;
    const to = from + neighbours.count[job]!;
    for (let k = from; k < to; k++) {
      const p = neighbours.list[k]!;
      if (slot[p]! < 0) continue;
      if (--this.untilBlink <= 0) {
        this.untilBlink = this.drawBlink();
        continue;
      }
      const rowS = row[next[p]!]!;
      const delta = cost[p * size + job]! + cost[job * size + rowS]! - cost[p * size + rowS]!;
      if (delta < this.bestDelta) this.consider(job, p, delta);
    }
    for (let type = 0; type < types; type++) {
      const begin = firstSlot[type]!;
      // One empty route of the type too, if there is one.
      const end = Math.min(firstSlot[type + 1]!, begin + routes.used[type]! + 1);
      for (let k = begin; k < end; k++) {
        const p = jobs + 2 * routes.order[k]!;
        if (--this.untilBlink <= 0) {
          this.untilBlink = this.drawBlink();
          continue;
        }
        const rowP = row[p]! * size;
        const rowS = row[next[p]!]!;
        const delta = cost[rowP + job]! + cost[job * size + rowS]! - cost[rowP + rowS]!;
        if (delta < this.bestDelta) this.consider(job, p, delta);
      }
    }
  }

  private consider(job: number, p: number, delta: number): void {
    const { routes } = this;
    const { model } = routes;
    if (!routes.fits(routes.slot[p]!, job)) return;
    if (model.timed) {
      const { size, duration, row, open, close, service } = model;
      const arrival = routes.departure[p]! + duration[row[p]! * size + job]!;
      const opens = open[job]!;
      const begin = model.severalWindows ? routes.beginFrom(job, arrival) : arrival > opens ? arrival : opens;
      if (begin > close[job]!) return;
      const s = routes.next[p]!;
      if (begin + service[job]! + duration[job * size + row[s]!]! > routes.latest[s]!) return;
    }
    this.bestDelta = delta;
    this.bestPrevious = p;
  }

  /** Positions to the next blink: geometric, one draw a blink instead of one a position. */
  private drawBlink(): number {
    return 1 + Math.floor(Math.log(1 - this.rng.float()) / Math.log(1 - BLINK_RATE));
  }
}
