import type { RichRoutes } from './rich-routes';

/** Less is rounding. */
const LEAST_GAIN = 1e-7;

/**
 * Routes that change drivers: where drivers start, end and work alike but jobs prefer some of them, two of them exchange their routes whole if that
 * pleases more. No sequence of insertions would: half way, everybody is with the wrong one.
 */
export class Handover {
  /** Returns the handover of a problem, or null where nobody is preferred or no two are alike. */
  static of(routes: RichRoutes): Handover | null {
    const { types, group } = routes.model;
    const biased = types.some((type) => type.bias.some((bias) => bias > 0));
    return biased && group.some((first, t) => first !== t) ? new Handover(routes) : null;
  }

  private constructor(private readonly routes: RichRoutes) {}

  /** Exchanges a route with that of another driver while it gains anything. */
  improve(r: number, beforeChange: (slot: number) => void): void {
    const { routes } = this;
    const { model, order, used } = routes;
    const { slotType, firstSlot, types, group } = model;
    const own = slotType[r]!;
    if (routes.size[r] === 0) return;
    const here = this.biasOn(r, own);
    for (let t = 0; t < types.length; t++) {
      if (t === own || group[t] !== group[own]) continue;
      const begin = firstSlot[t]!;
      // The first empty one of a type is a partner too.
      const end = Math.min(firstSlot[t + 1]!, begin + used[t]! + 1);
      for (let k = begin; k < end; k++) {
        const other = order[k]!;
        const gain = here - this.biasOn(r, t) + this.biasOn(other, t) - this.biasOn(other, own);
        if (gain > LEAST_GAIN && this.exchange(r, other, beforeChange)) return;
      }
    }
  }

  private biasOn(r: number, t: number): number {
    const { next, model } = this.routes;
    const { bias } = model.types[t]!;
    const end = model.jobs + 2 * r + 1;
    let sum = 0;
    for (let node = next[end - 1]!; node !== end; node = next[node]!) if (node < model.jobs) sum += bias[node]!;
    return sum;
  }

  private exchange(a: number, b: number, beforeChange: (slot: number) => void): boolean {
    const { routes } = this;
    beforeChange(a);
    beforeChange(b);
    const before = routes.routeCost[a]! + routes.routeCost[b]!;
    routes.exchange(a, b);
    const feasible = this.allowed(a) && this.allowed(b);
    if (routes.refresh(a) && routes.refresh(b) && feasible && routes.routeCost[a]! + routes.routeCost[b]! < before)
      return true;
    routes.exchange(a, b);
    routes.refresh(a);
    routes.refresh(b);
    return false;
  }

  private allowed(r: number): boolean {
    const { next, model } = this.routes;
    const { compatible, maxTrips } = model.types[model.slotType[r]!]!;
    const end = model.jobs + 2 * r + 1;
    for (let node = next[end - 1]!; node !== end; node = next[node]!)
      if (node < model.jobs && compatible[node] === 0) return false;
    return this.routes.trips[r]! <= maxTrips;
  }
}
