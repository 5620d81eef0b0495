import type { Routes } from './routes';

/**
 * Remembers the routes one iteration changes, so that a rejected iteration costs the length of those routes and not a copy of
 * the whole plan. `save` comes before the first change of a slot.
 */
export class Journal {
  private readonly stamp: Int32Array;
  private generation = 0;
  private readonly slots: Int32Array;
  private readonly sizes: Int32Array;
  private count = 0;
  private readonly loads: Float64Array;
  private readonly stops: Int32Array;
  private readonly links: Float64Array;
  private readonly drives: Float64Array;
  private readonly departures: Float64Array;
  private readonly latests: Float64Array;
  private filled = 0;
  private readonly absent: Int32Array;
  private absentCount = 0;
  private cost = 0;
  private absentWeight = 0;

  constructor(private readonly routes: Routes) {
    const { jobs, nodes, slots, dimensions } = routes.model;
    this.stamp = new Int32Array(slots);
    this.slots = new Int32Array(slots);
    this.sizes = new Int32Array(slots);
    this.loads = new Float64Array(slots * dimensions);
    this.stops = new Int32Array(nodes);
    this.links = new Float64Array(nodes);
    this.drives = new Float64Array(nodes);
    this.departures = new Float64Array(nodes);
    this.latests = new Float64Array(nodes);
    this.absent = new Int32Array(jobs);
  }

  begin(): void {
    const { routes } = this;
    this.generation++;
    this.count = this.filled = 0;
    this.cost = routes.cost;
    this.absentWeight = routes.absentWeight;
    this.absentCount = routes.absentCount;
    for (let a = 0; a < routes.absentCount; a++) this.absent[a] = routes.absent[a]!;
  }

  save(r: number): void {
    if (this.stamp[r] === this.generation) return;
    const { next, link, drive, times, model, load, size } = this.routes;
    const { departure, latest } = times;
    const { dimensions, jobs, timed } = model;
    this.stamp[r] = this.generation;
    this.slots[this.count] = r;
    this.sizes[this.count] = size[r]!;
    for (let d = 0; d < dimensions; d++) this.loads[this.count * dimensions + d] = load[r * dimensions + d]!;
    this.count++;
    let at = this.filled;
    const end = jobs + 2 * r + 1;
    for (let node = end - 1; ; node = next[node]!) {
      this.stops[at] = node;
      this.links[at] = link[node]!;
      if (timed) {
        this.drives[at] = drive[node]!;
        this.departures[at] = departure[node]!;
        this.latests[at] = latest[node]!;
      }
      at++;
      if (node === end) break;
    }
    this.filled = at;
  }

  restore(): void {
    const { routes } = this;
    const { dimensions, timed } = routes.model;
    const { next, previous, slot, link, drive } = routes;
    const { departure, latest } = routes.times;
    for (let k = 0, at = 0; k < this.count; k++) {
      const r = this.slots[k]!;
      routes.setSize(r, this.sizes[k]!);
      for (let d = 0; d < dimensions; d++) routes.load[r * dimensions + d] = this.loads[k * dimensions + d]!;
      routes.measureRoom(r);
      const last = at + this.sizes[k]! + 1;
      for (let p = -1; at <= last; at++) {
        const node = this.stops[at]!;
        slot[node] = r;
        link[node] = this.links[at]!;
        if (timed) {
          drive[node] = this.drives[at]!;
          departure[node] = this.departures[at]!;
          latest[node] = this.latests[at]!;
        }
        if (p >= 0) {
          next[p] = node;
          previous[node] = p;
        }
        p = node;
      }
    }
    routes.cost = this.cost;
    routes.absentWeight = this.absentWeight;
    routes.absentCount = this.absentCount;
    // All others that are in the restored routes now were in one of them before.
    for (let a = 0; a < this.absentCount; a++) {
      const job = this.absent[a]!;
      routes.absent[a] = job;
      slot[job] = -1;
    }
  }
}
