import type { Lists } from './clock';
import type { RichModel } from './rich-model';

/** The order within routes: ranks (first, deliveries before pick-ups, last), who comes after whom, and pairs. */
export class VisitOrder {
  /** How many jobs of its route come before a node and it; of the end, all of them. */
  readonly position: Int32Array;
  /** The highest rank up to a node, and the lowest from it on. */
  private readonly rankTo: Int8Array;
  private readonly rankFrom: Int8Array;
  /** Jobs of each route that deliver, where those come first. */
  readonly deliveries: Int32Array;

  constructor(
    private readonly model: RichModel,
    private readonly lists: Lists,
  ) {
    this.position = new Int32Array(model.nodes);
    this.rankTo = new Int8Array(model.nodes);
    this.rankFrom = new Int8Array(model.nodes);
    this.deliveries = new Int32Array(model.slots);
  }

  /** Recomputes a route; returns whether it is in order. */
  refresh(r: number): boolean {
    const { model, lists, position, rankTo, rankFrom } = this;
    const { jobs } = model;
    const { next, previous } = lists;
    const { rank, deliveriesFirst } = model.types[model.slotType[r]!]!;
    const start = jobs + 2 * r;
    const end = start + 1;
    let inOrder = true;
    let at = 0;
    let highest = -1;
    let deliveries = 0;
    let pickups = 0;
    for (let node = start; ; node = next[node]!) {
      if (node < jobs) {
        at++;
        if (rank[node]! < highest) inOrder = false;
        else highest = rank[node]!;
        if (this.onlyCollects(node)) pickups++;
        else deliveries++;
      }
      position[node] = at;
      rankTo[node] = highest;
      if (node === end) break;
    }
    let lowest = 127;
    for (let node = end; ; node = previous[node]!) {
      if (node < jobs && rank[node]! < lowest) lowest = rank[node]!;
      rankFrom[node] = lowest;
      if (node === start) break;
    }
    this.deliveries[r] = deliveries;
    if (model.ordered) inOrder &&= this.keepsPrecedences(r);
    return inOrder && (!deliveriesFirst || pickups === 0 || deliveries > 0);
  }

  /** Whether the job may stand behind `p`. */
  allows(p: number, job: number): boolean {
    const { model, lists } = this;
    const r = lists.slot[p]!;
    if (model.ranked) {
      const { rank, deliveriesFirst } = model.types[model.slotType[r]!]!;
      const own = rank[job]!;
      if (this.rankTo[p]! > own || this.rankFrom[lists.next[p]!]! < own) return false;
      if (deliveriesFirst && this.deliveries[r] === 0 && this.onlyCollects(job)) return false;
    }
    if (!model.ordered) return true;
    const first = model.after[job]!;
    if (first >= 0 && lists.slot[first] === r && this.position[first]! > this.position[p]!) return false;
    return model.before[job]!.every((later) => lists.slot[later] !== r || this.position[later]! > this.position[p]!);
  }

  private keepsPrecedences(r: number): boolean {
    const { model, lists, position } = this;
    const end = model.jobs + 2 * r + 1;
    for (let node = lists.next[end - 1]!; node !== end; node = lists.next[node]!) {
      const first = node < model.jobs ? model.after[node]! : -1;
      if (first >= 0 && lists.slot[first] === r && position[first]! > position[node]!) return false;
    }
    return true;
  }

  private onlyCollects(job: number): boolean {
    const { collects } = this.model;
    return collects[job] === 1;
  }
}
