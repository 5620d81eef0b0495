import { type BreakModel, FORBIDDEN_SECONDS, type RichModel, type TypeModel } from './rich-model';

/** What times depend on, all by node. */
export interface Lists {
  readonly next: Int32Array;
  readonly previous: Int32Array;
  readonly slot: Int32Array;
  /** The row of a node in the matrices; that of a reload says where it takes place. */
  readonly row: Int32Array;
}

/**
 * Windows, shifts, breaks, and trips that wait for what is not ready: for each node the earliest departure given what comes before it
 * and the latest arrival given what comes after (Savelsbergh 1992), each for every number of breaks taken so far. So an insertion is a few
 * look-ups, and the breaks need no places of their own: whichever leg suits best has them.
 *
 * A break that interrupts a leg of r seconds which begins at T, in a window from `open` on, makes the arrival max(T + r, open) +
 * seconds: what is driven before the window opens is driven already. That is monotone in T, so that it can be turned round.
 */
export class RouteClock {
  /** Earliest departure by node and breaks taken; Infinity: not with so few or so many. The end's is its arrival. */
  readonly depart: Float64Array;
  /** Latest arrival by node and breaks taken before it; -Infinity: not with so many. */
  readonly latest: Float64Array;
  /** The latest `ready` of a node and what follows it in its trip; of a trip's first node, of the whole trip. */
  readonly readyFrom: Float64Array;
  /** The start or reload with which the trip of a node begins, where something is not ready at once. */
  readonly tripStart: Int32Array;
  /** Departure from the first node of a trip if it had nothing to wait for. */
  private readonly unready: Float64Array;
  private readonly width: number;
  private readonly labels: Float64Array;
  private readonly moved: Float64Array;
  /** The node at which the last `refresh` gave up. */
  firstLate = -1;

  constructor(
    protected readonly model: RichModel,
    protected readonly lists: Lists,
  ) {
    this.width = model.mostBreaks + 1;
    this.depart = new Float64Array(model.nodes * this.width);
    this.latest = new Float64Array(model.nodes * this.width);
    this.readyFrom = new Float64Array(model.nodes);
    this.tripStart = new Int32Array(model.nodes);
    this.unready = new Float64Array(model.nodes);
    this.labels = new Float64Array(this.width);
    this.moved = new Float64Array(this.width);
  }

  /** Returns when the route of a slot is over, as of its last refresh. */
  finish(r: number): number {
    const { model, width } = this;
    return this.depart[(model.jobs + 2 * r + 1) * width + model.types[model.slotType[r]!]!.breaks.length]!;
  }

  /** Recomputes a route; returns false at the first node that cannot be reached in time, see `firstLate`. */
  refresh(r: number): boolean {
    const { model } = this;
    if (model.released) this.findReady(r);
    const type = model.types[model.slotType[r]!]!;
    return type.breaks.length === 0 ? this.refreshUnbroken(r, type) : this.refreshBroken(r, type);
  }

  /** Whether `a`, and then `b` unless it is -1, may stand between `p` and the node behind it. */
  fits(p: number, a: number, b: number): boolean {
    const { model, lists, width, depart, latest } = this;
    const s = lists.next[p]!;
    const r = lists.slot[p]!;
    const type = model.types[model.slotType[r]!]!;
    if (type.breaks.length === 0) {
      let t = depart[p * width]!;
      if (model.released) t = this.departureWaiting(type, p, s, a, b);
      if (t === Infinity) return false;
      t = this.onward(type, p, a, t, s, a, b);
      if (t === Infinity) return false;
      if (b >= 0) {
        t = this.onward(type, a, b, t, s, a, b);
        if (t === Infinity) return false;
      }
      return t + this.leg(type, b >= 0 ? b : a, s) <= latest[s * width]!;
    }
    const labels = this.labels;
    for (let k = 0; k < width; k++) labels[k] = depart[p * width + k]!;
    if (!this.step(type, p, a, labels)) return false;
    if (b >= 0 && !this.step(type, a, b, labels)) return false;
    return this.reaches(type, b >= 0 ? b : a, s, labels);
  }

  /** Whether a vehicle that leaves `from` at `t`, with no break of its own to take, is not too late for `s` and what follows. */
  reachesFrom(type: TypeModel, from: number, t: number, s: number): boolean {
    return t + this.leg(type, from, s) <= this.latest[s * this.width]!;
  }

  /** Returns the departure from `to` of a vehicle without breaks that leaves `from` at `t`; Infinity: too late. */
  after(type: TypeModel, from: number, to: number, t: number): number {
    const arrival = t + this.leg(type, from, to);
    if (to >= this.model.jobs) return to >= this.model.firstReload ? arrival + type.reloadSeconds : arrival;
    const begin = this.beginFrom(to, arrival);
    return begin > this.model.close[to]! ? Infinity : begin + type.service[to]!;
  }

  /** Whether from these labels, of departures from `from` by breaks taken, `s` and the rest of its route can be reached. */
  reaches(type: TypeModel, from: number, s: number, labels: Float64Array): boolean {
    const leg = this.leg(type, from, s);
    const n = type.breaks.length;
    for (let taken = 0; taken <= n; taken++) {
      if (labels[taken] === Infinity) continue;
      for (let then = taken; then <= n; then++) {
        if (drive(type.breaks, taken, then, labels[taken]!, leg) <= this.latest[s * this.width + then]!) return true;
      }
    }
    return false;
  }

  /** Moves labels of departures from one node on to those of the next; returns false if none is left. */
  step(type: TypeModel, from: number, to: number, labels: Float64Array): boolean {
    const leg = this.leg(type, from, to);
    const { moved } = this;
    const n = type.breaks.length;
    let any = false;
    for (let then = 0; then <= n; then++) {
      let least = Infinity;
      for (let taken = 0; taken <= then; taken++) {
        if (labels[taken] === Infinity) continue;
        const arrival = drive(type.breaks, taken, then, labels[taken]!, leg);
        const left = arrival === Infinity ? Infinity : this.served(type, to, arrival);
        if (left < least) least = left;
      }
      moved[then] = least;
      if (least < Infinity) any = true;
    }
    for (let k = 0; k <= n; k++) labels[k] = moved[k]!;
    return any;
  }

  /** Returns the first moment from `arrival` on that lies in a window of the job, or Infinity. */
  beginFrom(job: number, arrival: number): number {
    const windows = this.model.windows[job] ?? null;
    if (windows === null) return arrival > this.model.open[job]! ? arrival : this.model.open[job]!;
    for (let w = 0; w < windows.length; w += 2) {
      if (arrival <= windows[w + 1]!) return Math.max(arrival, windows[w]!);
    }
    return Infinity;
  }

  protected leg(type: TypeModel, from: number, to: number): number {
    const { row } = this.lists;
    return type.duration[row[from]! * this.model.size + row[to]!]!;
  }

  private served(type: TypeModel, node: number, arrival: number): number {
    const { model } = this;
    if (node >= model.firstReload) return Math.max(arrival + type.reloadSeconds, this.readyFrom[node]!);
    if (node >= model.jobs) return arrival <= type.close ? arrival : Infinity;
    const begin = this.beginFrom(node, arrival);
    return begin > model.close[node]! ? Infinity : begin + type.service[node]!;
  }

  /** One of the nodes `a` and `b` that are being inserted: a new reload waits for what its trip will carry. */
  private onward(type: TypeModel, from: number, to: number, t: number, s: number, a: number, b: number): number {
    const left = this.after(type, from, to, t);
    if (!this.model.released || to < this.model.firstReload) return left;
    let ready = s < this.model.jobs ? this.readyFrom[s]! : 0;
    if (to === a && b >= 0) ready = Math.max(ready, this.model.ready[b]!);
    return Math.max(left, ready);
  }

  /** Departure from `p` once its trip waits for what is inserted behind it, or no longer for what a reload cuts off. */
  private departureWaiting(type: TypeModel, p: number, s: number, a: number, b: number): number {
    const { model, depart, lists, readyFrom } = this;
    const { ready, firstReload, jobs } = model;
    const start = this.tripStart[p]!;
    const own = a < jobs ? ready[a]! : 0;
    const cut = a >= firstReload || b >= firstReload;
    if (!cut && own <= readyFrom[start]!) return depart[p * this.width]!;
    let waits = cut || s >= jobs ? own : Math.max(own, readyFrom[s]!);
    for (let node = p; node !== start; node = lists.previous[node]!) if (ready[node]! > waits) waits = ready[node]!;
    if (waits === readyFrom[start]) return depart[p * this.width]!;
    let t = Math.max(this.unready[start]!, waits);
    for (let node = start; node !== p && t < Infinity;) {
      const to = lists.next[node]!;
      t = this.after(type, node, to, t);
      node = to;
    }
    return t;
  }

  protected findReady(r: number): void {
    const { jobs, ready, firstReload } = this.model;
    const { previous, next } = this.lists;
    const start = jobs + 2 * r;
    let most = 0;
    for (let node = previous[start + 1]!; ; node = previous[node]!) {
      if (node < jobs) most = Math.max(most, ready[node]!);
      this.readyFrom[node] = most;
      if (node >= firstReload) most = 0;
      if (node === start) break;
    }
    let trip = start;
    for (let node = start; node !== start + 1; node = next[node]!) {
      if (node >= firstReload) trip = node;
      this.tripStart[node] = trip;
    }
  }

  private refreshUnbroken(r: number, type: TypeModel): boolean {
    const { model, lists, depart, latest, width } = this;
    const { jobs, size, firstReload, released, severalWindows, open, close } = model;
    const { next, previous, row } = lists;
    const { duration, service } = type;
    const start = jobs + 2 * r;
    const end = start + 1;
    let t = released && this.readyFrom[start]! > type.open ? this.readyFrom[start]! : type.open;
    this.unready[start] = type.open;
    depart[start * width] = t;
    for (let p = start, node = next[start]!; ; p = node, node = next[node]!) {
      t += duration[row[p]! * size + row[node]!]!;
      if (node < jobs) {
        const begin = severalWindows ? this.beginFrom(node, t) : t > open[node]! ? t : open[node]!;
        if (begin > close[node]!) {
          this.firstLate = node;
          return false;
        }
        t = begin + service[node]!;
      } else if (node >= firstReload) {
        t += type.reloadSeconds;
        this.unready[node] = t;
        if (released && this.readyFrom[node]! > t) t = this.readyFrom[node]!;
      }
      depart[node * width] = t;
      if (node === end) break;
    }
    if (t > type.close) {
      this.firstLate = end;
      return false;
    }
    latest[end * width] = type.close;
    let by = type.close;
    for (let s = end, node = previous[end]!; node !== start; s = node, node = previous[node]!) {
      by -= duration[row[node]! * size + row[s]!]!;
      if (node < jobs) {
        by -= service[node]!;
        by = severalWindows ? this.latestWithin(node, by) : by < close[node]! ? by : close[node]!;
      } else {
        by -= type.reloadSeconds;
      }
      latest[node * width] = by;
    }
    return true;
  }

  private refreshBroken(r: number, type: TypeModel): boolean {
    const { model, lists, depart, latest, width, labels } = this;
    const { jobs } = model;
    const { next, previous } = lists;
    const n = type.breaks.length;
    const start = jobs + 2 * r;
    const end = start + 1;
    labels.fill(Infinity);
    labels[0] = Math.max(type.open, model.released ? this.readyFrom[start]! : type.open);
    for (let k = 0; k < width; k++) depart[start * width + k] = labels[k]!;
    for (let p = start; p !== end;) {
      const node = next[p]!;
      if (!this.step(type, p, node, labels)) {
        this.firstLate = node;
        return false;
      }
      for (let k = 0; k < width; k++) depart[node * width + k] = labels[k]!;
      p = node;
    }
    if (labels[n] === Infinity) {
      this.firstLate = end;
      return false;
    }
    for (let k = 0; k < width; k++) latest[end * width + k] = k === n ? type.close : -Infinity;
    for (let s = end, node = previous[end]!; node !== start; s = node, node = previous[node]!) {
      const leg = this.leg(type, node, s);
      for (let taken = 0; taken < width; taken++) {
        let most = -Infinity;
        for (let then = taken; then <= n; then++) {
          const arrival = latest[s * width + then]!;
          if (arrival > -Infinity) most = Math.max(most, leaveBy(type.breaks, taken, then, arrival, leg));
        }
        if (node < jobs) latest[node * width + taken] = this.latestWithin(node, most - type.service[node]!);
        else latest[node * width + taken] = most - type.reloadSeconds;
      }
    }
    return true;
  }

  /** Returns the last moment up to `bound` that lies in a window of the job, or -Infinity. */
  protected latestWithin(job: number, bound: number): number {
    const windows = this.model.windows[job] ?? null;
    if (windows === null) return bound >= this.model.open[job]! ? Math.min(bound, this.model.close[job]!) : -Infinity;
    for (let w = windows.length - 2; w >= 0; w -= 2) {
      if (bound >= windows[w]!) return Math.min(bound, windows[w + 1]!);
    }
    return -Infinity;
  }
}

/** Returns the arrival after a leg of `leg` seconds from `t` on which the breaks `first` to `last - 1` are taken; Infinity: one would be too late. */
export function drive(breaks: readonly BreakModel[], first: number, last: number, t: number, leg: number): number {
  let arrival = t + leg;
  for (let k = first; k < last; k++) {
    const { open, close, seconds } = breaks[k]!;
    let w = 0;
    while (w < close.length && t > close[w]!) w++;
    if (w === close.length || t >= FORBIDDEN_SECONDS) return Infinity;
    const opens = open[w]!;
    arrival = (arrival > opens ? arrival : opens) + seconds;
    t = (t > opens ? t : opens) + seconds;
  }
  return arrival;
}

/** The latest departure on such a leg that still arrives at `arrival`; -Infinity: none. */
function leaveBy(breaks: readonly BreakModel[], first: number, last: number, arrival: number, leg: number): number {
  return last === first ? arrival - leg : backThrough(breaks, first, last - 1, arrival, Infinity, leg);
}

/** `arrives` bounds the arrival after break k, `over` the end of the break where it is the next one's turn. */
function backThrough(
  breaks: readonly BreakModel[],
  first: number,
  k: number,
  arrives: number,
  over: number,
  leg: number,
): number {
  if (k < first) return Math.min(over, arrives - leg);
  const { open, close, seconds } = breaks[k]!;
  let most = -Infinity;
  for (let w = close.length - 1; w >= 0; w--) {
    if (open[w]! + seconds > arrives || open[w]! + seconds > over) continue;
    const begins = Math.min(close[w]!, over - seconds);
    most = Math.max(most, backThrough(breaks, first, k - 1, arrives - seconds, begins, leg));
  }
  return most;
}
