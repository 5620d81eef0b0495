import { RouteClock, type Lists } from './clock';
import { Durations } from './durations';
import type { RichModel, TypeModel } from './rich-model';

const DAY = 86_400;
/** Departures are looked at in steps of so many seconds from the shift's beginning, as the schedule does. */
const STEP = 300;
/** Steps from the departure known so far at which others are tried; the nearest first. */
const TRIED_STEPS = [1, 4] as const;
/** Seconds of a day that share a first guess of their band. */
const BUCKET = 300;

/**
 * Speeds by the hour of the day (Ichoua, Gendreau and Potvin 2003): a leg goes on at the speed of the hour it is in, so that who leaves later never
 * arrives earlier, and arrival and leave-by are each other's inverse. Arrivals are whole seconds, rounded up.
 */
export class Traffic {
  private readonly from: Float64Array;
  private readonly speed: Float64Array;

  /** The band at the beginning of each bucket of the day. */
  private readonly bands: Uint16Array;

  constructor({ from, speed }: { readonly from: Float64Array; readonly speed: Float64Array }) {
    this.from = from;
    this.speed = speed;
    this.bands = Uint16Array.from({ length: DAY / BUCKET + 1 }, (_, k) =>
      Math.max(
        0,
        from.findLastIndex((begin) => begin <= k * BUCKET),
      ),
    );
  }

  private bandAt(second: number): number {
    const { from, bands } = this;
    let k = bands[Math.floor(second / BUCKET)]!;
    while (k + 1 < from.length && from[k + 1]! <= second) k++;
    return k;
  }

  /** Returns when a leg of so many seconds at speed 1 is over that is left at `t`. */
  arrival(t: number, seconds: number): number {
    const { from, speed } = this;
    const last = from.length - 1;
    let day = t >= 0 && t < DAY ? 0 : Math.floor(t / DAY) * DAY;
    let k = this.bandAt(t - day);
    let left = seconds;
    let at = t;
    // Longer than ten days at the slowest: a forbidden leg.
    if (seconds >= 1e14) return Infinity;
    for (;;) {
      const end = k === last ? day + DAY : day + from[k + 1]!;
      const reach = (end - at) * speed[k]!;
      if (left <= reach) return Math.ceil(at + left / speed[k]! - 1e-9);
      left -= reach;
      at = end;
      if (k++ === last) {
        k = 0;
        day += DAY;
      }
    }
  }

  /** Returns the latest departure on a leg of so many seconds at speed 1 that still arrives at `arrival`. */
  leaveBy(arrival: number, seconds: number): number {
    const { from, speed } = this;
    const last = from.length - 1;
    if (!Number.isFinite(arrival) || arrival > 1e14) return arrival - seconds;
    if (seconds >= 1e14) return -Infinity;
    let at = Math.floor(arrival + 1e-9);
    let day = Math.floor(at / DAY) * DAY;
    let k = this.bandAt(at - day);
    let left = seconds;
    for (;;) {
      const begin = day + from[k]!;
      const reach = (at - begin) * speed[k]!;
      if (left <= reach) return at - left / speed[k]!;
      left -= reach;
      at = begin;
      if (k-- === 0) {
        k = last;
        day -= DAY;
      }
    }
  }
}

/** The clock of problems whose speeds change by the hour. They have no breaks. */
export class TrafficClock extends RouteClock {
  constructor(
    model: RichModel,
    lists: Lists,
    private readonly traffic: Traffic,
  ) {
    super(model, lists);
  }

  override refresh(r: number): boolean {
    const { model, lists, depart, latest } = this;
    const { jobs } = model;
    const { next, previous } = lists;
    const type = model.types[model.slotType[r]!]!;
    const start = jobs + 2 * r;
    const end = start + 1;
    if (model.released) this.findReady(r);
    depart[start] = model.released ? Math.max(type.open, this.readyFrom[start]!) : type.open;
    for (let p = start; p !== end;) {
      const node = next[p]!;
      let t = this.after(type, p, node, depart[p]!);
      if (node >= model.firstReload && this.readyFrom[node]! > t) t = this.readyFrom[node]!;
      if (t === Infinity || (node === end && t > type.close)) {
        this.firstLate = node;
        return false;
      }
      depart[node] = t;
      p = node;
    }
    latest[end] = type.close;
    for (let s = end, node = previous[end]!; node !== start; s = node, node = previous[node]!) {
      latest[node] = this.arriveBy(type, node, s, latest[s]!);
    }
    return true;
  }

  override fits(p: number, a: number, b: number): boolean {
    const { model, lists, depart } = this;
    const s = lists.next[p]!;
    const type = model.types[model.slotType[lists.slot[p]!]!]!;
    const ready = model.released && a < model.jobs ? model.ready[a]! : 0;
    // What is not ready moves its whole trip: with speeds by the hour that is tried out, by the price of its time.
    let t = ready > type.open ? Math.max(depart[p]!, ready) : depart[p]!;
    t = this.after(type, p, a, t);
    if (t < Infinity && b >= 0) t = this.after(type, a, b, t);
    return t < Infinity && this.reachesFrom(type, b >= 0 ? b : a, t, s);
  }

  override reachesFrom(type: TypeModel, from: number, t: number, s: number): boolean {
    return this.traffic.arrival(t, this.leg(type, from, s)) <= this.latest[s]!;
  }

  /** Returns the latest arrival at `from`, or departure where it is a start, that still arrives at `to` by `by`. */
  arriveBy(type: TypeModel, from: number, to: number, by: number): number {
    const { jobs, firstReload } = this.model;
    const left = this.traffic.leaveBy(by, this.leg(type, from, to));
    if (from < jobs) return this.latestWithin(from, left - type.service[from]!);
    return from >= firstReload ? left - type.reloadSeconds : left;
  }

  override after(type: TypeModel, from: number, to: number, t: number): number {
    const arrival = this.traffic.arrival(t, this.leg(type, from, to));
    if (to >= this.model.jobs) return to >= this.model.firstReload ? arrival + type.reloadSeconds : arrival;
    const begin = this.beginFrom(to, arrival);
    return begin > this.model.close[to]! ? Infinity : begin + type.service[to]!;
  }
}

/**
 * How long routes take where speeds change by the hour: the departure that makes it least is looked for near the one known so far. An
 * insertion is measured with that one, from its place on and as far as times change.
 */
export class TrafficDurations extends Durations {
  /** The departure with which a route takes least, by slot, and when it leaves a node then. */
  private readonly departure: Float64Array;
  private readonly left: Float64Array;

  constructor(
    model: RichModel,
    lists: Lists,
    private readonly traffic: TrafficClock,
  ) {
    super(model, lists, traffic);
    this.departure = new Float64Array(model.slots);
    this.left = new Float64Array(model.nodes);
    for (let r = 0; r < model.slots; r++) this.departure[r] = model.types[model.slotType[r]!]!.open;
  }

  override refresh(r: number): boolean {
    const { model, lists } = this;
    const type = model.types[model.slotType[r]!]!;
    const start = model.jobs + 2 * r;
    this.count = 0;
    for (let node = lists.next[start]!; node !== start + 1; node = lists.next[node]!) this.chain[this.count++] = node;
    if (this.count === 0) {
      this.departure[r] = type.open;
      this.seconds[r] = 0;
      this.left[start] = type.open;
      return true;
    }
    this.seconds[r] = this.least(r, type);
    this.departure[r] = this.found;
    let t = (this.left[start] = Math.max(this.found, this.readyOf(0)));
    for (let k = 0, p = start; k < this.count; p = this.chain[k]!, k++) {
      t = this.onward(type, p, k, t);
      this.left[this.chain[k]!] = t;
    }
    return this.seconds[r] <= type.maxSeconds;
  }

  /** Returns the seconds with the departure known so far, from `p` on and only as far as times change; else with one that is in time for all. */
  override secondsWith(p: number, a: number, b: number): number {
    const { model, lists, traffic, left } = this;
    const r = lists.slot[p]!;
    const start = model.jobs + 2 * r;
    const type = model.types[model.slotType[r]!]!;
    if (lists.next[start]! !== start + 1 && !model.released) {
      let t = traffic.after(type, p, a, left[p]!);
      if (b >= 0 && t < Infinity) t = traffic.after(type, a, b, t);
      for (let from = b >= 0 ? b : a, node = lists.next[p]!; t < Infinity; from = node, node = lists.next[node]!) {
        t = traffic.after(type, from, node, t);
        if (node === start + 1) return t <= type.close ? t - left[start]! : this.measured(start, p, a, b, type);
        if (t === left[node]) return this.seconds[r]!;
      }
    }
    return this.measured(start, p, a, b, type);
  }

  /** Returns the seconds with the latest departure that is in time for what is being inserted. */
  private measured(start: number, p: number, a: number, b: number, type: TypeModel): number {
    const { model, lists, traffic } = this;
    if (model.released) return this.tried(start, p, a, b, type);
    let by = traffic.arriveBy(type, b >= 0 ? b : a, lists.next[p]!, traffic.latest[lists.next[p]!]!);
    if (b >= 0) by = traffic.arriveBy(type, a, b, by);
    for (let node = p, then = a; ; then = node, node = lists.previous[node]!) {
      by = traffic.arriveBy(type, node, then, by);
      if (node === start) break;
    }
    const departure = type.open + Math.floor((Math.min(by, type.close) - type.open) / STEP) * STEP;
    if (!(departure >= type.open)) return Infinity;
    let t = departure;
    for (let node = start; node !== start + 1 && t < Infinity;) {
      if (node === p) {
        t = traffic.after(type, p, a, t);
        if (b >= 0 && t < Infinity) t = traffic.after(type, a, b, t);
        if (t < Infinity) t = traffic.after(type, b >= 0 ? b : a, lists.next[p]!, t);
      } else t = traffic.after(type, node, lists.next[node]!, t);
      node = lists.next[node]!;
    }
    return t <= type.close ? t - departure : Infinity;
  }

  private tried(start: number, p: number, a: number, b: number, type: TypeModel): number {
    const { lists } = this;
    this.count = 0;
    for (let node = start; node !== start + 1; node = lists.next[node]!) {
      if (node !== start) this.chain[this.count++] = node;
      if (node !== p) continue;
      this.chain[this.count++] = a;
      if (b >= 0) this.chain[this.count++] = b;
    }
    return this.least(lists.slot[p]!, type);
  }

  private found = 0;

  /** The least duration of `chain` near the route's departure so far, which is left in `found`. */
  private least(r: number, type: TypeModel): number {
    const start = this.model.jobs + 2 * r;
    const ready = this.readyOf(0);
    this.found = this.departure[r]!;
    let best = this.lasting(start, type, this.found, ready);
    if (best === Infinity) {
      this.found = type.open;
      best = this.lasting(start, type, type.open, ready);
      if (best === Infinity) return best;
    }
    for (const steps of TRIED_STEPS) {
      for (let direction = -1; direction <= 1; direction += 2) {
        for (;;) {
          const t = this.found + direction * steps * STEP;
          if (t < type.open || t > type.open + DAY) break;
          const seconds = this.lasting(start, type, t, ready);
          if (!(seconds < best)) break;
          best = seconds;
          this.found = t;
        }
      }
    }
    return best;
  }

  /** The duration with a departure at `departure`, or when the first trip is ready; Infinity: too late. */
  private lasting(start: number, type: TypeModel, departure: number, ready: number): number {
    const t = Math.max(departure, ready);
    return this.finish(start, type, t) - t;
  }

  private finish(start: number, type: TypeModel, departure: number): number {
    let t = departure;
    let p = start;
    for (let k = 0; k < this.count; k++) {
      t = this.onward(type, p, k, t);
      if (t === Infinity) return Infinity;
      p = this.chain[k]!;
    }
    t = this.traffic.after(type, p, start + 1, t);
    return t > type.close ? Infinity : t;
  }

  private onward(type: TypeModel, p: number, k: number, t: number): number {
    const node = this.chain[k]!;
    const left = this.traffic.after(type, p, node, t);
    return node >= this.model.firstReload && this.model.released ? Math.max(left, this.readyOf(k + 1)) : left;
  }
}
