import type { Vehicle } from '../model/problem';
import { legCost } from '../model/solution';
import { type Duty, isFit } from './duty';
import type { Timing, Timetable } from './timetable';

/** Legs that all improvements together may look at: about a tenth of a second. */
const MOST_EFFORT = 2_000_000;
/** The most stops that move together. */
const LONGEST = 3;
/** What is saved must be worth the change. */
const LEAST = 1e-6;

/**
 * Moves stops within and between routes as long as that lowers their score. Only routes with something beside their distance are looked at
 * (waiting that has a price, lateness): in distance alone the searches have gone further than this could.
 */
export function improve(timetable: Timetable, duties: readonly Duty[]): void {
  const until = timetable.effort + MOST_EFFORT;
  const open = (): boolean => timetable.effort < until;
  for (let moved = true; moved && open();) {
    moved = false;
    for (const duty of duties) while (open() && new Rearranging(timetable, duty, open).sweep()) moved = true;
    for (const from of duties)
      for (const to of duties) while (from !== to && open() && handOver(timetable, from, to)) moved = true;
  }
}

/** What waiting and lateness weigh is all that a longer way could save. */
const besideCost = ({ score, cost }: Timing): number => score - cost;

/** Looks for better places within one route. */
class Rearranging {
  private readonly vehicle: Vehicle;
  private now: Timing;

  constructor(
    private readonly timetable: Timetable,
    private readonly duty: Duty,
    private readonly open: () => boolean,
  ) {
    this.vehicle = timetable.problem.vehicles[duty.vehicle]!;
    this.now = timetable.outcome(this.vehicle, duty.jobs);
  }

  /** Tries every move once, those of stops that are waited for first, and takes what is better; returns whether anything was. */
  sweep(): boolean {
    const { duty } = this;
    if (duty.jobs.length < 2 || !(besideCost(this.now) > LEAST)) return false;
    let moved = false;
    for (const job of this.byWaiting()) if (this.relocate(duty.jobs.indexOf(job), 1)) moved = true;
    for (let length = 2; length <= Math.min(LONGEST, duty.jobs.length - 1); length++)
      for (let from = 0; from + length <= duty.jobs.length; from++) if (this.relocate(from, length)) moved = true;
    for (let from = 0; from < duty.jobs.length - 1; from++) if (this.reverse(from)) moved = true;
    return moved;
  }

  private byWaiting(): number[] {
    const waits = new Map(this.timetable.waits(this.vehicle, this.duty.jobs));
    return [...this.duty.jobs].sort((a, b) => waits.get(b)! - waits.get(a)!);
  }

  /** Moves some stops in a row to where they do best. */
  private relocate(from: number, length: number): boolean {
    const { jobs } = this.duty;
    const part = jobs.slice(from, from + length);
    const rest = jobs.toSpliced(from, length);
    const without = this.around(jobs, from, length);
    let found: number[] | undefined;
    for (let to = 0; to <= rest.length && this.open(); to++) {
      if (to === from) continue;
      const longer =
        this.leg(rest[to - 1], part[0]) + this.leg(part.at(-1), rest[to]) - this.leg(rest[to - 1], rest[to]);
      if (longer - without >= besideCost(this.now) && found === undefined) continue;
      found = this.better(rest.toSpliced(to, 0, ...part)) ?? found;
    }
    return this.take(found);
  }

  /** Turns the stops from one on round, as many as do best. */
  private reverse(from: number): boolean {
    const { jobs } = this.duty;
    let found: number[] | undefined;
    for (let to = from + 1; to < jobs.length && this.open(); to++)
      found =
        this.better([...jobs.slice(0, from), ...jobs.slice(from, to + 1).reverse(), ...jobs.slice(to + 1)]) ?? found;
    return this.take(found);
  }

  /** Returns the sequence where it is better than the best so far, which it then is. */
  private better(jobs: number[]): number[] | undefined {
    const outcome = this.timetable.outcome(this.vehicle, jobs, this.now.score);
    if (!(outcome.score < this.now.score - LEAST)) return undefined;
    this.now = outcome;
    return jobs;
  }

  private take(found: number[] | undefined): boolean {
    if (found !== undefined) this.duty.jobs = found;
    return found !== undefined;
  }

  /** What the way becomes shorter by without some stops in a row. */
  private around(jobs: readonly number[], from: number, length: number): number {
    const [before, after] = [jobs[from - 1], jobs[from + length]];
    return this.leg(before, jobs[from]) + this.leg(jobs[from + length - 1], after) - this.leg(before, after);
  }

  /** The cost of a leg between two jobs; `undefined`: the start or the end. */
  private leg(from: number | undefined, to: number | undefined): number {
    const { problem } = this.timetable;
    const place = (job: number | undefined, without: number | null): number | null =>
      job === undefined ? without : problem.jobs[job]!.location;
    return legCost(problem, place(from, this.vehicle.start), place(to, this.vehicle.end));
  }
}

/** Moves the stop from one route to another that saves most; returns whether there was one. */
function handOver(timetable: Timetable, from: Duty, to: Duty): boolean {
  const { problem } = timetable;
  const [giver, taker] = [problem.vehicles[from.vehicle]!, problem.vehicles[to.vehicle]!];
  const [given, taken] = [timetable.outcome(giver, from.jobs), timetable.outcome(taker, to.jobs)];
  if (!(besideCost(given) > LEAST)) return false;
  let best = given.score + taken.score - LEAST;
  let found: { readonly giver: number[]; readonly taker: number[] } | undefined;
  from.jobs.forEach((job, i) => {
    if (!isFit(problem, taker, to.jobs, problem.jobs[job]!)) return;
    const left = from.jobs.toSpliced(i, 1);
    const rest = timetable.outcome(giver, left).score;
    for (let at = 0; at <= to.jobs.length && rest < best; at++) {
      const candidate = to.jobs.toSpliced(at, 0, job);
      const score = rest + timetable.outcome(taker, candidate, best - rest).score;
      if (!(score < best)) continue;
      best = score;
      found = { giver: left, taker: candidate };
    }
  });
  if (found === undefined) return false;
  from.jobs = found.giver;
  to.jobs = found.taker;
  return true;
}
