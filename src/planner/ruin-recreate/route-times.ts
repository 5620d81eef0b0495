import type { FleetModel } from '../model/fleet-model';

/** What times depend on: successors, predecessors, slots and the seconds of the leg to the next, all by node. */
interface TimedRoutes {
  readonly next: Int32Array;
  readonly previous: Int32Array;
  readonly slot: Int32Array;
  readonly drive: Float64Array;
}

/**
 * What makes an insertion's feasibility a matter of one look: for each node the earliest departure given its predecessors and
 * the latest arrival given its successors (Savelsbergh 1992, "The vehicle routing problem with time windows: minimizing route
 * duration"). Where times can make no difference they are not kept.
 */
export class RouteTimes {
  readonly departure: Float64Array;
  readonly latest: Float64Array;
  /** The node at which an update gave up. */
  firstLate = -1;

  constructor(
    private readonly model: FleetModel,
    private readonly routes: TimedRoutes,
  ) {
    this.departure = new Float64Array(model.nodes);
    this.latest = new Float64Array(model.nodes);
  }

  /** Recomputes a whole route; returns false at the first stop that cannot be reached in time, see `firstLate`. */
  update(r: number): boolean {
    const { jobs, timed, open, close } = this.model;
    if (!timed) return true;
    const start = jobs + 2 * r;
    this.departure[start] = open[start]!;
    this.latest[start + 1] = close[start + 1]!;
    return this.onward(this.routes.next[start]!, start + 1) && this.back(this.routes.previous[start + 1]!, start);
  }

  /** Updates the times after a change between `from` and `to`, a later node of the same route, which themselves stay: as far as times change. */
  updateBetween(from: number, to: number): boolean {
    if (!this.model.timed) return true;
    return this.onward(this.routes.next[from]!, to) && this.back(this.routes.previous[to]!, from);
  }

  /** Updates the times after the insertion of a job where it is feasible. */
  updateAround(job: number): void {
    this.onward(job, this.routes.next[job]!);
    this.back(job, this.routes.previous[job]!);
  }

  /** Returns the first moment from `arrival` on that lies in a window of the job, or Infinity. */
  beginFrom(job: number, arrival: number): number {
    const windows = this.model.windows[job] ?? null;
    if (windows === null) return Math.max(arrival, this.model.open[job]!);
    for (let w = 0; w < windows.length; w += 2) {
      if (arrival <= windows[w + 1]!) return Math.max(arrival, windows[w]!);
    }
    return Infinity;
  }

  /** Departures from `first` to `last`, whose time was right before the change, and beyond as far as they change. */
  private onward(first: number, last: number): boolean {
    const { departure, routes, model } = this;
    const { next, previous, drive, slot } = routes;
    const { open, close, service, severalWindows, jobs } = model;
    const end = jobs + 2 * slot[first]! + 1;
    let settled = false;
    for (let node = first, p = previous[first]!; ; p = node, node = next[node]!) {
      const arrival = departure[p]! + drive[p]!;
      const opens = open[node]!;
      const begin = severalWindows && node < jobs ? this.beginFrom(node, arrival) : arrival > opens ? arrival : opens;
      if (begin > close[node]!) {
        this.firstLate = node;
        return false;
      }
      const leaving = begin + service[node]!;
      if (node === last) settled = true;
      if (node === end || (settled && leaving === departure[node])) {
        departure[node] = leaving;
        return true;
      }
      departure[node] = leaving;
    }
  }

  /** Latest arrivals from `last` back to `first`, whose time was right before the change, and beyond as far as they change. */
  private back(last: number, first: number): true {
    const { latest, routes, model } = this;
    const { next, previous, drive, slot } = routes;
    const { close, service, severalWindows, jobs } = model;
    const start = jobs + 2 * slot[last]!;
    let settled = false;
    for (let node = last, s = next[last]!; ; s = node, node = previous[node]!) {
      const bound = latest[s]! - drive[node]! - service[node]!;
      const closes = close[node]!;
      const by = severalWindows && node < jobs ? this.latestWithin(node, bound) : bound < closes ? bound : closes;
      if (node === first) settled = true;
      if (node === start || (settled && by === latest[node])) {
        latest[node] = by;
        return true;
      }
      latest[node] = by;
    }
  }

  /** The last moment up to `bound` that lies in a window of the job, or -Infinity. */
  private latestWithin(job: number, bound: number): number {
    const windows = this.model.windows[job] ?? null;
    if (windows === null) return Math.min(bound, this.model.close[job]!);
    for (let w = windows.length - 2; w >= 0; w -= 2) {
      if (bound >= windows[w]!) return Math.min(bound, windows[w + 1]!);
    }
    return -Infinity;
  }
}
