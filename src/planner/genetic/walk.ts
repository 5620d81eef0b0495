import type { PenalizedRoutes } from './penalized-routes';

/** The time warp of a route that does not exist yet: the beginning of one, some stops one by one, the end of another. */
export class Walk {
  private last = 0;
  /** Departure and warp so far; in a typed array, as V8 allocates for a changing double in a field. */
  private readonly state = new Float64Array(2);

  constructor(private readonly routes: PenalizedRoutes) {}

  /** Returns the beginning that ends with `p`, directly followed by the end that begins with `s`. */
  join(p: number, s: number): number {
    const { departure, warpTo, warpFrom, latest, model } = this.routes;
    const late = departure[p]! + model.duration[model.row[p]! * model.size + model.row[s]!]! - latest[s]!;
    return warpTo[p]! + warpFrom[s]! + (late > 0 ? late : 0);
  }

  begin(p: number): void {
    this.last = p;
    this.state[0] = this.routes.departure[p]!;
    this.state[1] = this.routes.warpTo[p]!;
  }

  step(job: number): void {
    const { row, size, duration, open, close, service } = this.routes.model;
    const { state } = this;
    let begin = state[0]! + duration[row[this.last]! * size + job]!;
    if (begin < open[job]!) begin = open[job]!;
    else if (begin > close[job]!) {
      state[1]! += begin - close[job]!;
      begin = close[job]!;
    }
    state[0] = begin + service[job]!;
    this.last = job;
  }

  run(from: number, to: number): void {
    for (let job = from; ; job = this.routes.next[job]!) {
      this.step(job);
      if (job === to) return;
    }
  }

  runBack(from: number, to: number): void {
    for (let job = from; ; job = this.routes.previous[job]!) {
      this.step(job);
      if (job === to) return;
    }
  }

  finish(s: number): number {
    const { row, size, duration } = this.routes.model;
    const late = this.state[0]! + duration[row[this.last]! * size + row[s]!]! - this.routes.latest[s]!;
    return this.state[1]! + this.routes.warpFrom[s]! + (late > 0 ? late : 0);
  }
}
