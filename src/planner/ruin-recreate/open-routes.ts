import type { BestPlace } from './best-place';
import type { Routes } from './routes';

/**
 * The routes in use with room for at least the smallest of the absent jobs: with tight capacities little more than the ruined
 * ones.
 */
export class OpenRoutes {
  /** Places in them. */
  positions = 0;
  private readonly list: Int32Array;
  private count = 0;

  constructor(private readonly routes: Routes) {
    this.list = new Int32Array(routes.model.slots);
  }

  /** Prepares the insertion of the absent jobs, before the first. */
  begin(): void {
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
        this.list[count++] = r;
        positions += size[r]! + 1;
      }
    }
    this.count = count;
    this.positions = positions;
  }

  /** Takes note of an insertion into route `r`, `fresh` if it was empty. */
  inserted(r: number, fresh: boolean): void {
    this.positions += fresh ? 2 : 1;
    if (fresh) this.list[this.count++] = r;
  }

  /** Offers every place. */
  search(job: number, place: BestPlace): void {
    const { list, count } = this;
    const { next, link, room, model } = this.routes;
    const { size, cost, jobs, row, dimensions, demand, symmetric } = model;
    const amount = dimensions > 0 ? demand[job * dimensions]! : 0;
    const fromJob = job * size;
    let best = place.delta;
    for (let k = 0; k < count; k++) {
      const r = list[k]!;
      if (room[r]! < amount) continue;
      let p = jobs + 2 * r;
      const end = p + 1;
      let there = cost[row[p]! * size + job]!;
      for (let s = next[p]!; s < jobs; s = next[p]!) {
        const onward = cost[fromJob + s]!;
        const delta = there + onward - link[p]!;
        if (delta < best) best = place.offer(p, delta);
        there = symmetric ? onward : cost[s * size + job]!;
        p = s;
      }
      const delta = there + cost[fromJob + row[end]!]! - link[p]!;
      if (delta < best) best = place.offer(p, delta);
    }
  }

  /** Offers the places before first stops. */
  searchBeginnings(job: number, place: BestPlace): void {
    const { list, count } = this;
    const { next, link, room, model } = this.routes;
    const { size, cost, jobs, row, dimensions, demand } = model;
    const amount = dimensions > 0 ? demand[job * dimensions]! : 0;
    const fromJob = job * size;
    let startRow = -1;
    let there = 0;
    let best = place.delta;
    for (let k = 0; k < count; k++) {
      const r = list[k]!;
      if (room[r]! < amount) continue;
      const p = jobs + 2 * r;
      if (row[p] !== startRow) {
        startRow = row[p]!;
        there = cost[startRow * size + job]!;
      }
      const delta = there + cost[fromJob + next[p]!]! - link[p]!;
      if (delta < best) best = place.offer(p, delta);
    }
  }
}
