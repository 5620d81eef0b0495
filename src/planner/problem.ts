/**
 * The one data model of the planner: plain data in, plain data out, no I/O.
 * Locations are row numbers of the matrix; times are seconds on one clock of the caller's choice; costs are the matrix's own unit.
 */

/** Square, row-major `size * size` matrices; `Infinity` marks an unreachable pair. May be asymmetric. */
export interface TravelMatrix {
  readonly size: number;
  /** What the planner minimises (usually metres). */
  readonly cost: Float64Array;
  /** Seconds; the same array as `cost` where one figure serves both. */
  readonly duration: Float64Array;
}

export interface TimeWindow {
  /** Seconds, inclusive. Arriving earlier means waiting. */
  readonly start: number;
  /** Seconds, inclusive: the latest moment at which service may begin. */
  readonly end: number;
}

export interface Job {
  readonly id: string;
  readonly location: number;
  readonly serviceSeconds: number;
  /** One figure a dimension (weight, volume, parcels); shorter arrays count as zero. */
  readonly demand: readonly number[];
  readonly windows: readonly TimeWindow[];
  readonly skills: readonly string[];
  /** 0 to 100; when not all fit, the higher is served first. */
  readonly priority: number;
}

export interface Vehicle {
  readonly id: string;
  /** `null`: the route begins at its first stop. */
  readonly start: number | null;
  /** `null`: an open route that ends at its last stop. */
  readonly end: number | null;
  /** One figure a dimension; `Infinity` or a missing figure means unlimited. */
  readonly capacity: readonly number[];
  readonly shift: TimeWindow;
  readonly skills: readonly string[];
  /** Jobs already done or in the van, in this order, before anything else (re-optimisation during the day). */
  readonly lockedPrefix: readonly string[];
  /** How many identical vehicles this entry stands for; `Infinity` for an unlimited fleet. */
  readonly count: number;
}

export interface PlanningProblem {
  readonly matrix: TravelMatrix;
  readonly jobs: readonly Job[];
  readonly vehicles: readonly Vehicle[];
}

export interface PlanningOptions {
  /** CPU milliseconds. */
  readonly timeLimitMs: number;
  /** Where others take much of the processor: milliseconds of the clock on the wall after which the search ends too. */
  readonly wallLimitMs?: number;
  /** With it, the answer depends on nothing but the input, the seed and this figure. */
  readonly maxIterations?: number;
  readonly seed?: number;
}

/** Why a job is in no route. */
export type UnassignedReason = 'unreachable' | 'window_unreachable' | 'capacity' | 'skill' | 'shift';

export interface PlannedStop {
  readonly jobId: string;
  readonly arrival: number;
  readonly waiting: number;
  readonly departure: number;
  /** On board when leaving the start less what was delivered up to and including this stop, a figure a dimension. */
  readonly load: readonly number[];
  readonly legCost: number;
  readonly legDuration: number;
}

export interface PlannedRoute {
  readonly vehicleId: string;
  /** 0 for the first of `count` identical vehicles. */
  readonly vehicleIndex: number;
  readonly departure: number;
  readonly stops: readonly PlannedStop[];
  /** When the vehicle is back at its end, or leaves its last stop on an open route. */
  readonly finish: number;
  /** Includes the leg to the vehicle's end. */
  readonly cost: number;
  readonly duration: number;
}

export interface Plan {
  readonly routes: readonly PlannedRoute[];
  readonly unassigned: readonly { readonly jobId: string; readonly reason: UnassignedReason }[];
  readonly cost: number;
  readonly iterations: number;
  readonly cpuMs: number;
  readonly baseline: { readonly nearestNeighbour: number | null; readonly givenOrder: number | null };
}

/** Thrown by `plan` for input that no plan can mean: a matrix that is not square, negative figures, NaN, unknown ids. */
export class InvalidProblemError extends Error {
  constructor(
    message: string,
    readonly path: string,
  ) {
    super(message);
    this.name = 'InvalidProblemError';
  }
}
