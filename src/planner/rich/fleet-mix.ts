import type { RichRoutes } from './rich-routes';

/**
 * Routes that change hands: vehicles that start, end and work alike but differ in price and capacity. A route without room for a job may
 * have some in a larger vehicle, and one that has lost stops may do with a smaller one (Golden et al. 1984 call the problem fleet size and mix).
 */
export class FleetMix {
  upgradeCost = Infinity;

  /** Returns the mix of a fleet in which that is all there is to consider, or null where there is more, or nothing to change. */
  static of(routes: RichRoutes): FleetMix | null {
    const { model } = routes;
    const simple =
      !model.timed && !model.pairs && !model.reloads && !model.ranked && !model.ordered && !model.distances;
    return model.group.some((first, t) => first !== t) && simple && model.dimensions === 1 && model.balance === null
      ? new FleetMix(routes)
      : null;
  }

  private constructor(private readonly routes: RichRoutes) {}

  /** Returns the empty slot of the vehicle that could take the route with the job in it at the least further cost, which is left in `upgradeCost`; -1: none below `limit`. */
  upgrade(r: number, job: number, detour: number, limit: number): number {
    const { routes } = this;
    const { model } = routes;
    const load = routes.loads.total[r]! + model.delivery[job]!;
    const metres = this.metresOf(r) + detour;
    return this.cheapest(r, load, metres, routes.routeCost[r]! + limit, job);
  }

  /** Hands a route over to the vehicle with which it costs least; returns its slot. */
  improve(r: number, beforeChange: (slot: number) => void): void {
    const { routes } = this;
    if (routes.size[r] === 0) return;
    const slot = this.cheapest(r, routes.loads.total[r]!, this.metresOf(r), routes.routeCost[r]! - 1e-7, -1);
    if (slot < 0) return;
    beforeChange(r);
    beforeChange(slot);
    routes.move(r, slot);
    routes.refresh(r);
    routes.refresh(slot);
  }

  private cheapest(r: number, load: number, metres: number, limit: number, job: number): number {
    const { routes } = this;
    const { model } = routes;
    const own = model.slotType[r]!;
    let best = -1;
    let least = limit;
    for (let t = 0; t < model.types.length; t++) {
      const type = model.types[t]!;
      if (t === own || type.capacity[0]! < load || model.group[own] !== model.group[t]) continue;
      if (job >= 0 && type.compatible[job] === 0) continue;
      const k = model.firstSlot[t]! + routes.used[t]!;
      if (k === model.firstSlot[t + 1]!) continue;
      const cost = type.fixed + metres * type.perDistance;
      if (cost >= least || !this.serves(r, t)) continue;
      least = cost;
      best = routes.order[k]!;
    }
    if (best >= 0) this.upgradeCost = least - routes.routeCost[r]!;
    return best;
  }

  private serves(r: number, t: number): boolean {
    const { next, model } = this.routes;
    const { compatible, bias } = model.types[t]!;
    const own = model.types[model.slotType[r]!]!.bias;
    const end = model.jobs + 2 * r + 1;
    for (let node = next[end - 1]!; node !== end; node = next[node]!) {
      if (compatible[node] === 0 || bias[node] !== own[node]) return false;
    }
    return true;
  }

  private metresOf(r: number): number {
    const { next, row, model } = this.routes;
    const end = model.jobs + 2 * r + 1;
    let sum = 0;
    for (let node = end - 1; node !== end; node = next[node]!)
      sum += model.metres[row[node]! * model.size + row[next[node]!]!]!;
    return sum;
  }
}
