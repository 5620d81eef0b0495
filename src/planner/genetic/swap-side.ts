import type { PenalizedRoutes } from './penalized-routes';

/** Insertion places kept for each stop: with three, one is always apart from the stop that leaves (Vidal 2022). */
const PLACES = 3;

/** The stops of one of two routes, and what taking each out and putting it into the other route would change. */
export class SwapSide {
  readonly stops: Int32Array;
  count = 0;
  /** What the route is cheaper by without a stop, by position in `stops`. */
  readonly saved: Float64Array;
  /** What the place that `cheapest` returned costs. */
  priceFound = 0;
  /** The cheapest places in the other route, by position and rank. */
  private readonly price: Float64Array;
  private readonly place: Int32Array;

  constructor(private readonly routes: PenalizedRoutes) {
    const { jobs } = routes.model;
    this.stops = new Int32Array(jobs);
    this.saved = new Float64Array(jobs);
    this.price = new Float64Array(PLACES * jobs);
    this.place = new Int32Array(PLACES * jobs);
  }

  /** Begins with the stops of route `own`, to be put into route `other`. */
  begin(own: number, other: number): void {
    this.collect(own);
    this.rankPlaces(other);
  }

  /** Returns what stop i costs where it costs least in the other route as it is, and behind which node that is. */
  leastPrice(i: number): number {
    return this.price[PLACES * i]!;
  }

  leastPlace(i: number): number {
    return this.place[PLACES * i]!;
  }

  /**
   * Returns the cheapest place for stop i in the other route without its stop `leaving`, by whose absence that saves `saved`: a node,
   * or -1 for where `leaving` stands.
   */
  cheapest(i: number, leaving: number, saved: number): number {
    const { price, place } = this;
    const { next, previous, link, model } = this.routes;
    const { row, size, cost } = model;
    const job = this.stops[i]!;
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

  private collect(r: number): void {
    const { next, previous, link, model } = this.routes;
    const { jobs, row, size, cost } = model;
    let count = 0;
    for (let node = next[jobs + 2 * r]!; node < jobs; node = next[node]!) {
      const p = previous[node]!;
      this.stops[count] = node;
      this.saved[count++] = link[p]! + link[node]! - cost[row[p]! * size + row[next[node]!]!]!;
    }
    this.count = count;
  }

  private rankPlaces(r: number): void {
    const { stops, count, price, place } = this;
    const { next, link, model } = this.routes;
    const { jobs, row, size, cost, symmetric } = model;
    const start = jobs + 2 * r;
    const rowEnd = row[start + 1]!;
    for (let i = 0; i < count; i++) {
      const job = stops[i]!;
      const fromJob = job * size;
      const at = PLACES * i;
      let first = Infinity;
      let second = Infinity;
      let third = Infinity;
      let there = cost[row[start]! * size + job]!;
      let p = start;
      for (let s = next[p]!; ; s = next[p]!) {
        const onward = cost[fromJob + (s < jobs ? s : rowEnd)]!;
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
        if (s >= jobs) break;
        there = symmetric ? onward : cost[s * size + job]!;
        p = s;
      }
      price[at] = first;
      price[at + 1] = second;
      price[at + 2] = third;
    }
  }
}
