import type { FleetModel } from '../model/fleet-model';
import type { Predecessors } from '../model/proximity';
import { LARGEST_KEY, radixOrder } from './radix-order';
import type { Routes } from '../ruin-recreate/routes';

/**
 * Plans by the parallel savings algorithm (Clarke and Wright 1964, "Scheduling of vehicles from a central depot to a number of delivery
 * points") for a fleet of one vehicle type with a slot for every job; each merge joins the end of one route to the beginning
 * of another, whose direction stays, so windows and asymmetric costs need no special case. Fills empty `routes`.
 */
export function buildBySavings(routes: Routes, predecessors: Predecessors): void {
  const { model } = routes;
  const { jobs } = model;
  const { next, previous } = routes;
  for (let i = 0, left = 0; i < jobs; i++) {
    const start = jobs + 2 * i;
    if (!isServable(routes, start, i)) routes.absent[left++] = i;
    else routes.insertAfter(start, i);
    routes.absentCount = left;
  }
  const ranked = rankSavings(model, predecessors);
  for (let k = 0; k < ranked.length; k += 2) {
    const p = ranked[k]!;
    const s = ranked[k + 1]!;
    if (routes.slot[p]! < 0 || routes.slot[s]! < 0 || routes.slot[p] === routes.slot[s]) continue;
    if (next[p]! < jobs || previous[s]! < jobs) continue;
    if (mayFollow(routes, p, s)) routes.append(routes.slot[p]!, routes.slot[s]!);
  }
}

function isServable(routes: Routes, start: number, job: number): boolean {
  const { jobs, timed, row, size, duration, close, service } = routes.model;
  const r = (start - jobs) >> 1;
  if (!routes.fits(r, job)) return false;
  if (!timed) return true;
  const begin = routes.times.beginFrom(job, routes.times.departure[start]! + duration[row[start]! * size + job]!);
  const back = begin + service[job]! + duration[job * size + row[start + 1]!]!;
  return begin <= close[job]! && back <= routes.times.latest[start + 1]!;
}

/** Whether the whole route that begins with `s` can follow the one that ends with `p`. */
function mayFollow(routes: Routes, p: number, s: number): boolean {
  const { dimensions, capacity, timed, size, duration } = routes.model;
  for (let d = 0; d < dimensions; d++) {
    const load = routes.load[routes.slot[p]! * dimensions + d]! + routes.load[routes.slot[s]! * dimensions + d]!;
    if (load > capacity[d]!) return false;
  }
  return !timed || routes.times.departure[p]! + duration[p * size + s]! <= routes.times.latest[s]!;
}

/** Pairs (predecessor, successor), greatest saving first; those that save nothing are left out. */
function rankSavings({ jobs, size, cost }: FleetModel, { width, list, count, legCost }: Predecessors): Int32Array {
  const home = Float64Array.from({ length: jobs }, (_, p) => cost[p * size + jobs + 1]!);
  const pairs = new Int32Array(2 * list.length);
  const savings = new Float64Array(list.length);
  let found = 0;
  let most = 1e-9;
  for (let s = 0; s < jobs; s++) {
    for (let k = s * width; k < s * width + count[s]!; k++) {
      const saving = home[list[k]!]! + cost[jobs * size + s]! - legCost[k]!;
      if (saving <= 0) continue;
      pairs[2 * found] = list[k]!;
      pairs[2 * found + 1] = s;
      savings[found++] = saving;
      if (saving > most) most = saving;
    }
  }
  const finest = LARGEST_KEY / most;
  const keys = new Int32Array(found);
  for (let k = 0; k < found; k++) keys[k] = (most - savings[k]!) * finest;
  const order = radixOrder(keys);
  const ranked = new Int32Array(2 * found);
  for (let k = 0; k < found; k++) {
    const position = order[k]!;
    ranked[2 * k] = pairs[2 * position]!;
    ranked[2 * k + 1] = pairs[2 * position + 1]!;
  }
  return ranked;
}
