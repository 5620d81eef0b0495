import type { PlanningProblem } from '../model/problem';
import type { Sequence, Solution } from '../model/solution';
import { type Duty, isFit } from './duty';
import { improve } from './improve';
import { Timetable } from './timetable';

/** Whether a problem has what only the timetable knows. */
export const isTimed = ({ hourly, waiting = 0, jobs, vehicles }: PlanningProblem): boolean =>
  hourly !== undefined ||
  waiting !== 0 ||
  jobs.some(({ onBoard }) => onBoard === true) ||
  vehicles.some(({ leavesAtStart }) => leavesAtStart === true);

/**
 * Returns a plan that was searched at mean speeds as one that holds by the hour: stops that would be late, or keep their vehicle after its
 * shift, move or leave; those that were left out come in where they fit; what is on board stays whatever the hour; and where waiting has a price,
 * stops do not wait behind one that nobody may serve yet.
 *
 * @param spare positions of further jobs that were left out before the search, and may fit by the hour
 */
export function settle(timetable: Timetable, found: Solution, spare: readonly number[]): Solution {
  const { problem } = timetable;
  const duties: Duty[] = found.sequences.map(({ vehicle, index, jobs }) => ({ vehicle, index, jobs: [...jobs] }));
  problem.vehicles.forEach(({ count }, vehicle) => {
    const used = duties.filter((duty) => duty.vehicle === vehicle).length;
    if (used < count) duties.push({ vehicle, index: used, jobs: [] });
  });
  const out = new Set([...found.unassigned, ...spare]);
  for (const job of [...out]) if (problem.jobs[job]!.onBoard === true) insert(timetable, duties, job, out, true);
  improve(timetable, duties);
  for (const duty of duties) removeBroken(timetable, duty, out);
  if (out.size > 0) insertAll(timetable, duties, out);
  improve(timetable, duties);
  if (out.size > 0) insertAll(timetable, duties, out);
  const sequences: Sequence[] = duties
    .filter(({ jobs }) => jobs.length > 0)
    .map(({ vehicle, index, jobs }) => ({ vehicle, index, jobs }))
    .sort((a, b) => a.vehicle - b.vehicle || a.index - b.index);
  return { sequences, unassigned: [...out].sort((a, b) => a - b) };
}

/** Takes out what cannot be served in time, the least urgent first, until the rest can. */
function removeBroken(timetable: Timetable, duty: Duty, out: Set<number>): void {
  const { problem } = timetable;
  const vehicle = problem.vehicles[duty.vehicle]!;
  for (;;) {
    const { broken } = timetable.outcome(vehicle, duty.jobs);
    if (broken === 0) return;
    let best: { readonly at: number; readonly priority: number; readonly broken: number } | undefined;
    duty.jobs.forEach((job, at) => {
      const { onBoard, priority } = problem.jobs[job]!;
      if (onBoard === true) return;
      const after = timetable.outcome(vehicle, duty.jobs.toSpliced(at, 1)).broken;
      if (!(after < broken)) return;
      if (best === undefined || priority < best.priority || (priority === best.priority && after < best.broken))
        best = { at, priority, broken: after };
    });
    if (best === undefined) return;
    out.add(duty.jobs[best.at]!);
    duty.jobs.splice(best.at, 1);
  }
}

/** Puts in what fits, the most urgent first. */
function insertAll(timetable: Timetable, duties: readonly Duty[], out: Set<number>): void {
  const { jobs } = timetable.problem;
  const urgent = [...out].sort((a, b) => jobs[b]!.priority - jobs[a]!.priority || a - b);
  const until = timetable.effort + MOST_EFFORT;
  for (const job of urgent) {
    if (timetable.effort > until) return;
    insert(timetable, duties, job, out, false);
  }
}

/** Legs that all insertions together may look at: about a tenth of a second. */
const MOST_EFFORT = 2_000_000;

/** Puts a job where it costs least; without `forced` only where it fits and makes nothing on board later. */
function insert(timetable: Timetable, duties: readonly Duty[], job: number, out: Set<number>, forced: boolean): void {
  const { problem } = timetable;
  let best: { readonly duty: Duty; readonly at: number; readonly cost: number } | undefined;
  for (const duty of duties) {
    const vehicle = problem.vehicles[duty.vehicle]!;
    if (!forced && !isFit(problem, vehicle, duty.jobs, problem.jobs[job]!)) continue;
    const before = timetable.outcome(vehicle, duty.jobs);
    for (let at = 0; at <= duty.jobs.length; at++) {
      const after = timetable.outcome(vehicle, duty.jobs.toSpliced(at, 0, job));
      if (after.score === Infinity) continue;
      if (!forced && (after.broken > 0 || after.late > before.late)) continue;
      const cost = after.score - before.score;
      if (best === undefined || cost < best.cost) best = { duty, at, cost };
    }
  }
  if (best === undefined) return;
  best.duty.jobs.splice(best.at, 0, job);
  out.delete(job);
}
