import type { PenalizedRoutes } from './penalized-routes';

/** Insertion places kept for each stop: with three, one is always apart from the stop that leaves (Vidal 2022). */
const PLACES = 3;

/** The stops of one of two routes, and what taking each out and putting it into the other route would change. */
class Side {
  readonly stops: Int32Array;
  count = 0;
  /** By position in `stops`: what the route is shorter by without it. */
  readonly saved: Float64Array;
  /** By position and rank: the cheapest places in the other route. */
  readonly price: Float64Array;
  readonly place: Int32Array;

  constructor(jobs: number) {
    this.stops = new Int32Array(jobs);
    this.saved = new Float64Array(jobs);
    this.price = new Float64Array(PLACES * jobs);
    this.place = new Int32Array(PLACES * jobs);
  }
}

/**
 * SWAP* (Vidal 2022, "Hybrid genetic search for the CVRP: open-source implementation and SWAP* neighborhood"): the best
 * exchange of two stops of different routes, each of which goes where it costs least and not just where the other stood. For
 * problems without windows; what could gain only because the triangle inequality fails is passed over.
 */
export class SwapStar {
  private readonly a: Side;
  private readonly b: Side;
  private gain = 0;
  private fromA = -1;
  private fromB = -1;
  private behindA = -1;
  private behindB = -1;
  /** Of the place that `cheapest` returned. */
  private priceFound = 0;

  constructor(
    private readonly routes: PenalizedRoutes,
    private readonly leastGain: number,
  ) {
    this.a = new Side(routes.model.jobs);
    this.b = new Side(routes.model.jobs);
  }

  /** Makes the best exchange, or move of one stop, between two routes; false when none gains. */
  improve(rA: number, rB: number): boolean {
    const { a, b } = this;
    this.collect(a, rA);
    this.collect(b, rB);
    this.rankPlaces(a, rB);
    this.rankPlaces(b, rA);
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

  private collect(side: Side, r: number): void {
    const { next, previous, link, model } = this.routes;
    const { jobs, row, size, cost } = model;
    let count = 0;
    for (let node = next[jobs + 2 * r]!; node < jobs; node = next[node]!) {
      const p = previous[node]!;
      side.stops[count] = node;
      side.saved[count++] = link[p]! + link[node]! - cost[row[p]! * size + row[next[node]!]!]!;
    }
    side.count = count;
  }

  private rankPlaces({ stops, count, price, place }: Side, r: number): void {
    const { next, link, model } = this.routes;
    const { jobs, row, size, cost, symmetric } = model;
    const start = jobs + 2 * r;
    for (let i = 0; i < count; i++) {
      const job = stops[i]!;
      const fromJob = job * size;
      const at = PLACES * i;
      let first = Infinity;
      let second = Infinity;
      let third = Infinity;
      let there = cost[row[start]! * size + job]!;
      for (let p = start; p !== start + 1;) {
        const s = next[p]!;
        const onward = cost[fromJob + row[s]!]!;
        const extra = there + onward - link[p]!;
        if (extra < third) {
          if (extra < second) {
            third = second;
            place[at + 2] = place[at + 1]!;
            if (extra < first) {
              second = first;
              place[at + 1] = place[at]!;
              first = extra;
              place[at] = p;
            } else {
              second = extra;
              place[at + 1] = p;
            }
          } else {
            third = extra;
            place[at + 2] = p;
          }
        }
        there = symmetric || s >= jobs ? onward : cost[s * size + job]!;
        p = s;
      }
      price[at] = first;
      price[at + 1] = second;
      price[at + 2] = third;
    }
  }

  private exchange(rA: number, rB: number, i: number, before: number): void {
    const { a, b, routes } = this;
    const { previous } = routes;
    const u = a.stops[i]!;
    for (let j = 0; j < b.count; j++) {
      const v = b.stops[j]!;
      const saved = before + a.saved[i]! + b.saved[j]!;
      if (saved <= this.gain) continue;
      const most = saved - this.penaltyAfter(rA, rB, u, v);
      if (most <= this.gain) continue;
      const behindB = this.cheapest(a, i, v, b.saved[j]!);
      const priceU = this.priceFound;
      if (most - priceU <= this.gain) continue;
      const behindA = this.cheapest(b, j, u, a.saved[i]!);
      const gain = most - priceU - this.priceFound;
      if (gain <= this.gain) continue;
      this.gain = gain;
      this.fromA = u;
      this.fromB = v;
      this.behindB = behindB < 0 ? previous[v]! : behindB;
      this.behindA = behindA < 0 ? previous[u]! : behindA;
    }
  }

  /** The cheapest place for stop i in the other route without `leaving`: a node, or -1 for where `leaving` stands. */
  private cheapest({ stops, price, place }: Side, i: number, leaving: number, saved: number): number {
    const { next, previous, link, model } = this.routes;
    const { row, size, cost } = model;
    const job = stops[i]!;
    const p = previous[leaving]!;
    const gap = link[p]! + link[leaving]! - saved;
    this.priceFound = cost[row[p]! * size + job]! + cost[job * size + row[next[leaving]!]!]! - gap;
    for (let k = PLACES * i; k < PLACES * (i + 1); k++) {
      if (price[k]! >= this.priceFound) return -1;
      if (place[k] === p || place[k] === leaving) continue;
      this.priceFound = price[k]!;
      return place[k]!;
    }
    return -1;
  }

  /** One stop to the other route, none in return. */
  private move(side: Side, from: number, to: number, before: number, fromA: boolean): void {
    for (let i = 0; i < side.count; i++) {
      const job = side.stops[i]!;
      const most = before + side.saved[i]! - side.price[PLACES * i]!;
      if (most <= this.gain) continue;
      const gain = most - this.penaltyAfter(from, to, job, -1);
      if (gain <= this.gain) continue;
      this.gain = gain;
      this.fromA = fromA ? job : -1;
      this.fromB = fromA ? -1 : job;
      this.behindA = this.behindB = side.place[PLACES * i]!;
    }
  }

  /** Of both routes once u has gone from the first to the second and v, if there is one, the other way; Infinity: not allowed. */
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
