import type { Rng } from '../rng';
import { Insertion } from './insertion';
import type { Journal } from './journal';
import type { Predecessors } from './proximity';
import { RecreateOrder } from './recreate-order';
import type { Routes } from './routes';

/**
 * Greedy insertion with blinks (Christiaens and Vanden Berghe 2020): the absent jobs, in a random order of several sensible
 * ones, go where they cost least, into a new route if that is cheaper.
 */
export class Recreate {
  private readonly order: RecreateOrder;
  private readonly insertion: Insertion;

  constructor(
    private readonly routes: Routes,
    private readonly journal: Journal,
    predecessors: Predecessors,
    rng: Rng,
  ) {
    this.order = new RecreateOrder(routes.model, rng);
    this.insertion = new Insertion(routes, predecessors, rng);
  }

  /**
   * Gives up, and returns false, as soon as the plan costs more than `limit`, or a job finds no place and `mustPlace`: then
   * `routes.absent` is not kept, and only the journal restores it.
   */
  run(limit = Infinity, mustPlace = false): boolean {
    const { routes, insertion } = this;
    this.order.sort(routes.absent, routes.absentCount);
    insertion.begin();
    let left = 0;
    for (let a = 0; a < routes.absentCount; a++) {
      const job = routes.absent[a]!;
      const p = insertion.find(job);
      if (p >= 0) {
        this.insert(job, p);
        if (routes.cost > limit) return false;
      } else {
        if (mustPlace) return false;
        routes.absent[left++] = job;
      }
    }
    routes.absentCount = left;
    return true;
  }

  private insert(job: number, p: number): void {
    const { routes } = this;
    const r = routes.slot[p]!;
    this.journal.save(r);
    this.insertion.inserted(r, routes.size[r] === 0);
    routes.insertAfter(p, job);
  }
}
