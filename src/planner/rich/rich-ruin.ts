import type { Neighbours } from '../model/proximity';
import type { Rng } from '../rng';
import type { RichJournal } from './rich-journal';
import type { RichRoutes } from './rich-routes';

/** Jobs removed by one ruin on average, the longest string, and the split strings' share (Christiaens and Vanden Berghe 2020). */
const MEAN_REMOVED = 10;
const LONGEST_STRING = 10;
const SPLIT_SHARE = 0.5;
const SPLIT_GROWTH = 0.01;
/** Share of ruins after which trips of a ruined route that fit into one are joined. */
const JOIN_SHARE = 0.5;

/**
 * Adjacent string removal (Christiaens and Vanden Berghe 2020) for routes of any kind: a job of a pair takes the other along, a reload goes
 * with the last job that needed it.
 */
export class RichRuin {
  private readonly ruined: Int32Array;
  private generation = 0;
  private readonly stops: Int32Array;

  constructor(
    private readonly routes: RichRoutes,
    private readonly journal: RichJournal,
    private readonly nearest: Neighbours,
    private readonly rng: Rng,
  ) {
    this.ruined = new Int32Array(routes.model.slots);
    this.stops = new Int32Array(routes.model.jobs);
  }

  run(): void {
    const { routes, rng, nearest, ruined } = this;
    const { jobs } = routes.model;
    this.generation++;
    const longest = Math.min(LONGEST_STRING, this.meanRouteLength());
    let strings = Math.floor(rng.float() * ((4 * MEAN_REMOVED) / (1 + longest) - 1) + 1);
    const seed = rng.below(jobs);
    for (let k = -1; k < nearest.count[seed]! && strings > 0; k++) {
      const job = k < 0 ? seed : nearest.list[seed * nearest.width + k]!;
      const r = routes.slot[job]!;
      if (r < 0 || ruined[r] === this.generation) continue;
      ruined[r] = this.generation;
      this.journal.save(r);
      this.removeString(r, job, longest);
      strings--;
    }
  }

  /** Takes a job out, and the other one of its pair. */
  remove(job: number): void {
    const { routes } = this;
    const other = routes.model.mate[job]!;
    routes.unlink1(job);
    if (other >= 0 && routes.slot[other]! >= 0) routes.unlink1(other);
  }

  /** Makes a route that has lost stops feasible again, if it takes losing more of them. */
  repair(r: number): void {
    const { routes } = this;
    const { jobs, firstReload } = routes.model;
    const end = jobs + 2 * r + 1;
    this.dropReloads(r);
    while (!routes.refresh(r)) {
      let late = routes.clock.firstLate;
      if (late < 0 || late >= jobs || routes.slot[late] !== r) late = routes.previous[end]!;
      while (late >= firstReload) late = routes.previous[late]!;
      if (late >= jobs) return;
      this.remove(late);
      routes.clock.firstLate = -1;
      this.dropReloads(r);
    }
  }

  private meanRouteLength(): number {
    const { routes } = this;
    let used = 0;
    for (const count of routes.used) used += count;
    return used === 0 ? 1 : (routes.model.jobs - routes.absentCount) / used;
  }

  private removeString(r: number, job: number, longest: number): void {
    const { routes, rng, stops } = this;
    const { jobs } = routes.model;
    let total = 0;
    let at = 0;
    const end = jobs + 2 * r + 1;
    for (let node = routes.next[end - 1]!; node !== end; node = routes.next[node]!) {
      if (node >= jobs) continue;
      if (node === job) at = total;
      stops[total++] = node;
    }
    const most = Math.min(total, longest);
    const length = Math.min(total, Math.floor(rng.float() * most + 1));
    let kept = 0;
    if (length > 1 && length < total && rng.float() < SPLIT_SHARE) {
      kept = 1;
      while (length + kept < total && rng.float() < SPLIT_GROWTH) kept++;
    }
    const span = length + kept;
    const least = Math.max(0, at - span + 1);
    const first = least + rng.below(Math.min(at, total - span) - least + 1);
    const cutFirst = kept > 0 ? 1 + rng.below(length - 1) : length;
    for (let k = 0; k < span; k++) {
      if (k >= cutFirst && k < cutFirst + kept) continue;
      // A pair may have gone already.
      if (routes.slot[stops[first + k]!] === r) this.remove(stops[first + k]!);
    }
    this.repair(r);
    if (routes.model.reloads && routes.trips[r]! > 1 && rng.float() < JOIN_SHARE) this.joinTrips(r);
  }

  /** Takes out reloads of which one side has no stop any more. */
  private dropReloads(r: number): void {
    const { routes } = this;
    if (routes.trips[r] === 1) return;
    const { jobs, firstReload } = routes.model;
    const start = jobs + 2 * r;
    for (let node = routes.next[start]!; node !== start + 1;) {
      const then = routes.next[node]!;
      if (node >= firstReload && (routes.previous[node]! >= jobs || then === start + 1)) routes.unlink1(node);
      node = then;
    }
  }

  private joinTrips(r: number): void {
    const { routes } = this;
    const { jobs, firstReload } = routes.model;
    const start = jobs + 2 * r;
    for (let node = routes.next[start]!; node !== start + 1;) {
      const then = routes.next[node]!;
      if (node >= firstReload) {
        const p = routes.previous[node]!;
        const before = routes.routeCost[r]!;
        routes.unlink1(node);
        if (!routes.refresh(r) || routes.routeCost[r]! > before) {
          routes.link1(p, node);
          routes.refresh(r);
        }
      }
      node = then;
    }
  }
}
