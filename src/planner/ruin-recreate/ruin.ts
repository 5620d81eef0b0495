import type { Rng } from '../rng';
import type { Journal } from './journal';
import type { Neighbours } from '../model/proximity';
import type { Routes } from './routes';

/** Jobs removed by one ruin on average, the longest string, and the split strings' share (Christiaens and Vanden Berghe 2020). */
const MEAN_REMOVED = 10;
const LONGEST_STRING = 10;
const SPLIT_SHARE = 0.5;
const SPLIT_GROWTH = 0.01;

/** Removed jobs from which on no string is added. Ruins beyond it take half of the time, and bring a fifth of the gains. */
const ENOUGH_REMOVED = 14;

/** Jobs from which on the matrix is larger than a core's cache, and how many ruins are then made around one place. */
const LARGE = 400;
const RUINS_A_PLACE = 1000;

/**
 * Adjacent string removal (Christiaens and Vanden Berghe 2020, "Slack induction by string removals for vehicle routing
 * problems"): strings of consecutive stops around a random job, one from each of the nearest routes. The removed jobs join
 * `routes.absent`; what is left is feasible again.
 */
export class Ruin {
  private readonly ruined: Int32Array;
  private generation = 0;
  private place = 0;

  constructor(
    private readonly routes: Routes,
    private readonly journal: Journal,
    private readonly neighbours: Neighbours,
    private readonly rng: Rng,
  ) {
    this.ruined = new Int32Array(routes.model.slots);
  }

  run(): void {
    const { routes, rng, neighbours, ruined } = this;
    this.generation++;
    const longest = Math.min(LONGEST_STRING, this.meanRouteLength());
    const mostStrings = (4 * MEAN_REMOVED) / (1 + longest) - 1;
    let strings = Math.floor(rng.float() * mostStrings + 1);
    const enough = routes.absentCount + ENOUGH_REMOVED;
    const { width } = neighbours;
    const seed = this.drawSeed();
    const count = neighbours.count[seed]!;
    for (let k = -1; k < count && strings > 0 && routes.absentCount < enough; k++) {
      const job = k < 0 ? seed : neighbours.list[seed * width + k]!;
      const r = routes.slot[job]!;
      if (r < 0 || ruined[r] === this.generation) continue;
      ruined[r] = this.generation;
      this.journal.save(r);
      const length = Math.floor(rng.float() * Math.min(routes.size[r]!, longest) + 1);
      this.removeString(job, Math.min(length, routes.size[r]!));
      strings--;
    }
  }

  /**
   * Any job, all much alike in the long run; of a large problem for a while those near one place, whose rows of the matrix
   * then stay in the cache: a fifth more ruins in the same time.
   */
  private drawSeed(): number {
    const { rng, neighbours } = this;
    const { jobs } = this.routes.model;
    if (jobs < LARGE) return rng.below(jobs);
    if (this.generation % RUINS_A_PLACE === 1) this.place = rng.below(jobs);
    const k = rng.below(neighbours.count[this.place]! + 1);
    return k === 0 ? this.place : neighbours.list[this.place * neighbours.width + k - 1]!;
  }

  private meanRouteLength(): number {
    const { routes } = this;
    let used = 0;
    for (const count of routes.used) used += count;
    return used === 0 ? 1 : (routes.model.jobs - routes.absentCount) / used;
  }

  /** Removes `length` stops of a string that contains the job, keeping a substring of it inside when it is a split string. */
  private removeString(job: number, length: number): void {
    const { routes, rng } = this;
    const { jobs } = routes.model;
    const total = routes.size[routes.slot[job]!]!;
    let kept = 0;
    if (length > 1 && length < total && rng.float() < SPLIT_SHARE) {
      kept = 1;
      while (length + kept < total && rng.float() < SPLIT_GROWTH) kept++;
    }
    const span = length + kept;
    let before = 0;
    let first = job;
    while (before < span - 1 && routes.previous[first]! < jobs) {
      first = routes.previous[first]!;
      before++;
    }
    let after = 0;
    for (let node = routes.next[job]!; after < span - 1 && node < jobs; node = routes.next[node]!) after++;
    // The string begins between `span - 1 - after` and `before` stops ahead of the job.
    const least = Math.max(0, span - 1 - after);
    let skip = before - (least + rng.below(before - least + 1));
    while (skip-- > 0) first = routes.next[first]!;
    const from = routes.previous[first]!;
    const cutFirst = kept > 0 ? 1 + rng.below(length - 1) : length;
    let to = this.cut(from, cutFirst);
    if (kept > 0) {
      for (let k = 1; k < kept; k++) to = routes.next[to]!;
      to = this.cut(to, length - cutFirst);
    }
    if (!routes.times.updateBetween(from, to)) this.repair(routes.slot[to]!);
  }

  /** Removes the `length` stops behind a node; returns the one that follows it then. */
  private cut(from: number, length: number): number {
    const { next } = this.routes;
    let to = next[from]!;
    while (length-- > 0) to = next[to]!;
    this.routes.removeBetween(from, to);
    return to;
  }

  /**
   * Where the triangle inequality fails or a leg is forbidden, a route can become late by losing a stop: it then loses the
   * stops that come too late as well.
   */
  private repair(r: number): void {
    const { routes } = this;
    const { times } = routes;
    const end = routes.model.jobs + 2 * r + 1;
    do this.cut(routes.previous[times.firstLate === end ? routes.previous[end]! : times.firstLate]!, 1);
    while (!times.update(r));
  }
}
