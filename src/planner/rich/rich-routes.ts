import type { Solution } from '../model/solution';
import { RouteClock } from './clock';
import { Durations } from './durations';
import { Loads } from './loads';
import { VisitOrder } from './visit-order';
import type { RichModel, TypeModel } from './rich-model';
import { Traffic, TrafficClock, TrafficDurations } from './traffic';

/** A feasible set of routes as doubly linked lists, with what each constraint keeps by node; and the jobs in none. */
export class RichRoutes {
  readonly next: Int32Array;
  readonly previous: Int32Array;
  /** The slot of a node; -1 for a job in no route and a reload not in use. */
  readonly slot: Int32Array;
  readonly row: Int32Array;
  /** Jobs by slot, and trips. */
  readonly size: Int32Array;
  readonly trips: Int32Array;
  /** The price of the leg to the next node, by node. */
  readonly link: Float64Array;
  /** What a route costs, and its metres where those are limited, by slot. */
  readonly routeCost: Float64Array;
  readonly metres: Float64Array;
  /** What counts for balance: seconds from the shift's beginning to the finish, or stops, by slot. */
  readonly span: Float64Array;
  /** Slots of each type, those in use first; `used` counts them. */
  readonly order: Int32Array;
  readonly used: Int32Array;
  private readonly place: Int32Array;
  readonly absent: Int32Array;
  absentCount = 0;
  absentWeight = 0;
  /** The sum of the routes' costs; balance not included. */
  cost = 0;
  readonly clock: RouteClock;
  readonly loads: Loads;
  readonly sequence: VisitOrder;
  readonly durations: Durations;
  /** The longest span before an insertion, which the caller keeps. */
  longest = 0;
  private reloadCursor = 0;

  constructor(readonly model: RichModel) {
    const { jobs, nodes, slots, types, firstReload } = model;
    this.next = new Int32Array(nodes).fill(-1);
    this.previous = new Int32Array(nodes).fill(-1);
    this.slot = new Int32Array(nodes).fill(-1);
    this.row = Int32Array.from({ length: nodes }, (_, node) => {
      if (node < jobs) return node;
      if (node >= firstReload) return 0;
      const type = model.slotType[(node - jobs) >> 1]!;
      return (node - jobs) % 2 === 0 ? model.startRow[type]! : model.endRow[type]!;
    });
    this.size = new Int32Array(slots);
    this.trips = new Int32Array(slots).fill(1);
    this.link = new Float64Array(nodes);
    this.routeCost = new Float64Array(slots);
    this.metres = new Float64Array(slots);
    this.span = new Float64Array(slots);
    this.order = Int32Array.from({ length: slots }, (_, slot) => slot);
    this.place = Int32Array.from(this.order);
    this.used = new Int32Array(types.length);
    this.absent = new Int32Array(jobs);
    const traffic = model.traffic === null ? null : new TrafficClock(model, this, new Traffic(model.traffic));
    this.clock = traffic ?? new RouteClock(model, this);
    this.loads = new Loads(model, this);
    this.sequence = new VisitOrder(model, this);
    this.durations =
      traffic === null ? new Durations(model, this, this.clock) : new TrafficDurations(model, this, traffic);
    for (let r = 0; r < slots; r++) {
      const start = jobs + 2 * r;
      this.slot[start] = this.slot[start + 1] = r;
      this.next[start] = start + 1;
      this.previous[start + 1] = start;
      this.refresh(r);
    }
    for (let i = 0; i < jobs; i++) {
      this.absent[this.absentCount++] = i;
      this.absentWeight += model.weight[i]!;
    }
  }

  typeOf(r: number): TypeModel {
    return this.model.types[this.model.slotType[r]!]!;
  }

  /** Returns the plan's cost with what balance adds. */
  total(): number {
    const { balance, balanceWeight } = this.model;
    return balance === null ? this.cost : this.cost + balanceWeight * this.longestSpan();
  }

  longestSpan(): number {
    const { model, order, used, span } = this;
    let most = 0;
    for (let t = 0; t < used.length; t++) {
      const begin = model.firstSlot[t]!;
      for (let k = begin; k < begin + used[t]!; k++) if (span[order[k]!]! > most) most = span[order[k]!]!;
    }
    return most;
  }

  /** Links a node in behind `p`; the caller refreshes the route and keeps the list of the absent. */
  link1(p: number, node: number): void {
    const { next, previous, slot, model } = this;
    const s = next[p]!;
    const r = slot[p]!;
    next[p] = previous[s] = node;
    previous[node] = p;
    next[node] = s;
    slot[node] = r;
    if (node < model.jobs) {
      this.absentWeight -= model.weight[node]!;
      if (this.size[r]!++ === 0) this.markUsed(r);
    } else this.trips[r]!++;
  }

  /** Takes a node out; the caller refreshes the route. A job joins the absent. */
  unlink1(node: number): void {
    const { next, previous, slot, model } = this;
    const r = slot[node]!;
    next[previous[node]!] = next[node]!;
    previous[next[node]!] = previous[node]!;
    slot[node] = -1;
    if (node < model.jobs) {
      this.absent[this.absentCount++] = node;
      this.absentWeight += model.weight[node]!;
      if (--this.size[r]! === 0) this.markEmpty(r);
    } else this.trips[r]!--;
  }

  /** Takes everything out of a route; the list of the absent is the caller's, and so is the refresh. */
  empty(r: number): void {
    const { next, previous, slot, model } = this;
    const start = model.jobs + 2 * r;
    for (let node = next[start]!; node !== start + 1; node = next[node]!) slot[node] = -1;
    next[start] = start + 1;
    previous[start + 1] = start;
    this.trips[r] = 1;
    if (this.size[r]! > 0) {
      this.size[r] = 0;
      this.markEmpty(r);
    }
  }

  /** Lets two slots exchange all that is in them; the caller refreshes both. */
  exchange(a: number, b: number): void {
    const { absentCount, absentWeight } = this;
    const nodesOf = (r: number): number[] => {
      const end = this.model.jobs + 2 * r + 1;
      const nodes: number[] = [];
      for (let node = this.next[end - 1]!; node !== end; node = this.next[node]!) nodes.push(node);
      return nodes;
    };
    const [fromA, fromB] = [nodesOf(a), nodesOf(b)];
    this.empty(a);
    this.empty(b);
    for (const [r, nodes] of [
      [a, fromB],
      [b, fromA],
    ] as const) {
      let p = this.model.jobs + 2 * r;
      for (const node of nodes) {
        this.link1(p, node);
        p = node;
      }
    }
    this.absentCount = absentCount;
    this.absentWeight = absentWeight;
  }

  /** Moves all of a route into an empty slot; the caller refreshes both. */
  move(from: number, to: number): void {
    const { model, next } = this;
    const { absentCount, absentWeight } = this;
    const end = model.jobs + 2 * from + 1;
    const first = next[end - 1]!;
    const last = this.previous[end]!;
    this.empty(from);
    let p = model.jobs + 2 * to;
    for (let node = first; ;) {
      const then = next[node]!;
      this.link1(p, node);
      p = node;
      if (node === last) break;
      node = then;
    }
    this.absentCount = absentCount;
    this.absentWeight = absentWeight;
  }

  /** Becomes the plan of these successors and rows. */
  adopt(next: Int32Array, row: Int32Array): void {
    const { model } = this;
    for (let r = 0; r < model.slots; r++) this.empty(r);
    this.absentWeight = model.weight.reduce((sum, weight) => sum + weight, 0);
    for (let r = 0; r < model.slots; r++) {
      const start = model.jobs + 2 * r;
      for (let p = start, node = next[start]!; node !== start + 1; p = node, node = next[node]!) {
        this.row[node] = row[node]!;
        this.link1(p, node);
      }
      this.refresh(r);
    }
    this.collectAbsent();
  }

  /** Lists the absent jobs anew, for callers that relink routes themselves. */
  collectAbsent(): void {
    this.absentCount = 0;
    for (let i = 0; i < this.model.jobs; i++) if (this.slot[i]! < 0) this.absent[this.absentCount++] = i;
  }

  /** Returns a reload that is in no route, at one of the model's rows. */
  freeReload(row: number): number {
    const { model, slot } = this;
    const count = model.nodes - model.firstReload;
    while (slot[model.firstReload + this.reloadCursor]! >= 0) this.reloadCursor = (this.reloadCursor + 1) % count;
    const node = model.firstReload + this.reloadCursor;
    this.row[node] = row;
    this.clock.readyFrom[node] = 0;
    return node;
  }

  /** Recomputes all there is about a route; returns whether it is feasible. */
  refresh(r: number): boolean {
    const { model, next, row, link } = this;
    const { jobs, size: width, slotType, metres } = model;
    const type = model.types[slotType[r]!]!;
    const { price } = type;
    const start = jobs + 2 * r;
    const end = start + 1;
    let cost = 0;
    let distance = 0;
    for (let node = start; node !== end; node = next[node]!) {
      const cell = row[node]! * width + row[next[node]!]!;
      const leg = price[cell]!;
      link[node] = leg;
      cost += leg;
      if (model.distances) distance += metres[cell]!;
      if (node < jobs) cost += type.bias[node]!;
    }
    const used = this.size[r]! > 0;
    if (!used) {
      cost = type.homePrice;
      link[start] = 0;
    }
    this.metres[r] = distance;
    let feasible = distance <= type.maxDistance && this.size[r]! <= type.maxStops;
    if (model.timed && !this.clock.refresh(r)) feasible = false;
    if (!this.loads.refresh(r)) feasible = false;
    if ((model.ranked || model.ordered || model.pairs) && !this.sequence.refresh(r)) feasible = false;
    if (used) {
      cost += type.fixed;
      if (model.durations && feasible) {
        if (!this.durations.refresh(r)) feasible = false;
        if (type.perSecond > 0) cost += type.perSecond * this.durations.seconds[r]!;
      }
    } else if (model.durations) this.durations.refresh(r);
    if (model.balance === 'stops') this.span[r] = this.size[r]!;
    else if (model.balance === 'time') this.span[r] = used ? this.clock.finish(r) - type.open : 0;
    this.cost += cost - this.routeCost[r]!;
    this.routeCost[r] = cost;
    return feasible;
  }

  /**
   * Whether a job that is no pair's may stand behind `p`; with a reload it stands behind it (`reloadFirst`) or before it. Returns what that
   * costs beyond the legs and the bias, or Infinity.
   */
  surcharge(p: number, job: number, reload: number, reloadFirst: boolean): number {
    const { model } = this;
    const r = this.slot[p]!;
    const type = model.types[model.slotType[r]!]!;
    if (type.compatible[job] === 0 || this.size[r]! >= type.maxStops) return Infinity;
    if ((model.ranked || model.ordered) && !this.sequence.allows(p, job)) return Infinity;
    if (reload < 0) {
      if (model.loaded && !this.loads.fits(p, job, type.capacity)) return Infinity;
    } else if (!this.loads.fitsWithReload(p, job, reloadFirst, type.capacity)) return Infinity;
    const a = reload >= 0 && reloadFirst ? reload : job;
    const b = reload < 0 ? -1 : reloadFirst ? job : reload;
    if (type.maxDistance < Infinity && this.metresWith(r, p, a, b) > type.maxDistance + 1e-6) return Infinity;
    if (this.mustTry(type, p, job, reload)) return this.tryOut(r, p, a, b, type.bias[job]!);
    if (model.timed && !this.clock.fits(p, a, b)) return Infinity;
    return this.timePrice(r, type, p, a, b);
  }

  private metresWith(r: number, p: number, a: number, b: number): number {
    const { metres } = this.model;
    const s = this.next[p]!;
    const own = this.size[r] === 0 ? 0 : this.metres[r]! - this.legOf(metres, p, s);
    return own + this.legsOf(metres, p, a, b);
  }

  /** The legs from `p` by way of `a` and, unless it is -1, `b` to the node behind `p`. */
  private legsOf(figures: Float64Array, p: number, a: number, b: number): number {
    const s = this.next[p]!;
    const there = this.legOf(figures, p, a);
    return b < 0 ? there + this.legOf(figures, a, s) : there + this.legOf(figures, a, b) + this.legOf(figures, b, s);
  }

  private legOf(figures: Float64Array, from: number, to: number): number {
    return figures[this.row[from]! * this.model.size + this.row[to]!]!;
  }

  /** Where a trip would wait for the job, or be cut in two, and look-ups would not tell the times exactly. */
  private mustTry(type: TypeModel, p: number, job: number, reload: number): boolean {
    const { model } = this;
    if (model.balance === 'time' && model.finishMoves) return true;
    if (!model.released) return false;
    const special = type.breaks.length > 0 || model.traffic !== null;
    if (!special || reload >= 0) return special;
    return model.ready[job]! > this.clock.readyFrom[this.clock.tripStart[p]!]!;
  }

  /** Links the nodes in, measures the route, and takes them out again; returns what they cost beyond legs and bias, or Infinity. */
  private tryOut(r: number, p: number, a: number, b: number, bias: number): number {
    const { absentCount, absentWeight, cost, absent } = this;
    const held = absent[absentCount];
    const before = this.routeCost[r]!;
    const s = this.next[p]!;
    const used = this.size[r]! > 0;
    const { price } = this.typeOf(r);
    const legs = this.legsOf(price, p, a, b) - (used ? this.legOf(price, p, s) : 0);
    this.link1(p, a);
    if (b >= 0) this.link1(a, b);
    const feasible = this.refresh(r);
    const fixed = used ? 0 : this.typeOf(r).fixed - this.typeOf(r).homePrice;
    const longer = this.model.balance === null ? 0 : Math.max(0, this.span[r]! - this.longest);
    const extra = this.routeCost[r]! - before - legs - bias - fixed + this.model.balanceWeight * longer;
    if (b >= 0) this.unlink1(b);
    this.unlink1(a);
    this.refresh(r);
    this.cost = cost;
    this.absentCount = absentCount;
    this.absentWeight = absentWeight;
    if (held !== undefined) absent[absentCount] = held;
    return feasible ? Math.max(0, extra) : Infinity;
  }

  /** What more time costs: by the second, and where it makes the longest route longer. */
  private timePrice(r: number, type: TypeModel, p: number, a: number, b: number): number {
    const { model } = this;
    let extra = 0;
    if (model.durations && (type.perSecond > 0 || type.maxSeconds < Infinity)) {
      const seconds = this.durations.secondsWith(p, a, b);
      if (seconds > type.maxSeconds) return Infinity;
      extra = type.perSecond * (seconds - this.durations.seconds[r]!);
    }
    return extra;
  }

  private markUsed(r: number): void {
    const type = this.model.slotType[r]!;
    this.swap(this.place[r]!, this.model.firstSlot[type]! + this.used[type]!++);
  }

  private markEmpty(r: number): void {
    const type = this.model.slotType[r]!;
    this.swap(this.place[r]!, this.model.firstSlot[type]! + --this.used[type]!);
  }

  private swap(a: number, b: number): void {
    const slotA = this.order[a]!;
    const slotB = this.order[b]!;
    this.order[a] = slotB;
    this.order[b] = slotA;
    this.place[slotB] = a;
    this.place[slotA] = b;
  }

  /** Returns the routes as sequences of jobs with their reloads, empty ones left out. */
  toSolution(): Solution {
    const { model, next } = this;
    const sequences: Solution['sequences'][number][] = [];
    model.types.forEach((type, t) => {
      let index = 0;
      for (let r = model.firstSlot[t]!; r < model.firstSlot[t + 1]!; r++) {
        const jobs: number[] = [];
        const reloads: { afterStops: number; place: number }[] = [];
        for (let node = next[model.jobs + 2 * r]!; node !== model.jobs + 2 * r + 1; node = next[node]!) {
          if (node < model.jobs) jobs.push(node);
          else reloads.push({ afterStops: jobs.length, place: type.reloadRows.indexOf(this.row[node]!) });
        }
        if (jobs.length === 0) continue;
        sequences.push({ vehicle: t, index: index++, jobs, ...(reloads.length > 0 ? { reloads } : {}) });
      }
    });
    return { sequences, unassigned: Array.from(this.absent.subarray(0, this.absentCount)).sort((a, b) => a - b) };
  }
}
