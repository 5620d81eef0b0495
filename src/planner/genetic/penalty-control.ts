import type { FleetModel } from '../model/fleet-model';
import type { Individual } from './individual';
import type { Penalties } from './penalized-routes';

/** Plans between two adjustments: short, as a run of half a second sees a few hundred. */
const ADJUST_EVERY = 20;
/** The first price of a second too late, in mean costs of a second's drive. */
const FIRST_WARP_PRICE = 4;
/** A price is never lowered below this share of its first value: rising again would take too long. */
const LEAST_SHARE = 1e-3;

/**
 * Keeps the share of plans that come out feasible around two fifths, by the prices of what makes them infeasible (Vidal et
 * al. 2012). Far off the mark the price moves fast.
 */
export class PenaltyControl {
  readonly prices: Penalties;
  private readonly least: Penalties;
  private seen = 0;
  private withinLoad = 0;
  private withinTime = 0;

  constructor({ jobs, size, cost, duration, demand }: FleetModel) {
    let most = 0;
    let costs = 0;
    let seconds = 0;
    for (let a = 0; a < jobs; a++) {
      for (let b = 0; b < jobs; b++) {
        most = Math.max(most, cost[a * size + b]!);
        costs += cost[a * size + b]!;
        seconds += duration[a * size + b]!;
      }
    }
    const biggest = demand.reduce((x, y) => Math.max(x, y), 1e-6);
    const warp = FIRST_WARP_PRICE * (seconds > 0 && costs > 0 ? costs / seconds : 1);
    this.prices = { load: Math.max(1e-6, most) / biggest, warp };
    this.least = { load: this.prices.load * LEAST_SHARE, warp: this.prices.warp * LEAST_SHARE };
  }

  penalize(individual: Individual): void {
    const { load, warp } = this.prices;
    individual.penalized = individual.cost + individual.excess * load + individual.warp * warp;
  }

  /** Counts a plan's faults. Returns whether the prices have changed. */
  observe(individual: Individual): boolean {
    this.seen++;
    if (individual.excess === 0) this.withinLoad++;
    if (individual.warp === 0) this.withinTime++;
    if (this.seen < ADJUST_EVERY) return false;
    const { prices, least } = this;
    prices.load = Math.max(least.load, prices.load * factor(this.withinLoad / this.seen));
    prices.warp = Math.max(least.warp, prices.warp * factor(this.withinTime / this.seen));
    this.seen = this.withinLoad = this.withinTime = 0;
    return true;
  }

  /** Runs `repair` at ten times the prices. */
  raised(repair: () => void): void {
    const { prices } = this;
    const { load, warp } = prices;
    prices.load = load * 10;
    prices.warp = warp * 10;
    repair();
    prices.load = load;
    prices.warp = warp;
  }
}

function factor(feasibleShare: number): number {
  if (feasibleShare < 0.15) return 2;
  if (feasibleShare < 0.35) return 1.25;
  if (feasibleShare <= 0.45) return 1;
  return feasibleShare <= 0.8 ? 0.85 : 0.6;
}
