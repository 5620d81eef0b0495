import type { Rng } from '../rng';
import type { Routes } from './routes';

/** Share of places passed over, so that the greedy choice varies (Christiaens and Vanden Berghe 2020). */
const BLINK_RATE = 0.02;

/** The cheapest feasible place of those offered for one job, some of them passed over at random. */
export class BestPlace {
  /** What the job adds to the plan's cost there; Infinity as long as there is no place. */
  delta = Infinity;
  /** The node behind which the job would stand, or -1. */
  previous = -1;
  private job = -1;
  /** One dimension at most, and every vehicle can serve every job: then a route's `room`, which searches look at, says all. */
  private readonly plain: boolean;
  private untilBlink: number;

  constructor(
    private readonly routes: Routes,
    private readonly rng: Rng,
  ) {
    const { model } = routes;
    this.plain = model.dimensions <= 1 && !model.compatible.includes(0);
    this.untilBlink = this.drawBlink();
  }

  begin(job: number): void {
    this.job = job;
    this.previous = -1;
    this.delta = Infinity;
  }

  /** Takes the place behind `p`, which must cost less than the best so far, if it is feasible; returns what the best then costs. */
  offer(p: number, delta: number): number {
    if (!this.blinks() && this.isFeasible(p)) {
      this.delta = delta;
      this.previous = p;
    }
    return this.delta;
  }

  private isFeasible(p: number): boolean {
    const { routes, job } = this;
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

  /** Geometric, one draw a blink instead of one a place. Places that would lose anyway need not be counted. */
  private blinks(): boolean {
    if (--this.untilBlink > 0) return false;
    this.untilBlink = this.drawBlink();
    return true;
  }

  private drawBlink(): number {
    return 1 + Math.floor(Math.log(1 - this.rng.float()) / Math.log(1 - BLINK_RATE));
  }
}
