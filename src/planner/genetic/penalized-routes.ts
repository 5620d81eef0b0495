import type { FleetModel } from '../model/fleet-model';

/** What a second too late (time warp) and a unit too much on board cost. */
export interface Penalties {
  load: number;
  warp: number;
}

/**
 * Routes that may break capacities and windows, at a price (Vidal et al. 2013; time warps after Nagata, Bräysy and Dullaert
 * 2010). As a route always leaves as early as it may, a beginning of a route is summed up by its time and warp so far, and an
 * end of a route by the latest arrival that adds no warp and the warp it has in any case: joining the two takes one
 * comparison.
 */
export class PenalizedRoutes {
  readonly next: Int32Array;
  readonly previous: Int32Array;
  readonly slot: Int32Array;
  readonly position: Int32Array;
  /** Cost of the leg to the next node. */
  readonly link: Float64Array;
  /** Departure, warp and load (by dimension) of the part of the route that ends with a node, by node. */
  readonly departure: Float64Array;
  readonly warpTo: Float64Array;
  readonly loadTo: Float64Array;
  /** Latest arrival without further warp, and warp, of the part of the route that begins with a node, by node. */
  readonly latest: Float64Array;
  readonly warpFrom: Float64Array;
  readonly load: Float64Array;
  readonly warp: Float64Array;
  /** What load and warp of a route cost at the present penalties, by slot. */
  readonly penalty: Float64Array;
  readonly size: Int32Array;

  constructor(
    readonly model: FleetModel,
    readonly penalties: Penalties,
  ) {
    const { nodes, slots, dimensions } = model;
    this.next = new Int32Array(nodes);
    this.previous = new Int32Array(nodes);
    this.slot = new Int32Array(nodes);
    this.position = new Int32Array(nodes);
    this.link = new Float64Array(nodes);
    this.departure = new Float64Array(nodes);
    this.warpTo = new Float64Array(nodes);
    this.loadTo = new Float64Array(nodes * dimensions);
    this.latest = new Float64Array(nodes);
    this.warpFrom = new Float64Array(nodes);
    this.load = new Float64Array(slots * dimensions);
    this.warp = new Float64Array(slots);
    this.penalty = new Float64Array(slots);
    this.size = new Int32Array(slots);
  }

  /** Takes over a plan by its successors. */
  adopt(next: Int32Array): void {
    this.next.set(next);
    for (let r = 0; r < this.model.slots; r++) this.refresh(r);
  }

  /** Recomputes everything about a route from its successors. */
  refresh(r: number): void {
    const { jobs, row, size, cost, duration, open, close, service, timed, dimensions, demand } = this.model;
    const { next, previous, slot, position, link, departure, warpTo, loadTo, latest, warpFrom } = this;
    const start = jobs + 2 * r;
    const end = start + 1;
    slot[start] = slot[end] = r;
    position[start] = 0;
    departure[start] = open[start]!;
    for (let d = 0; d < dimensions; d++) loadTo[start * dimensions + d] = 0;
    let stops = 0;
    for (let p = start, node = next[start]!; ; p = node, node = next[node]!) {
      previous[node] = p;
      link[p] = cost[row[p]! * size + row[node]!]!;
      slot[node] = r;
      position[node] = ++stops;
      for (let d = 0; d < dimensions; d++) {
        loadTo[node * dimensions + d] =
          loadTo[p * dimensions + d]! + (node < jobs ? demand[node * dimensions + d]! : 0);
      }
      if (timed) {
        const arrival = departure[p]! + duration[row[p]! * size + row[node]!]!;
        const late = arrival - close[node]!;
        warpTo[node] = warpTo[p]! + (late > 0 ? late : 0);
        departure[node] = (late > 0 ? close[node]! : arrival > open[node]! ? arrival : open[node]!) + service[node]!;
      }
      if (node === end) break;
    }
    this.size[r] = stops - 1;
    if (timed) {
      latest[end] = close[end]!;
      warpFrom[end] = 0;
      for (let node = previous[end]!, s = end; ; s = node, node = previous[node]!) {
        const bound = latest[s]! - duration[row[node]! * size + row[s]!]! - service[node]!;
        const short = open[node]! - bound;
        warpFrom[node] = warpFrom[s]! + (short > 0 ? short : 0);
        latest[node] = short > 0 ? open[node]! : bound < close[node]! ? bound : close[node]!;
        if (node === start) break;
      }
      this.warp[r] = warpTo[end]!;
    }
    for (let d = 0; d < dimensions; d++) this.load[r * dimensions + d] = loadTo[end * dimensions + d]!;
    this.penalty[r] = this.penaltyOf(r);
  }

  /** Recomputes the penalties of all routes after a change of their prices. */
  reprice(): void {
    for (let r = 0; r < this.model.slots; r++) this.penalty[r] = this.penaltyOf(r);
  }

  travelCost(): number {
    const { jobs, slots } = this.model;
    let total = 0;
    for (let r = 0; r < slots; r++) {
      const start = jobs + 2 * r;
      for (let p = start; p !== start + 1; p = this.next[p]!) total += this.link[p]!;
    }
    return total;
  }

  excess(r: number): number {
    const { dimensions, capacity, slotType } = this.model;
    let excess = 0;
    for (let d = 0; d < dimensions; d++) {
      const over = this.load[r * dimensions + d]! - capacity[slotType[r]! * dimensions + d]!;
      if (over > 0) excess += over;
    }
    return excess;
  }

  private penaltyOf(r: number): number {
    return this.penalties.load * this.excess(r) + this.penalties.warp * this.warp[r]!;
  }
}
