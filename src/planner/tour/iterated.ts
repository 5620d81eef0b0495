import type { Budget } from '../budget';
import { keepCompiled } from '../compiled';
import type { Rng } from '../rng';
import { alphaCandidates } from './alpha';
import { ArrayTour } from './array-tour';
import { DoubleBridge } from './double-bridge';
import type { Candidates, TourGraph } from './graph';
import { greedyTour } from './greedy';
import { LinKernighan } from './lin-kernighan';
import { candidateNodes } from './neighbours';
import { WorkQueue } from './work-queue';

/** The first temperature, in mean edges of the tour. */
const HEAT = 0.6;

/**
 * Improves a tour by iterated local search (Lourenço, Martin and Stützle 2003): kick the tour in one place, repair it from the nodes touched
 * only, and go back by the undo log if it became too much longer. "Too much" cools down with the budget (Martin, Otto and
 * Felten's large-step Markov chain, 1991), since a thousand stops have many optima that no single kick leaves.
 */
export function iteratedSearch(graph: TourGraph, budget: Budget, rng: Rng): Int32Array {
  const start = firstOptimum(graph, budget);
  const { order } = start;
  // The prices of alpha-nearness change all tours alike: what follows need not know of them.
  const { graph: priced, lists, width } = alphaCandidates(graph, order, budget) ?? start;
  const tour = new ArrayTour(priced, order);
  const search = new LinKernighan(priced, lists, width, tour);
  const bridge = new DoubleBridge(tour, priced.cost, rng);
  const queue = new WorkQueue(graph.size);

  const hottest = (HEAT * lengthOf(graph, order)) / graph.size;
  const best = tour.order.slice();
  let excess = 0;
  keepCompiled('tour', { tour, search, bridge, queue, rng });
  while (budget.next()) {
    const delta = bridge.kick(queue) - descend(search, queue);
    if (delta > 0 && delta > -hottest * (1 - budget.fraction) * Math.log(1 - rng.float())) {
      tour.undo();
      continue;
    }
    tour.forget();
    excess += delta;
    if (excess < 0) {
      best.set(tour.order);
      excess = 0;
    }
  }
  return best;
}

/** Starts from the greedy tour, with candidates by distance. */
function firstOptimum(graph: TourGraph, budget: Budget): Candidates & { readonly order: Int32Array } {
  const width = Math.min(graph.neighbours, graph.size - 1);
  const lists = candidateNodes(graph, width);
  const tour = new ArrayTour(graph, greedyTour(graph, lists, width));
  const queue = new WorkQueue(graph.size);
  for (let i = 0; i < graph.size; i++) queue.push(tour.order[i]!);
  descend(new LinKernighan(graph, lists, width, tour), queue, budget);
  return { graph, lists, width, order: tour.order };
}

/** Until no node in the queue can improve; the total gain. */
function descend(search: LinKernighan, queue: WorkQueue, budget?: Budget): number {
  let total = 0;
  let looked = 0;
  for (let node = queue.pop(); node >= 0; node = queue.pop()) {
    for (let gain = search.improve(node); gain > 0; gain = search.improve(node)) {
      total += gain;
      for (let i = 0; i < search.touchedCount; i++) queue.push(search.touched[i]!);
    }
    if ((++looked & 63) === 0 && budget?.exhausted() === true) break;
  }
  return total;
}

/** Returns the cost without the fixed edges' bonus. */
function lengthOf({ cost, size }: TourGraph, order: Int32Array): number {
  let length = 0;
  for (let i = 0; i < size; i++) length += Math.max(0, cost[order[i]! * size + order[i + 1 === size ? 0 : i + 1]!]!);
  return length;
}
