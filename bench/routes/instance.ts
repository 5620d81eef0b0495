import type { Job, PlanningProblem, TimeWindow, TravelMatrix, Vehicle } from '../../src/planner/model/problem';

/** One benchmark instance, read: the problem and what turns its cost back into the literature's unit. */
export interface Instance {
  readonly problem: PlanningProblem;
  /** Stops and depot, as the literature counts a TSP; customers only for the others. */
  readonly n: number;
  /** Reported cost = planner's cost divided by this (10 where distances are held as tenths). */
  readonly costDivisor: number;
  readonly kind: 'tsp' | 'open' | 'atsp' | 'cvrp' | 'vrptw';
}

export interface Stop {
  readonly id: string;
  readonly demand?: number | undefined;
  readonly service?: number | undefined;
  readonly window?: TimeWindow | undefined;
}

export const ALWAYS: TimeWindow = { start: 0, end: Infinity };

/** The shape all our formats share: location 0 is the depot, location i serves stop i - 1. */
export function depotProblem(
  matrix: TravelMatrix,
  stops: readonly Stop[],
  fleet: { capacity?: number | undefined; shift?: TimeWindow; count: number; returns: boolean },
): PlanningProblem {
  const jobs = stops.map((stop, i): Job => ({
    id: stop.id,
    location: i + 1,
    serviceSeconds: stop.service ?? 0,
    demand: fleet.capacity === undefined ? [] : [stop.demand ?? 0],
    windows: stop.window === undefined ? [] : [stop.window],
    skills: [],
    priority: 0,
  }));
  const vehicle: Vehicle = {
    id: 'vehicle',
    start: 0,
    end: fleet.returns ? 0 : null,
    capacity: fleet.capacity === undefined ? [] : [fleet.capacity],
    shift: fleet.shift ?? ALWAYS,
    skills: [],
    lockedPrefix: [],
    count: fleet.count,
  };
  return { matrix, jobs, vehicles: [vehicle] };
}

export function matrixOf(size: number, distance: (i: number, j: number) => number): TravelMatrix {
  const cost = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) cost[i * size + j] = i === j ? 0 : distance(i, j);
  }
  return { size, cost, duration: cost };
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export function euclid(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
