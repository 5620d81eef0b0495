import type { HourlyTravel, PlanningProblem, StreetProfile } from '../model/problem';

const HOUR = 3_600;
const HOURS = 24;

/**
 * How long legs take at the moment at which they are driven. Who leaves later never arrives earlier. Without speeds by the hour a leg takes the
 * matrix's seconds all day.
 */
export class LegTimes {
  private readonly hourly: HourlyTravel | undefined;

  constructor(private readonly problem: Pick<PlanningProblem, 'matrix' | 'hourly'>) {
    this.hourly = problem.hourly;
  }

  /** Returns when a leg is over that is left at `t`; Infinity: no road. `null`: no leg. */
  arrival(from: number | null, to: number | null, t: number): number {
    if (from === null || to === null || from === to) return t;
    const { size, cost, duration } = this.problem.matrix;
    const cell = from * size + to;
    const seconds = duration[cell]!;
    if (!(cost[cell]! < Infinity)) return Infinity;
    if (this.hourly === undefined || !(seconds < Infinity)) return t + seconds;
    const profile = this.hourly.profiles[this.hourly.profileOf[from]!]!;
    const onStreets = seconds * this.streetShare(cost[cell]!, profile);
    return this.onward(profile.speeds, t, onStreets) + (seconds - onStreets);
  }

  /** Returns the latest moment, from `earliest` on, at which the leg can be left to be over by `arrival`, at most half a millisecond too early. */
  leaveBy(from: number | null, to: number | null, arrival: number, earliest: number): number {
    if (this.arrival(from, to, earliest) >= arrival) return earliest;
    if (this.hourly === undefined) return Math.max(earliest, arrival - (this.arrival(from, to, earliest) - earliest));
    let low = earliest;
    let high = arrival;
    if (this.arrival(from, to, high) <= arrival) return high;
    while (high - low > 0.0005) {
      const middle = (low + high) / 2;
      if (this.arrival(from, to, middle) <= arrival) low = middle;
      else high = middle;
    }
    return low;
  }

  /** The part of a leg's mean seconds that it spends on streets. */
  private streetShare(length: number, { highway }: StreetProfile): number {
    const { streets } = this.hourly!;
    if (length <= streets) return 1;
    return streets / (streets + (length - streets) * highway);
  }

  /** When so many mean seconds on streets are driven from `t` on. */
  private onward(speeds: readonly number[], t: number, seconds: number): number {
    const { midnight } = this.hourly!;
    let left = seconds;
    let at = t;
    let hour = Math.floor((t - midnight) / HOUR);
    for (;;) {
      const speed = speeds[((hour % HOURS) + HOURS) % HOURS]!;
      const change = midnight + (hour + 1) * HOUR;
      const within = (change - at) * speed;
      if (left <= within) return at + left / speed;
      left -= within;
      at = change;
      hour++;
    }
  }
}
