import type { Job, PlanningProblem, Vehicle } from './problem';
import { serviceBegin } from './schedule';
import { legDuration, type Sequence, type Solution } from './solution';

/** A vehicle on its way: it drives to its end whether or not it gets more to do, so that an empty route costs the way home. */
export interface UnderwayVehicle extends Vehicle {
  readonly underway: true;
}

export function isUnderway(vehicle: Vehicle): vehicle is UnderwayVehicle {
  return 'underway' in vehicle;
}

export interface Unlocked {
  /** The problem without locked prefixes: what is left to decide. */
  readonly problem: PlanningProblem;
  /** Puts the prefixes back in front, in terms of the original problem; a vehicle with nothing but its prefix has a route too. */
  restore(solution: Solution): Solution;
}

interface Origin {
  readonly vehicle: number;
  /** Added to a sequence's `index`: the locked one of `count` vehicles is split off as number 0. */
  readonly offset: number;
  readonly prefix: readonly number[];
}

/**
 * Folds each locked prefix into its vehicle: it starts where and when the prefix ends, with the capacity that is left.
 * So the engines need to know nothing of locks, and cannot break one.
 */
export function unlock(original: PlanningProblem): Unlocked {
  const locked = new Set(original.vehicles.flatMap((v) => v.lockedPrefix));
  if (locked.size === 0) return { problem: original, restore: (solution) => solution };

  const indexOf = new Map(original.jobs.map((job, i) => [job.id, i]));
  const free = original.jobs.flatMap((job, i) => (locked.has(job.id) ? [] : [i]));
  const vehicles: Vehicle[] = [];
  const origins: Origin[] = [];
  original.vehicles.forEach((vehicle, v) => {
    const prefix = vehicle.lockedPrefix.map((id) => indexOf.get(id)!);
    if (prefix.length > 0) {
      vehicles.push(afterPrefix(original, vehicle, prefix));
      origins.push({ vehicle: v, offset: 0, prefix });
    }
    const offset = prefix.length > 0 ? 1 : 0;
    vehicles.push({ ...vehicle, lockedPrefix: [], count: vehicle.count - offset });
    origins.push({ vehicle: v, offset, prefix: [] });
  });

  const problem = { matrix: original.matrix, jobs: free.map((i) => original.jobs[i]!), vehicles };
  return { problem, restore: (solution) => restore(solution, origins, free) };
}

function afterPrefix(problem: PlanningProblem, vehicle: Vehicle, prefix: readonly number[]): UnderwayVehicle {
  let clock = vehicle.shift.start;
  let at = vehicle.start;
  const capacity = [...vehicle.capacity];
  for (const index of prefix) {
    const job: Job = problem.jobs[index]!;
    const arrival = clock + legDuration(problem, at, job.location);
    const begin = serviceBegin(job, arrival);
    clock = (begin === Infinity ? arrival : begin) + job.serviceSeconds;
    at = job.location;
    job.demand.forEach((amount, d) => {
      if (capacity[d] !== undefined) capacity[d] = Math.max(0, capacity[d] - amount);
    });
  }
  // A driver already past the end of the shift gets nothing more; an unreachable locked leg makes `clock` infinite.
  const spent = !(clock <= vehicle.shift.end);
  return {
    ...vehicle,
    underway: true,
    start: at,
    capacity,
    lockedPrefix: [],
    count: spent ? 0 : 1,
    shift: spent ? vehicle.shift : { start: clock, end: vehicle.shift.end },
  };
}

function restore(solution: Solution, origins: readonly Origin[], free: readonly number[]): Solution {
  const sequences: Sequence[] = solution.sequences.map(({ vehicle, index, jobs, reloads }) => {
    const { vehicle: source, offset, prefix } = origins[vehicle]!;
    return {
      vehicle: source,
      index: index + offset,
      jobs: [...prefix, ...jobs.map((job) => free[job]!)],
      ...(reloads === undefined
        ? {}
        : { reloads: reloads.map((each) => ({ ...each, afterStops: each.afterStops + prefix.length })) }),
    };
  });
  const used = new Set(solution.sequences.map((s) => s.vehicle));
  origins.forEach(({ vehicle, prefix }, v) => {
    if (prefix.length > 0 && !used.has(v)) sequences.push({ vehicle, index: 0, jobs: prefix });
  });
  sequences.sort((a, b) => a.vehicle - b.vehicle || a.index - b.index);
  return { sequences, unassigned: solution.unassigned.map((job) => free[job]!) };
}
