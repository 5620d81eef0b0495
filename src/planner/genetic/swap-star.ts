import type { PenalizedRoutes } from './penalized-routes';
import { SwapSide } from './swap-side';

/**
 * SWAP* (Vidal 2022, "Hybrid genetic search for the CVRP: open-source implementation and SWAP* neighborhood"): the best
 * exchange of two stops of different routes, each of which goes where it costs least and not just where the other stood. For
 * problems without windows; what could gain only because the triangle inequality fails is passed over.
 */
export class SwapStar {
  private readonly a: SwapSide;
  private readonly b: SwapSide;
  /** One vehicle type and one dimension: `exchange` prices loads itself then, an eighth of the genetic search's time. */
  private readonly plain: boolean;
  private gain = 0;
  private fromA = -1;
  private fromB = -1;
  private behindA = -1;
  private behindB = -1;

  constructor(
    private readonly routes: PenalizedRoutes,
    private readonly leastGain: number,
  ) {
    this.plain = routes.model.types === 1 && routes.model.dimensions === 1;
    this.a = new SwapSide(routes);
    this.b = new SwapSide(routes);
  }

  /** Makes the best exchange, or move of one stop, between two routes; false when none gains. */
  improve(rA: number, rB: number): boolean {
    const { a, b } = this;
    a.begin(rA, rB);
    b.begin(rB, rA);
    this.gain = this.leastGain;
    const before = this.routes.penalty[rA]! + this.routes.penalty[rB]!;
    for (let i = 0; i < a.count; i++) this.exchange(rA, rB, i, before);
    this.move(a, rA, rB, before, true);
    this.move(b, rB, rA, before, false);
    if (this.gain <= this.leastGain) return false;
    this.apply();
    this.routes.refresh(rA);
    this.routes.refresh(rB);
    return true;
  }

  private exchange(rA: number, rB: number, i: number, before: number): void {
    const { a, b, routes, plain } = this;
    const { previous, load, penalties, model } = routes;
    const { demand, capacity } = model;
    const u = a.stops[i]!;
    const price = penalties.load;
    const aboveA = plain ? load[rA]! - capacity[0]! : 0;
    const aboveB = plain ? load[rB]! - capacity[0]! : 0;
    for (let j = 0; j < b.count; j++) {
      const v = b.stops[j]!;
      let most = before + a.saved[i]! + b.saved[j]!;
      if (most <= this.gain) continue;
      if (plain) {
        const moved = demand[u]! - demand[v]!;
        if (aboveA > moved) most -= (aboveA - moved) * price;
        if (aboveB > -moved) most -= (aboveB + moved) * price;
      } else {
        most -= this.penaltyAfter(rA, rB, u, v);
      }
      if (most <= this.gain) continue;
      const behindB = a.cheapest(i, v, b.saved[j]!);
      const priceU = a.priceFound;
      if (most - priceU <= this.gain) continue;
      const behindA = b.cheapest(j, u, a.saved[i]!);
      const gain = most - priceU - b.priceFound;
      if (gain <= this.gain) continue;
      this.gain = gain;
      this.fromA = u;
      this.fromB = v;
      this.behindB = behindB < 0 ? previous[v]! : behindB;
      this.behindA = behindA < 0 ? previous[u]! : behindA;
    }
  }

  /** One stop to the other route, none in return. */
  private move(side: SwapSide, from: number, to: number, before: number, fromA: boolean): void {
    for (let i = 0; i < side.count; i++) {
      const job = side.stops[i]!;
      const most = before + side.saved[i]! - side.leastPrice(i);
      if (most <= this.gain) continue;
      const gain = most - this.penaltyAfter(from, to, job, -1);
      if (gain <= this.gain) continue;
      this.gain = gain;
      this.fromA = fromA ? job : -1;
      this.fromB = fromA ? -1 : job;
      this.behindA = this.behindB = side.leastPlace(i);
    }
  }

  /** Returns the penalties of both routes once u has gone from the first to the second and v, if there is one, the other way; Infinity: not allowed. */
  private penaltyAfter(rA: number, rB: number, u: number, v: number): number {
    const { load, penalties, model } = this.routes;
    const { dimensions, demand, capacity, slotType, compatible, jobs } = model;
    const typeA = slotType[rA]!;
    const typeB = slotType[rB]!;
    if (compatible[typeB * jobs + u] === 0 || (v >= 0 && compatible[typeA * jobs + v] === 0)) return Infinity;
    let excess = 0;
    for (let d = 0; d < dimensions; d++) {
      const moved = demand[u * dimensions + d]! - (v < 0 ? 0 : demand[v * dimensions + d]!);
      const overA = load[rA * dimensions + d]! - moved - capacity[typeA * dimensions + d]!;
      const overB = load[rB * dimensions + d]! + moved - capacity[typeB * dimensions + d]!;
      if (overA > 0) excess += overA;
      if (overB > 0) excess += overB;
    }
    return excess * penalties.load;
  }

  private apply(): void {
    const { next, previous } = this.routes;
    const { fromA, fromB } = this;
    for (const job of [fromA, fromB]) if (job >= 0) next[previous[job]!] = next[job]!;
    if (fromA >= 0) {
      next[fromA] = next[this.behindB]!;
      next[this.behindB] = fromA;
    }
    if (fromB >= 0) {
      next[fromB] = next[this.behindA]!;
      next[this.behindA] = fromB;
    }
  }
}
