import type { FleetModel } from './model';
import type { Routes } from './routes';

/** Differences below it are rounding, not improvement. */
const ROUNDING = 1e-7;

/** A plan put aside: the successors say all. */
export class Snapshot {
  readonly next: Int32Array;
  cost = Infinity;
  absentWeight = Infinity;

  constructor(model: FleetModel) {
    this.next = new Int32Array(model.nodes);
  }

  take(routes: Routes): void {
    this.next.set(routes.next);
    this.cost = routes.cost;
    this.absentWeight = routes.absentWeight;
  }

  restore(routes: Routes): void {
    routes.adopt(this.next);
  }

  isWorseThan(other: { readonly cost: number; readonly absentWeight: number }): boolean {
    if (other.absentWeight !== this.absentWeight) return other.absentWeight < this.absentWeight;
    return other.cost < this.cost - ROUNDING;
  }
}
