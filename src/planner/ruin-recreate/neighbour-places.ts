import type { BestPlace } from './best-place';
import type { FleetModel } from '../model/fleet-model';
import type { Predecessors } from '../model/proximity';
import type { Routes } from './routes';

/**
 * Legs of up to as many mean ones are not missed where a search ends early. Fewer would take less time again, and on
 * instances of 300 stops and more lose more by what they miss.
 */
const LONG_IN_MEAN_LEGS = 5;
/** Searches between two measurements of the mean leg. */
const MEASURE_EVERY = 1000;

/** Places beside the jobs near the one to be inserted. */
export class NeighbourPlaces {
  /** The cost of the cheapest leg from a job, by job: with it most places are seen to be too dear without a look at the matrix. */
  private readonly leastOnward: Float64Array;
  /** Distances are the same both ways, and no window forbids what is near. */
  private readonly eitherSide: boolean;
  private long = Infinity;
  private searches = 0;

  constructor(
    private readonly routes: Routes,
    private readonly neighbours: Predecessors,
  ) {
    const { model } = routes;
    this.leastOnward = Float64Array.from({ length: model.jobs }, (_, job) => leastLegFrom(model, job));
    this.eitherSide = model.symmetric && !model.timed;
  }

  search(job: number, place: BestPlace): void {
    if (this.eitherSide) this.searchEitherSide(job, place);
    else this.searchBehind(job, place);
  }

  private searchBehind(job: number, place: BestPlace): void {
    const { width, list, count, legCost, legDuration } = this.neighbours;
    const { slot, next, link, room, times, model } = this.routes;
    const { departure } = times;
    const { size, cost, row, dimensions, demand, timed, close } = model;
    const amount = dimensions > 0 ? demand[job * dimensions]! : 0;
    const closes = close[job]!;
    const fromJob = job * size;
    const leastOnward = this.leastOnward[job]!;
    const from = job * width;
    const to = from + count[job]!;
    let best = place.delta;
    for (let k = from; k < to; k++) {
      const p = list[k]!;
      const there = legCost[k]!;
      const dearest = best + link[p]!;
      if (there + leastOnward >= dearest) continue;
      const r = slot[p]!;
      if (r < 0 || room[r]! < amount) continue;
      // Part of an offer's feasibility already, but here without a look at the matrix.
      if (timed && departure[p]! + legDuration[k]! > closes) continue;
      const together = there + cost[fromJob + row[next[p]!]!]!;
      if (together < dearest) best = place.offer(p, together - link[p]!);
    }
  }

  /**
   * Nearest first, the legs on both sides of each neighbour. A leg between jobs that was not met yet has both its ends at
   * least as far from the job as the neighbour at hand: broken up it costs at least twice that distance less its own length.
   * So most legs need no look, and the list ends where even a long one could not be the best. Legs home, whose other end may be
   * nearer, are passed over on the same terms.
   */
  private searchEitherSide(job: number, place: BestPlace): void {
    // With no leg to go by, or none of any length, the whole list is searched.
    if (this.searches++ % MEASURE_EVERY === 0) this.long = LONG_IN_MEAN_LEGS * (this.routes.meanLeg() || Infinity);
    const { long } = this;
    const { width, list, count, legCost } = this.neighbours;
    const { slot, next, previous, link, room, model } = this.routes;
    const { size, cost, row, dimensions, demand, jobs } = model;
    const amount = dimensions > 0 ? demand[job * dimensions]! : 0;
    const fromJob = job * size;
    const from = job * width;
    const to = from + count[job]!;
    let best = place.delta;
    for (let k = from; k < to; k++) {
      const there = legCost[k]!;
      const tooShort = there + there - best;
      if (tooShort > long) break;
      const v = list[k]!;
      const p = previous[v]!;
      const behind = link[v]! > tooShort;
      const ahead = link[p]! > tooShort;
      if (!behind && !ahead) continue;
      const r = slot[v]!;
      if (r < 0 || room[r]! < amount) continue;
      if (behind) {
        const delta = there + cost[fromJob + row[next[v]!]!]! - link[v]!;
        if (delta < best) best = place.offer(v, delta);
      }
      // First legs are searched by themselves.
      if (ahead && p < jobs) {
        const delta = there + cost[fromJob + p]! - link[p]!;
        if (delta < best) best = place.offer(p, delta);
      }
    }
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
