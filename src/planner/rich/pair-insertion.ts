import type { Blinks } from './blinks';
import type { RichRoutes } from './rich-routes';

/**
 * Finds the cheapest feasible places of both ends of a pair in one route. For each place of the first, the second moves on stop by
 * stop with the clock and what is on board, and is not looked at where the two detours alone cost too much.
 */
export class PairInsertion {
  delta = Infinity;
  slot = -1;
  private first = -1;
  private second = -1;
  private behindFirst = -1;
  /** The node behind which the second stands; the first itself where they are neighbours. */
  private behindSecond = -1;
  /** The row at which the van reloads beside the pair, which then has a trip of its own; or -1. And whether before the pair. */
  private reloadRow = -1;
  private reloadFirst = false;
  /** The detour of the second behind each stop of a route, and the least of those from it on. */
  private readonly detour: Float64Array;
  private readonly leastDetour: Float64Array;
  private readonly nodes: Int32Array;
  private readonly labels: Float64Array;
  private readonly labelsOn: Float64Array;
  /** Constraints beside loads and clock are tried out. */
  private readonly tries: boolean;

  constructor(
    private readonly routes: RichRoutes,
    private readonly blinking: Blinks,
  ) {
    const { model } = routes;
    this.detour = new Float64Array(model.nodes);
    this.leastDetour = new Float64Array(model.nodes + 1);
    this.nodes = new Int32Array(model.nodes);
    this.labels = new Float64Array(model.mostBreaks + 1);
    this.labelsOn = new Float64Array(model.mostBreaks + 1);
    this.tries =
      model.durations ||
      model.distances ||
      model.ranked ||
      model.ordered ||
      model.released ||
      model.balance !== null ||
      model.traffic !== null;
  }

  /** Looks for places of the pair whose first job this is; returns whether there are any. */
  find(first: number): boolean {
    const { routes } = this;
    const { model } = routes;
    this.first = first;
    this.second = model.mate[first]!;
    this.delta = Infinity;
    this.slot = -1;
    for (let t = 0; t < model.types.length; t++) {
      const type = model.types[t]!;
      if (type.compatible[first] === 0 || type.compatible[this.second] === 0) continue;
      const bias = type.bias[first]! + type.bias[this.second]!;
      const begin = model.firstSlot[t]!;
      const end = begin + routes.used[t]!;
      for (let k = begin; k < end; k++) {
        const r = routes.order[k]!;
        this.search(r, bias);
        const reloads = type.reloadRows.length > 0 && routes.trips[r]! < type.maxTrips;
        if (reloads && routes.size[r]! + 2 <= type.maxStops) this.searchReloads(r, bias);
      }
      if (end < model.firstSlot[t + 1]!) this.search(routes.order[end]!, bias + type.fixed - type.homePrice);
    }
    return this.slot >= 0;
  }

  place(beforeChange: (r: number) => void): number {
    const { routes } = this;
    beforeChange(this.slot);
    const reload = this.reloadRow < 0 ? -1 : routes.freeReload(this.reloadRow);
    this.link(this.behindFirst, this.behindSecond, reload, this.reloadFirst);
    routes.refresh(this.slot);
    return this.slot;
  }

  private link(p: number, behindSecond: number, reload: number, reloadFirst: boolean): void {
    const { routes, first, second } = this;
    routes.link1(p, first);
    routes.link1(behindSecond, second);
    if (reload >= 0) routes.link1(reloadFirst ? p : second, reload);
  }

  /** The pair with a reload before or after it, between two stops. */
  private searchReloads(r: number, bias: number): void {
    const { routes, first, second } = this;
    const { model, next, row, loads, link } = routes;
    const { size } = model;
    const { price, reloadRows } = model.types[model.slotType[r]!]!;
    const end = model.jobs + 2 * r + 1;
    for (let p = end - 1; p !== end; p = next[p]!) {
      if (loads.open[p]! > 0) continue;
      const s = next[p]!;
      const beside = bias + price[first * size + second]! - link[p]!;
      for (const at of reloadRows) {
        const before = price[row[p]! * size + at]! + price[at * size + first]! + price[second * size + row[s]!]!;
        const after = price[row[p]! * size + first]! + price[second * size + at]! + price[at * size + row[s]!]!;
        if (p < model.jobs && beside + before < this.delta) this.tryOut(r, p, first, at, true);
        if (s < model.jobs && beside + after < this.delta) this.tryOut(r, p, first, at, false);
      }
    }
  }

  private search(r: number, more: number): void {
    const { routes, first, second, detour, leastDetour, nodes } = this;
    const { model, next, row, link, clock, loads } = routes;
    const { jobs, size, dimensions: D } = model;
    const type = model.types[model.slotType[r]!]!;
    if (routes.size[r]! + 2 > type.maxStops) return;
    if (D > 0 && loads.roomToCarry[r]! < model.carried[first * D]!) return;
    const { price } = type;
    const start = jobs + 2 * r;
    const end = start + 1;
    const used = routes.size[r]! > 0;
    let count = 0;
    for (let node = start; node !== end; node = next[node]!) {
      detour[count] =
        price[row[node]! * size + second]! + price[second * size + row[next[node]!]!]! - (used ? link[node]! : 0);
      nodes[count++] = node;
    }
    leastDetour[count] = Infinity;
    for (let k = count - 1; k >= 0; k--) leastDetour[k] = Math.min(leastDetour[k + 1]!, detour[k]!);
    const together = price[first * size + second]!;
    const broken = type.breaks.length > 0;
    for (let k = 0; k < count; k++) {
      const p = nodes[k]!;
      const s = next[p]!;
      const replaced = used ? link[p]! : 0;
      const there = more + price[row[p]! * size + first]! - replaced;
      const beside = there + together + price[second * size + row[s]!]!;
      const apart = there + price[first * size + row[s]!]!;
      if (beside >= this.delta && apart + leastDetour[k + 1]! >= this.delta) continue;
      if (model.loaded && !loads.carries(p, first, type.capacity)) continue;
      if (broken || this.tries) this.searchSlowly(k, count, p, there, together, apart);
      else {
        let t = model.timed ? clock.after(type, p, first, clock.depart[p * (model.mostBreaks + 1)]!) : 0;
        if (t === Infinity) continue;
        if (beside < this.delta) {
          const then = model.timed ? clock.after(type, first, second, t) : 0;
          if (!model.timed || (then < Infinity && clock.reachesFrom(type, second, then, s)))
            this.offer(r, p, first, beside);
        }
        for (let m = k + 1, from = first; m < count; m++) {
          const node = nodes[m]!;
          if (node >= jobs) break;
          if (model.timed) {
            if (!clock.reachesFrom(type, from, t, node)) break;
            t = clock.after(type, from, node, t);
          }
          if (model.loaded && !loads.carries(node, first, type.capacity)) break;
          from = node;
          const cost = apart + detour[m]!;
          if (cost < this.delta) {
            const then = model.timed ? clock.after(type, node, second, t) : 0;
            if (!model.timed || (then < Infinity && clock.reachesFrom(type, second, then, next[node]!)))
              this.offer(r, p, node, cost);
          }
        }
      }
    }
  }

  /** Searches with breaks by labels; with other constraints, by trying out what seems to be cheaper. */
  private searchSlowly(k: number, count: number, p: number, there: number, together: number, apart: number): void {
    const { routes, first, second, labels, labelsOn, nodes } = this;
    const { model, next, row, clock, loads } = routes;
    const r = routes.slot[p]!;
    const type = model.types[model.slotType[r]!]!;
    const width = model.mostBreaks + 1;
    const exact = model.traffic === null && model.timed;
    for (let b = 0; b < width; b++) labels[b] = clock.depart[p * width + b]!;
    if (exact && !clock.step(type, p, first, labels)) return;
    let from = first;
    for (let m = k; m < count; m++) {
      const node = m === k ? first : nodes[m]!;
      if (m > k) {
        if (node >= model.jobs) break;
        if (exact && !clock.reaches(type, from, node, labels)) break;
        if (exact) clock.step(type, from, node, labels);
        if (model.loaded && !loads.carries(node, first, type.capacity)) break;
      }
      from = node;
      const s = m === k ? next[p]! : next[node]!;
      const onward = model.types[model.slotType[r]!]!.price[second * model.size + row[s]!]!;
      const cost = m === k ? there + together + onward : apart + this.detour[m]!;
      if (cost >= this.delta) continue;
      for (let b = 0; b < width; b++) labelsOn[b] = labels[b]!;
      if (exact && (!clock.step(type, node, second, labelsOn) || !clock.reaches(type, second, s, labelsOn))) continue;
      if (!this.tries) this.offer(r, p, node, cost);
      else this.tryOut(r, p, node);
    }
  }

  private tryOut(r: number, p: number, behindSecond: number, reloadRow = -1, reloadFirst = false): void {
    const { routes, first, second } = this;
    const { balanceWeight, balance } = routes.model;
    const longest = balance === null ? 0 : routes.longestSpan();
    const before = routes.routeCost[r]!;
    const { absentCount, absentWeight, cost } = routes;
    const held = [routes.absent[absentCount], routes.absent[absentCount + 1]];
    const reload = reloadRow < 0 ? -1 : routes.freeReload(reloadRow);
    this.link(p, behindSecond, reload, reloadFirst);
    const feasible = routes.refresh(r);
    const more = routes.routeCost[r]! - before + balanceWeight * Math.max(0, routes.span[r]! - longest);
    if (reload >= 0) routes.unlink1(reload);
    routes.unlink1(second);
    routes.unlink1(first);
    routes.refresh(r);
    routes.cost = cost;
    routes.absentCount = absentCount;
    routes.absentWeight = absentWeight;
    if (held[0] !== undefined) routes.absent[absentCount] = held[0];
    if (held[1] !== undefined) routes.absent[absentCount + 1] = held[1];
    if (!feasible || more >= this.delta) return;
    this.offer(r, p, behindSecond, more);
    if (this.delta !== more || this.slot !== r) return;
    this.reloadRow = reloadRow;
    this.reloadFirst = reloadFirst;
  }

  private offer(r: number, p: number, behindSecond: number, cost: number): void {
    if (this.blinking.blinks()) return;
    this.delta = cost;
    this.slot = r;
    this.behindFirst = p;
    this.behindSecond = behindSecond;
    this.reloadRow = -1;
  }
}
