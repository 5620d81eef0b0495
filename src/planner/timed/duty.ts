import type { Job, PlanningProblem, Vehicle } from '../model/problem';

/** A vehicle with its jobs while a plan is settled. */
export interface Duty {
  readonly vehicle: number;
  readonly index: number;
  jobs: number[];
}

/** Whether a vehicle may serve a job, and has room for it. */
export function isFit(problem: PlanningProblem, vehicle: Vehicle, jobs: readonly number[], job: Job): boolean {
  if (job.skills.some((skill) => !vehicle.skills.includes(skill))) return false;
  return job.demand.every((amount, d) => {
    const most = vehicle.capacity[d] ?? Infinity;
    if (most === Infinity) return true;
    return jobs.reduce((sum, each) => sum + (problem.jobs[each]!.demand[d] ?? 0), amount) <= most;
  });
}
