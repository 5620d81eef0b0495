import type { RichRoutes } from './rich-routes';

/** Remembers the routes that one iteration changes; `save` comes before the first change of a slot. */
export class RichJournal {
  private readonly stamp: Int32Array;
  private generation = 0;
  private readonly slots: Int32Array;
  private readonly ends: Int32Array;
  private count = 0;
  private readonly nodes: Int32Array;
  private readonly rows: Int32Array;
  private filled = 0;
  private readonly absent: Int32Array;
  private absentCount = 0;
  private absentWeight = 0;
  private cost = 0;

  constructor(private readonly routes: RichRoutes) {
    const { jobs, nodes, slots } = routes.model;
    this.stamp = new Int32Array(slots);
    this.slots = new Int32Array(slots);
    this.ends = new Int32Array(slots);
    this.nodes = new Int32Array(nodes);
    this.rows = new Int32Array(nodes);
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
    this.stamp[r] = this.generation;
    const { next, row, model } = this.routes;
    this.slots[this.count] = r;
    const end = model.jobs + 2 * r + 1;
    for (let node = next[end - 1]!; node !== end; node = next[node]!) {
      this.nodes[this.filled] = node;
      this.rows[this.filled++] = row[node]!;
    }
    this.ends[this.count++] = this.filled;
  }

  restore(): void {
    const { routes } = this;
    const { model, row } = routes;
    for (let k = 0; k < this.count; k++) routes.empty(this.slots[k]!);
    for (let k = 0, at = 0; k < this.count; k++) {
      const r = this.slots[k]!;
      let p = model.jobs + 2 * r;
      for (; at < this.ends[k]!; at++) {
        const node = this.nodes[at]!;
        row[node] = this.rows[at]!;
        routes.link1(p, node);
        p = node;
      }
      routes.refresh(r);
    }
    routes.cost = this.cost;
    routes.absentWeight = this.absentWeight;
    routes.absentCount = this.absentCount;
    for (let a = 0; a < this.absentCount; a++) routes.absent[a] = this.absent[a]!;
  }
}
