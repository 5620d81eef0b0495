import type { Rng } from '../rng';
import type { Neighbours } from '../model/proximity';
import type { CheapestPlace } from './cheapest-place';
import type { PenalizedRoutes } from './penalized-routes';

/**
 * Selective route exchange (Nagata, Bräysy and Dullaert 2010, "A penalty-based edge assembly memetic algorithm for the VRPTW"):
 * a few adjacent routes of one parent take the place of those routes of the other that share most stops with them.
 */
export class RouteExchange {
  /** Whether, by slot, the child's route is none of the first parent's. */
  readonly changed: Uint8Array;
  private readonly slotA: Int32Array;
  private readonly slotB: Int32Array;
  private readonly leaving: Uint8Array;
  private readonly overlap: Int32Array;
  /** Slots of the second parent whose routes come, as a list and marked. */
  private readonly coming: Int32Array;
  private readonly comes: Uint8Array;
  private readonly left: Int32Array;

  constructor(
    private readonly routes: PenalizedRoutes,
    private readonly neighbours: Neighbours,
    private readonly place: CheapestPlace,
    private readonly rng: Rng,
  ) {
    const { nodes, slots, jobs } = routes.model;
    this.changed = new Uint8Array(slots);
    this.slotA = new Int32Array(nodes);
    this.slotB = new Int32Array(nodes);
    this.leaving = new Uint8Array(slots);
    this.overlap = new Int32Array(slots);
    this.coming = new Int32Array(slots);
    this.comes = new Uint8Array(slots);
    this.left = new Int32Array(jobs);
  }

  /** Leaves the child of the plans `a` and `b`, given by their successors, in `routes`. */
  cross(a: Int32Array, b: Int32Array): void {
    const { rng, changed, leaving } = this;
    this.readSlots(a, this.slotA);
    const used = this.readSlots(b, this.slotB);
    const count = this.chooseComing(1 + rng.below(Math.max(1, used - 1)));
    this.chooseLeaving(b, count);
    changed.set(leaving);
    this.empty();
    this.keepRoutes(a, rng.below(2) === 0);
    for (let c = 0; c < count; c++) this.copyRoute(b, this.coming[c]!);
    this.placeRest();
  }

  /** Inserts all jobs in random order, each where it costs least. */
  scatter(): void {
    this.changed.fill(1);
    this.empty();
    this.placeRest();
  }

  private empty(): void {
    const { next, slot, model } = this.routes;
    slot.fill(-1);
    for (let r = 0; r < model.slots; r++) {
      const start = model.jobs + 2 * r;
      next[start] = start + 1;
      slot[start] = slot[start + 1] = r;
    }
  }

  /** The routes of `a` that stay: with all their stops, or without those that come with a route of the other. */
  private keepRoutes(a: Int32Array, whole: boolean): void {
    const { next, slot, model } = this.routes;
    const { jobs, slots } = model;
    for (let r = 0; r < slots; r++) {
      if (this.leaving[r] === 1) continue;
      let p = jobs + 2 * r;
      for (let node = a[p]!; node < jobs; node = a[node]!) {
        if (!whole && this.comes[this.slotB[node]!] === 1) {
          this.changed[r] = 1;
          continue;
        }
        next[p] = node;
        slot[node] = r;
        p = node;
      }
      next[p] = jobs + 2 * r + 1;
    }
  }

  private copyRoute(b: Int32Array, source: number): void {
    const { next, slot, model } = this.routes;
    const { jobs, slotType, firstSlot } = model;
    const type = slotType[source]!;
    let target = firstSlot[type]!;
    while (target < firstSlot[type + 1]! && next[jobs + 2 * target] !== jobs + 2 * target + 1) target++;
    if (target === firstSlot[type + 1]!) return;
    this.changed[target] = 1;
    let p = jobs + 2 * target;
    for (let node = b[jobs + 2 * source]!; node < jobs; node = b[node]!) {
      if (slot[node]! >= 0) continue;
      next[p] = node;
      slot[node] = target;
      p = node;
    }
    next[p] = jobs + 2 * target + 1;
  }

  private placeRest(): void {
    const { routes, left } = this;
    const { slots, jobs } = routes.model;
    for (let r = 0; r < slots; r++) routes.refresh(r);
    let count = 0;
    for (let i = 0; i < jobs; i++) if (routes.slot[i]! < 0) left[count++] = i;
    const rest = left.subarray(0, count);
    this.rng.shuffle(rest);
    for (const job of rest) this.changed[this.place.insert(job)] = 1;
  }

  /** The routes of the second parent around a random job. */
  private chooseComing(wanted: number): number {
    const { neighbours, slotB, comes, coming } = this;
    comes.fill(0);
    const seed = this.rng.below(this.routes.model.jobs);
    let count = 0;
    for (let k = -1; k < neighbours.count[seed]! && count < wanted; k++) {
      const job = k < 0 ? seed : neighbours.list[seed * neighbours.width + k]!;
      const r = slotB[job]!;
      if (comes[r] === 1) continue;
      comes[r] = 1;
      coming[count++] = r;
    }
    return count;
  }

  /** Chooses as many routes of the first parent as come, those that share most stops with them. */
  private chooseLeaving(b: Int32Array, count: number): void {
    const { overlap, leaving, coming, slotA } = this;
    const { jobs, slots } = this.routes.model;
    overlap.fill(0);
    leaving.fill(0);
    for (let c = 0; c < count; c++) {
      for (let node = b[jobs + 2 * coming[c]!]!; node < jobs; node = b[node]!) overlap[slotA[node]!]!++;
    }
    for (let c = 0; c < count; c++) {
      let most = 0;
      for (let r = 1; r < slots; r++) if (overlap[r]! > overlap[most]!) most = r;
      if (overlap[most] === 0) return;
      overlap[most] = 0;
      leaving[most] = 1;
    }
  }

  /** Returns how many slots are in use. */
  private readSlots(next: Int32Array, slot: Int32Array): number {
    const { jobs, slots } = this.routes.model;
    let used = 0;
    for (let r = 0; r < slots; r++) {
      const first = next[jobs + 2 * r]!;
      if (first < jobs) used++;
      for (let node = first; node < jobs; node = next[node]!) slot[node] = r;
    }
    return used;
  }
}
