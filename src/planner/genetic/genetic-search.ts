import type { Budget } from '../budget';
import type { Rng } from '../rng';
import type { FleetModel } from '../model/fleet-model';
import type { Proximity } from '../model/proximity';
import { Individual } from './individual';
import { LocalSearch } from './local-search';
import { PenalizedRoutes } from './penalized-routes';
import { PenaltyControl } from './penalty-control';
import { CheapestPlace } from './cheapest-place';
import { Population, tournament } from './population';
import { RouteExchange } from './route-exchange';

/** Survivors of a selection: the more generations there is time for, the later may they be alike. */
const FEWEST_SURVIVORS = 8;
const MOST_SURVIVORS = 25;
/** Share of the search after which the plan it was given joins in; earlier, it makes its descendants rule too soon. */
const GIVEN_PLAN_JOINS_AT = 0.25;

/**
 * Hybrid genetic search (Vidal et al. 2012; Vidal 2022; for windows Kool et al. 2022 and Wouda, Lan and Kool 2024, "PyVRP"):
 * offspring of two plans by route exchange, improved by local search that may break capacities and windows at a price.
 * For problems all of whose jobs fit, in at most one window each and without forbidden legs.
 */
export class GeneticSearch {
  private readonly control: PenaltyControl;
  private readonly routes: PenalizedRoutes;
  private readonly search: LocalSearch;
  private readonly exchange: RouteExchange;
  private readonly feasible: Population;
  private readonly infeasible: Population;
  private readonly survivors: number;
  private readonly given: Individual;
  private readonly allRoutes: Uint8Array;
  /** Steps of ruin and recreate that take about the time of one offspring: what an offspring counts as. */
  private readonly worth: number;
  best: Individual;

  /** `given`: the successors of a feasible plan. `generationsAJob`: how many the budget is expected to allow, by the job. */
  constructor(
    model: FleetModel,
    { nearest, predecessors }: Proximity,
    private readonly budget: Budget,
    private readonly rng: Rng,
    given: Int32Array,
    generationsAJob: number,
  ) {
    this.survivors = Math.round(Math.max(FEWEST_SURVIVORS, Math.min(MOST_SURVIVORS, 5 * Math.sqrt(generationsAJob))));
    this.feasible = new Population(this.survivors);
    this.infeasible = new Population(this.survivors);
    this.control = new PenaltyControl(model);
    this.routes = new PenalizedRoutes(model, this.control.prices);
    this.search = new LocalSearch(this.routes, predecessors, budget, rng);
    const place = new CheapestPlace(this.routes, predecessors);
    this.exchange = new RouteExchange(this.routes, nearest, place, rng);
    this.allRoutes = new Uint8Array(model.slots).fill(1);
    this.worth = Math.ceil(model.jobs / 2);
    this.routes.adopt(given);
    this.given = this.best = new Individual(this.routes);
  }

  run(): void {
    const { rng, feasible, infeasible, exchange, budget, survivors } = this;
    const joinAt = budget.fraction + (1 - budget.fraction) * GIVEN_PLAN_JOINS_AT;
    let joined = false;
    for (let i = 0; i < survivors && this.mayGoOn(); i++) {
      exchange.scatter();
      this.improve();
    }
    while (this.mayGoOn()) {
      if (!joined && budget.fraction >= joinAt) {
        joined = true;
        this.enrol(this.given);
      }
      const a = tournament(feasible, infeasible, rng);
      let b = tournament(feasible, infeasible, rng);
      for (let k = 0; k < 5 && b === a; k++) b = tournament(feasible, infeasible, rng);
      exchange.cross(a.next, b.next);
      this.improve();
    }
  }

  private mayGoOn(): boolean {
    for (let k = 0; k < this.worth; k++) if (!this.budget.next()) return false;
    return true;
  }

  private improve(): void {
    const { routes, search, control } = this;
    search.run(this.exchange.changed);
    const individual = new Individual(routes);
    this.enrol(individual);
    if (control.observe(individual)) this.reprice();
    if (individual.feasible || this.rng.below(2) === 0) return;
    control.raised(() => {
      routes.reprice();
      search.run(this.allRoutes);
    });
    routes.reprice();
    const repaired = new Individual(routes);
    if (repaired.feasible) this.enrol(repaired);
  }

  private enrol(individual: Individual): void {
    this.control.penalize(individual);
    (individual.feasible ? this.feasible : this.infeasible).add(individual);
    if (individual.feasible && individual.cost < this.best.cost) this.best = individual;
  }

  private reprice(): void {
    this.infeasible.members.forEach((member) => {
      this.control.penalize(member);
    });
    this.infeasible.rank();
  }
}
