import { RouteClock, drive, type Lists } from './clock';
import type { RichModel, TypeModel } from './rich-model';

/**
 * How long routes take from departure to finish, for prices and limits: the vehicle leaves as late as its earliest finish allows. A
 * segment of a route has a least duration and the earliest and latest start with it; two are joined by a few additions (Vidal et al. 2013).
 * Where breaks, several windows or things not ready come in, a changed route is measured whole.
 */
export class Durations {
  readonly seconds: Float64Array;
  private readonly simple: boolean;
  /** Duration, earliest and latest start of the part of a route up to each node, and from it on. */
  private readonly toSeconds: Float64Array;
  private readonly toEarly: Float64Array;
  private readonly toLate: Float64Array;
  private readonly fromSeconds: Float64Array;
  private readonly fromEarly: Float64Array;
  private readonly fromLate: Float64Array;
  protected readonly chain: Int32Array;
  private readonly depart: Float64Array;
  protected count = 0;

  constructor(
    protected readonly model: RichModel,
    protected readonly lists: Lists,
    private readonly clock: RouteClock,
  ) {
    const { nodes, slots, severalWindows, released, mostBreaks } = model;
    this.seconds = new Float64Array(slots);
    this.simple = mostBreaks === 0 && !severalWindows && !released;
    const cells = model.durations && this.simple ? nodes : 0;
    this.toSeconds = new Float64Array(cells);
    this.toEarly = new Float64Array(cells);
    this.toLate = new Float64Array(cells);
    this.fromSeconds = new Float64Array(cells);
    this.fromEarly = new Float64Array(cells);
    this.fromLate = new Float64Array(cells);
    this.chain = new Int32Array(model.nodes);
    this.depart = new Float64Array(model.nodes);
  }

  /** Recomputes a route that is feasible in time; returns whether it is short enough. */
  refresh(r: number): boolean {
    const { model, lists } = this;
    const type = model.types[model.slotType[r]!]!;
    const start = model.jobs + 2 * r;
    if (lists.next[start] === start + 1) this.seconds[r] = 0;
    else if (this.simple) this.seconds[r] = this.refreshSegments(start, type);
    else {
      this.count = 0;
      for (let node = lists.next[start]!; node !== start + 1; node = lists.next[node]!) this.chain[this.count++] = node;
      this.seconds[r] = this.measure(start, start + 1, type);
    }
    if (this.simple && lists.next[start] === start + 1) this.refreshSegments(start, type);
    return this.seconds[r] <= type.maxSeconds;
  }

  /** Returns the duration with `a`, and then `b` unless it is -1, behind `p`, which must be feasible in time. */
  secondsWith(p: number, a: number, b: number): number {
    const { model, lists } = this;
    const r = lists.slot[p]!;
    const type = model.types[model.slotType[r]!]!;
    const s = lists.next[p]!;
    if (!this.simple) {
      const start = model.jobs + 2 * r;
      this.count = 0;
      for (let node = start; node !== start + 1; node = lists.next[node]!) {
        if (node !== start) this.chain[this.count++] = node;
        if (node !== p) continue;
        this.chain[this.count++] = a;
        if (b >= 0) this.chain[this.count++] = b;
      }
      return this.measure(start, start + 1, type);
    }
    this.join(this.toSeconds[p]!, this.toEarly[p]!, this.toLate[p]!, this.leg(type, p, a), a, type);
    if (b >= 0) this.join(this.d, this.e, this.l, this.leg(type, a, b), b, type);
    const leg = this.leg(type, b >= 0 ? b : a, s);
    return this.joined(this.d, this.e, this.l, leg, this.fromSeconds[s]!, this.fromEarly[s]!, this.fromLate[s]!);
  }

  private d = 0;
  private e = 0;
  private l = 0;

  private leg(type: TypeModel, from: number, to: number): number {
    return type.duration[this.lists.row[from]! * this.model.size + this.lists.row[to]!]!;
  }

  /** Joins a node to a segment, into `d`, `e` and `l`. */
  private join(d: number, e: number, l: number, leg: number, node: number, type: TypeModel): void {
    const { jobs, firstReload, open, close } = this.model;
    if (node < jobs) this.joined(d, e, l, leg, type.service[node]!, open[node]!, close[node]!);
    else this.joined(d, e, l, leg, node >= firstReload ? type.reloadSeconds : 0, type.open, type.close);
  }

  private joined(d: number, e: number, l: number, leg: number, d2: number, e2: number, l2: number): number {
    const shift = d + leg;
    const wait = Math.max(0, e2 - shift - l);
    this.d = shift + d2 + wait;
    this.e = Math.max(e2 - shift, e) - wait;
    this.l = Math.min(l2 - shift, l);
    return this.d;
  }

  private refreshSegments(start: number, type: TypeModel): number {
    const { lists, toSeconds, toEarly, toLate, fromSeconds, fromEarly, fromLate } = this;
    const { next, previous } = lists;
    const end = start + 1;
    toSeconds[start] = 0;
    toEarly[start] = type.open;
    toLate[start] = type.close;
    for (let p = start; p !== end;) {
      const node = next[p]!;
      this.join(toSeconds[p]!, toEarly[p]!, toLate[p]!, this.leg(type, p, node), node, type);
      toSeconds[node] = this.d;
      toEarly[node] = this.e;
      toLate[node] = this.l;
      p = node;
    }
    const whole = toSeconds[end]!;
    fromSeconds[end] = 0;
    fromEarly[end] = type.open;
    fromLate[end] = type.close;
    for (let s = end, node = previous[end]!; node !== start; s = node, node = previous[node]!) {
      this.join(0, -Infinity, Infinity, 0, node, type);
      this.joined(this.d, this.e, this.l, this.leg(type, node, s), fromSeconds[s]!, fromEarly[s]!, fromLate[s]!);
      fromSeconds[node] = this.d;
      fromEarly[node] = this.e;
      fromLate[node] = this.l;
    }
    return whole;
  }

  /** Earliest finish of the nodes of `chain`, less the latest departure that still reaches it; Infinity: too late. */
  private measure(start: number, end: number, type: TypeModel): number {
    const first = Math.max(type.open, this.readyOf(0));
    const finish = this.finishFrom(start, end, type, first);
    if (!(finish <= type.close)) return Infinity;
    // Later departures finish later or at the same time, so that the latest that finishes then is found by halving.
    let low = first;
    let high = finish;
    for (let k = 0; k < 40 && high - low > 1e-4; k++) {
      const middle = (low + high) / 2;
      if (this.finishFrom(start, end, type, middle) <= finish + 1e-9) low = middle;
      else high = middle;
    }
    return finish - low;
  }

  private finishFrom(start: number, end: number, type: TypeModel, departure: number): number {
    const { chain, count, clock, depart } = this;
    const { firstReload } = this.model;
    const n = type.breaks.length;
    const labels = depart.subarray(0, n + 1).fill(Infinity);
    labels[0] = departure;
    for (let k = 0, p = start; k < count; k++) {
      const node = chain[k]!;
      // A reload in the chain may not be in a route yet, so that its trip's readiness is looked up here.
      if (!clock.step(type, p, node, labels)) return Infinity;
      if (node >= firstReload && this.model.released) {
        const ready = this.readyOf(k + 1);
        for (let b = 0; b <= n; b++) labels[b] = Math.max(labels[b]!, ready);
      }
      p = node;
    }
    let finish = Infinity;
    const leg = this.leg(type, count > 0 ? chain[count - 1]! : start, end);
    for (let taken = 0; taken <= n; taken++) {
      if (labels[taken]! < Infinity) finish = Math.min(finish, drive(type.breaks, taken, n, labels[taken]!, leg));
    }
    return finish;
  }

  /** Returns when the trip that begins at a position of `chain` is ready. */
  protected readyOf(position: number): number {
    let most = -Infinity;
    if (!this.model.released) return most;
    for (let k = position; k < this.count && this.chain[k]! < this.model.jobs; k++)
      most = Math.max(most, this.model.ready[this.chain[k]!]!);
    return most;
  }
}
