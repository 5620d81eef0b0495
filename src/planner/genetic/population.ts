import type { Rng } from '../rng';
import type { Individual, Neighbour } from './individual';

/** How many of the cheapest survive in any case. */
const ELITE = 4;
/** Diversity is the mean distance to this many others. */
const CLOSE = 4;

/** Feasible or infeasible individuals, the fittest those that are cheap and different (Vidal et al. 2012; Vidal 2022). */
export class Population {
  readonly members: Individual[] = [];

  /** How many survive a selection, and there is one when they have doubled. */
  constructor(private readonly smallest: number) {}

  add(individual: Individual): void {
    for (const other of this.members) {
      const distance = individual.distanceTo(other);
      enter(individual.neighbours, { other, distance });
      enter(other.neighbours, { other: individual, distance });
    }
    this.members.push(individual);
    if (this.members.length > 2 * this.smallest) this.selectSurvivors();
    this.rank();
  }

  /** Fitness after Vidal et al. (2012): the rank by cost plus that by diversity, which weighs less the fewer the elite. */
  rank(): void {
    const { members } = this;
    const n = members.length;
    members.sort((a, b) => a.penalized - b.penalized);
    const diversityWeight = n <= ELITE ? 0 : 1 - ELITE / n;
    members.forEach((member, costRank) => {
      member.diversity = diversity(member);
      member.fitness = costRank / n;
    });
    const byDiversity = [...members].sort((a, b) => b.diversity - a.diversity);
    byDiversity.forEach((member, diversityRank) => (member.fitness += (diversityWeight * diversityRank) / n));
  }

  private selectSurvivors(): void {
    const { members } = this;
    while (members.length > this.smallest) {
      this.rank();
      const worst = members.reduce((a, b) => (removalKey(b) > removalKey(a) ? b : a));
      members.splice(members.indexOf(worst), 1);
      for (const { neighbours } of members) {
        const at = neighbours.findIndex(({ other }) => other === worst);
        neighbours.splice(at, 1);
      }
    }
  }
}

/** Returns the fitter of two random members of both populations. */
export function tournament(feasible: Population, infeasible: Population, rng: Rng): Individual {
  const draw = (): Individual => {
    const k = rng.below(feasible.members.length + infeasible.members.length);
    return feasible.members[k] ?? infeasible.members[k - feasible.members.length]!;
  };
  const a = draw();
  const b = draw();
  return a.fitness <= b.fitness ? a : b;
}

/** Clones first, then the least fit. */
function removalKey({ neighbours, fitness }: Individual): number {
  return neighbours[0]?.distance === 0 ? fitness + 2 : fitness;
}

function diversity({ neighbours }: Individual): number {
  const count = Math.min(CLOSE, neighbours.length);
  let sum = 0;
  for (let k = 0; k < count; k++) sum += neighbours[k]!.distance;
  return count === 0 ? 0 : sum / count;
}

function enter(neighbours: Neighbour[], neighbour: Neighbour): void {
  let at = neighbours.length;
  while (at > 0 && neighbours[at - 1]!.distance > neighbour.distance) at--;
  neighbours.splice(at, 0, neighbour);
}
