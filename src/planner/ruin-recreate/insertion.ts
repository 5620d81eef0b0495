import type { Rng } from '../rng';
import { BestPlace } from './best-place';
import { NeighbourPlaces } from './neighbour-places';
import { OpenRoutes } from './open-routes';
import type { Predecessors } from '../model/proximity';
import type { Routes } from './routes';

/**
 * Finds the cheapest feasible place for a job, some places passed over at random: among all places of the routes that have
 * room or, where those are many, beside the job's neighbours and at the beginnings of routes; and in a new route.
 */
export class Insertion {
  private readonly place: BestPlace;
  private readonly openRoutes: OpenRoutes;
  private readonly neighbourPlaces: NeighbourPlaces;

  constructor(
    private readonly routes: Routes,
    private readonly neighbours: Predecessors,
    rng: Rng,
  ) {
    this.place = new BestPlace(routes, rng);
    this.openRoutes = new OpenRoutes(routes);
    this.neighbourPlaces = new NeighbourPlaces(routes, neighbours);
  }

  /** Prepares the insertion of the absent jobs, before the first. */
  begin(): void {
    this.openRoutes.begin();
  }

  /** Returns the node behind which the job costs least, or -1: nowhere. */
  find(job: number): number {
    const { place, openRoutes, neighbours } = this;
    place.begin(job);
    if (openRoutes.positions <= neighbours.count[job]!) {
      openRoutes.search(job, place);
    } else {
      this.neighbourPlaces.search(job, place);
      openRoutes.searchBeginnings(job, place);
    }
    this.searchNewRoutes(job);
    return place.previous;
  }

  /** Takes note of an insertion into route `r`, `fresh` if it was empty. */
  inserted(r: number, fresh: boolean): void {
    this.openRoutes.inserted(r, fresh);
  }

  /** One empty route of each type, if there is one. */
  private searchNewRoutes(job: number): void {
    const { order, used, link, model } = this.routes;
    const { size, cost, jobs, row, types, firstSlot } = model;
    for (let type = 0; type < types; type++) {
      const k = firstSlot[type]! + used[type]!;
      if (k === firstSlot[type + 1]!) continue;
      const p = jobs + 2 * order[k]!;
      const delta = cost[row[p]! * size + job]! + cost[job * size + row[p + 1]!]! - link[p]!;
      if (delta < this.place.delta) this.place.offer(p, delta);
    }
  }
}
