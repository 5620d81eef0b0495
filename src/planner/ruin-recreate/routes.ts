import type { Solution } from '../model/solution';
import type { FleetModel } from '../model/fleet-model';
import { RouteTimes } from './route-times';

/** A feasible set of routes as doubly linked lists, and the jobs in none. */
export class Routes {
  readonly next: Int32Array;
  readonly previous: Int32Array;
  /** The slot of a node, by node; -1 for a job in no route. */
  readonly slot: Int32Array;
  readonly size: Int32Array;
  readonly load: Float64Array;
  /** How much of the first dimension still fits, by slot: the quickest reason to pass a route over. */
  readonly room: Float64Array;
  /** The cost of the leg to the next node, by node, as a matrix of a thousand jobs is too large for the cache. */
  readonly link: Float64Array;
  /** The seconds of that leg, by node; the same array where the problem has one figure for both, or time is no matter. */
  readonly drive: Float64Array;
  readonly times: RouteTimes;
  /** Slots of each type (from `firstSlot`), those in use first; `used` counts them. */
  readonly order: Int32Array;
  readonly used: Int32Array;
  private readonly place: Int32Array;
  readonly absent: Int32Array;
  absentCount = 0;
  cost = 0;
  /** The sum of the absent jobs' weights. */
  absentWeight = 0;

  constructor(readonly model: FleetModel) {
    const { jobs, nodes, slots, types, dimensions } = model;
    this.next = new Int32Array(nodes);
    this.previous = new Int32Array(nodes);
    this.slot = new Int32Array(nodes).fill(-1);
    this.size = new Int32Array(slots);
    this.load = new Float64Array(slots * dimensions);
    this.room = new Float64Array(slots);
    this.link = new Float64Array(nodes);
    this.drive = model.timed && model.duration !== model.cost ? new Float64Array(nodes) : this.link;
    this.times = new RouteTimes(model, this);
    this.order = Int32Array.from({ length: slots }, (_, slot) => slot);
    this.place = Int32Array.from(this.order);
    this.used = new Int32Array(types);
    this.absent = new Int32Array(jobs);
    this.clear();
  }

  /** Takes every job out of its route. */
  clear(): void {
    const { jobs, slots, row, size, weight } = this.model;
    this.size.fill(0);
    this.load.fill(0);
    this.used.fill(0);
    this.cost = 0;
    for (let r = 0; r < slots; r++) {
      const start = jobs + 2 * r;
      this.slot[start] = this.slot[start + 1] = r;
      this.next[start] = start + 1;
      this.previous[start + 1] = start;
      this.setLink(start, row[start]! * size + row[start + 1]!);
      this.cost += this.link[start]!;
      this.measureRoom(r);
      this.times.update(r);
    }
    this.absentWeight = 0;
    this.absentCount = jobs;
    for (let i = 0; i < jobs; i++) {
      this.slot[i] = -1;
      this.absent[i] = i;
      this.absentWeight += weight[i]!;
    }
  }

  /** Becomes the plan whose successors are `next`. */
  adopt(next: Int32Array): void {
    const { jobs, slots } = this.model;
    this.clear();
    for (let r = 0; r < slots; r++) {
      const start = jobs + 2 * r;
      for (let p = start, node = next[start]!; node !== start + 1; p = node, node = next[node]!)
        this.insertAfter(p, node);
    }
    this.collectAbsent();
  }

  /** Lists the absent jobs anew, for callers that relink routes themselves. */
  collectAbsent(): void {
    this.absentCount = 0;
    for (let i = 0; i < this.model.jobs; i++) if (this.slot[i]! < 0) this.absent[this.absentCount++] = i;
  }

  /** Whether the job may ride with the vehicle of this slot as it is loaded now; times not looked at. */
  fits(r: number, job: number): boolean {
    const { jobs, slotType, compatible, dimensions, demand, capacity } = this.model;
    const type = slotType[r]!;
    if (compatible[type * jobs + job] === 0) return false;
    for (let d = 0; d < dimensions; d++) {
      if (this.load[r * dimensions + d]! + demand[job * dimensions + d]! > capacity[type * dimensions + d]!)
        return false;
    }
    return true;
  }

  /** Links the job in after `p`, which must be feasible; the absent list is the caller's. */
  insertAfter(p: number, job: number): void {
    const { row, size, weight, timed, dimensions, demand } = this.model;
    const s = this.next[p]!;
    const r = this.slot[p]!;
    const before = this.link[p]!;
    this.setLink(p, row[p]! * size + job);
    this.setLink(job, job * size + row[s]!);
    this.cost += this.link[p]! + this.link[job]! - before;
    this.absentWeight -= weight[job]!;
    this.next[p] = this.previous[s] = job;
    this.previous[job] = p;
    this.next[job] = s;
    this.slot[job] = r;
    for (let d = 0; d < dimensions; d++) this.load[r * dimensions + d]! += demand[job * dimensions + d]!;
    this.measureRoom(r);
    if (this.size[r]!++ === 0) this.markUsed(r);
    if (timed) this.times.updateAround(job);
  }

  /** Takes the jobs between `p` and `s`, nodes of one route, out of it: they become absent. Times are the caller's. */
  removeBetween(p: number, s: number): void {
    const { row, size, weight, dimensions, demand } = this.model;
    const { next, slot, link, load, absent } = this;
    const r = slot[s]!;
    let before = link[p]!;
    let removed = 0;
    for (let job = next[p]!; job !== s; job = next[job]!) {
      before += link[job]!;
      slot[job] = -1;
      absent[this.absentCount + removed++] = job;
      this.absentWeight += weight[job]!;
      for (let d = 0; d < dimensions; d++) load[r * dimensions + d]! -= demand[job * dimensions + d]!;
    }
    this.absentCount += removed;
    next[p] = s;
    this.previous[s] = p;
    this.setLink(p, row[p]! * size + row[s]!);
    this.cost += link[p]! - before;
    this.setSize(r, this.size[r]! - removed);
    this.measureRoom(r);
  }

  private setLink(node: number, cell: number): void {
    this.link[node] = this.model.cost[cell]!;
    if (this.drive !== this.link) this.drive[node] = this.model.duration[cell]!;
  }

  /** Moves all stops of route `b` behind those of route `a`, which must be feasible. */
  append(a: number, b: number): void {
    const { jobs } = this.model;
    const { absent, absentCount } = this;
    let p = this.previous[jobs + 2 * a + 1]!;
    this.removeBetween(jobs + 2 * b, jobs + 2 * b + 1);
    for (let k = absentCount; k < this.absentCount; k++) {
      this.insertAfter(p, absent[k]!);
      p = absent[k]!;
    }
    this.absentCount = absentCount;
    this.times.update(a);
    this.times.update(b);
  }

  /** Brings `room` up to date after a change of a route's load. */
  measureRoom(r: number): void {
    const { dimensions, capacity, slotType } = this.model;
    if (dimensions > 0) this.room[r] = capacity[slotType[r]! * dimensions]! - this.load[r * dimensions]!;
    else this.room[r] = Infinity;
  }

  /** Sets the number of stops of a route, for callers that relink stops themselves. */
  setSize(r: number, stops: number): void {
    const before = this.size[r]!;
    this.size[r] = stops;
    if (before === 0 && stops > 0) this.markUsed(r);
    if (before > 0 && stops === 0) this.markEmpty(r);
  }

  private markUsed(r: number): void {
    const type = this.model.slotType[r]!;
    this.swap(this.place[r]!, this.model.firstSlot[type]! + this.used[type]!++);
  }

  private markEmpty(r: number): void {
    const type = this.model.slotType[r]!;
    this.load.fill(0, r * this.model.dimensions, (r + 1) * this.model.dimensions);
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

  /** Returns the mean cost of the legs between jobs, as those from and to depots are not alike; 0 if there are none. */
  meanLeg(): number {
    const { jobs } = this.model;
    let sum = 0;
    let legs = 0;
    for (let job = 0; job < jobs; job++) {
      if (this.slot[job]! < 0 || this.next[job]! >= jobs) continue;
      sum += this.link[job]!;
      legs++;
    }
    return legs > 0 ? sum / legs : 0;
  }

  /** Returns the routes as sequences of jobs, empty ones left out. */
  toSolution(): Solution {
    const { jobs, types, firstSlot } = this.model;
    const { next } = this;
    const sequences: { vehicle: number; index: number; jobs: number[] }[] = [];
    for (let type = 0; type < types; type++) {
      let index = 0;
      for (let r = firstSlot[type]!; r < firstSlot[type + 1]!; r++) {
        const stops: number[] = [];
        for (let node = next[jobs + 2 * r]!; node < jobs; node = next[node]!) stops.push(node);
        if (stops.length > 0) sequences.push({ vehicle: type, index: index++, jobs: stops });
      }
    }
    return { sequences, unassigned: Array.from(this.absent.subarray(0, this.absentCount)).sort((a, b) => a - b) };
  }
}
