import type { Lists } from './clock';
import type { RichModel } from './rich-model';

/**
 * What is on board: deliveries from the beginning of their trip, what is picked up to its end, and pairs in between. The most on board up
 * to a node and from it on make an insertion two look-ups a dimension, as in plain problems.
 */
export class Loads {
  /** What is on board behind a node, by node and dimension. */
  readonly behind: Float64Array;
  /** The most on board of the trip up to and behind a node, and behind it to the trip's end. */
  private readonly mostTo: Float64Array;
  private readonly mostFrom: Float64Array;
  /** What of it was picked up in this trip so far and stays to its end. */
  private readonly kept: Float64Array;
  /** How many pairs are on board behind a node, by node: no reload may come between them. */
  readonly open: Int32Array;
  /** How much more of the first dimension the best trip of a route could deliver, collect, or carry for a while, by slot. */
  readonly roomToDeliver: Float64Array;
  readonly roomToCollect: Float64Array;
  readonly roomToCarry: Float64Array;
  private readonly load: Float64Array;
  /** What a route carries, by slot and dimension, where all there is are deliveries in one trip. */
  readonly total: Float64Array;
  private readonly plain: boolean;

  constructor(
    private readonly model: RichModel,
    private readonly lists: Lists,
  ) {
    const cells = model.nodes * model.dimensions;
    this.behind = new Float64Array(cells);
    this.mostTo = new Float64Array(cells);
    this.mostFrom = new Float64Array(cells);
    this.kept = new Float64Array(cells);
    this.open = new Int32Array(model.nodes);
    this.roomToDeliver = new Float64Array(model.slots).fill(Infinity);
    this.roomToCollect = new Float64Array(model.slots).fill(Infinity);
    this.roomToCarry = new Float64Array(model.slots).fill(Infinity);
    this.load = new Float64Array(model.dimensions);
    this.total = new Float64Array(model.slots * model.dimensions);
    this.plain = !model.pairs && !model.reloads && model.pickup.every((amount) => amount === 0);
  }

  /** Recomputes a route; returns whether it fits. */
  refresh(r: number): boolean {
    const { model, lists, behind, mostTo, mostFrom, kept, load } = this;
    const { jobs, dimensions: D, delivery, pickup, carried, firstReload, mate } = model;
    const { next, previous } = lists;
    if (this.plain) return this.refreshPlain(r);
    const start = jobs + 2 * r;
    const end = start + 1;
    const { capacity } = model.types[model.slotType[r]!]!;
    // Backwards: what is still to be delivered in the trip, kept in `mostFrom` for the moment.
    load.fill(0);
    for (let node = previous[end]!; ; node = previous[node]!) {
      for (let d = 0; d < D; d++) mostFrom[node * D + d] = load[d]!;
      if (node === start) break;
      if (node < jobs) for (let d = 0; d < D; d++) load[d]! += delivery[node * D + d]!;
      else load.fill(0);
    }
    let pairs = 0;
    let fits = true;
    for (let p = -1, node = start; node !== end; p = node, node = next[node]!) {
      const job = node < jobs;
      const first = node === start || node >= firstReload;
      if (job && mate[node]! >= 0) pairs += model.role[node] === 1 ? 1 : -1;
      this.open[node] = pairs;
      for (let d = 0; d < D; d++) {
        const cell = node * D + d;
        const collected = first ? 0 : kept[p * D + d]! + (job ? pickup[cell]! : 0);
        const onBoard = first ? mostFrom[cell]! : behind[p * D + d]! + pickup[cell]! + carried[cell]! - delivery[cell]!;
        kept[cell] = collected;
        behind[cell] = onBoard;
        mostTo[cell] = first ? onBoard : Math.max(mostTo[p * D + d]!, onBoard);
        if (onBoard > capacity[d]!) fits = false;
      }
    }
    for (let s = end, node = previous[end]!; ; s = node, node = previous[node]!) {
      const last = s === end || s >= firstReload;
      for (let d = 0; d < D; d++) {
        const own = behind[node * D + d]!;
        mostFrom[node * D + d] = last ? own : Math.max(own, mostFrom[s * D + d]!);
      }
      if (node === start) break;
    }
    if (D > 0) this.measureRoom(r, start, end, capacity[0]!);
    return fits;
  }

  private refreshPlain(r: number): boolean {
    const { model, lists, total } = this;
    const { jobs, dimensions: D, delivery } = model;
    const { next } = lists;
    const end = jobs + 2 * r + 1;
    const { capacity } = model.types[model.slotType[r]!]!;
    let fits = true;
    for (let d = 0; d < D; d++) {
      let load = 0;
      for (let node = next[end - 1]!; node !== end; node = next[node]!) load += delivery[node * D + d]!;
      total[r * D + d] = load;
      if (load > capacity[d]!) fits = false;
    }
    if (D > 0) this.roomToDeliver[r] = capacity[0]! - total[r * D]!;
    return fits;
  }

  private measureRoom(r: number, start: number, end: number, capacity: number): void {
    const { next } = this.lists;
    const D = this.model.dimensions;
    const { firstReload } = this.model;
    let first = Infinity;
    let last = Infinity;
    let least = Infinity;
    for (let node = start; node !== end; node = next[node]!) {
      const load = this.behind[node * D]!;
      if (load < least) least = load;
      if ((node === start || node >= firstReload) && load < first) first = load;
      if ((next[node] === end || next[node]! >= firstReload) && load < last) last = load;
    }
    this.roomToDeliver[r] = capacity - first;
    this.roomToCollect[r] = capacity - last;
    this.roomToCarry[r] = capacity - least;
  }

  /** Whether a job that is no pair's fits behind `p`. */
  fits(p: number, job: number, capacity: Float64Array): boolean {
    const { dimensions: D, delivery, pickup } = this.model;
    if (this.plain) {
      const r = this.lists.slot[p]!;
      for (let d = 0; d < D; d++) if (this.total[r * D + d]! + delivery[job * D + d]! > capacity[d]!) return false;
      return true;
    }
    for (let d = 0; d < D; d++) {
      const most = capacity[d]!;
      if (this.mostTo[p * D + d]! + delivery[job * D + d]! > most) return false;
      if (this.mostFrom[p * D + d]! + pickup[job * D + d]! > most) return false;
    }
    return true;
  }

  /** Whether it fits behind `p` if the van reloads just before it (`reloadFirst`) or just after. */
  fitsWithReload(p: number, job: number, reloadFirst: boolean, capacity: Float64Array): boolean {
    if (this.open[p]! > 0) return false;
    const { dimensions: D, delivery, pickup } = this.model;
    for (let d = 0; d < D; d++) {
      const most = capacity[d]!;
      const kept = this.kept[p * D + d]!;
      const brought = delivery[job * D + d]!;
      const taken = pickup[job * D + d]!;
      const later = this.behind[p * D + d]! - kept;
      if (reloadFirst) {
        if (later + brought > most || this.mostFrom[p * D + d]! - kept + taken > most) return false;
      } else if (this.mostTo[p * D + d]! - later + brought > most || kept + taken > most) return false;
    }
    return true;
  }

  /** Whether what a pair's first job picks up fits on board behind a node. */
  carries(node: number, first: number, capacity: Float64Array): boolean {
    const { dimensions: D, carried } = this.model;
    for (let d = 0; d < D; d++) if (this.behind[node * D + d]! + carried[first * D + d]! > capacity[d]!) return false;
    return true;
  }
}
