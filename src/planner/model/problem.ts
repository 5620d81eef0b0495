/**
 * The one data model of the planner: plain data in, plain data out, no I/O.
 * Locations are row numbers of the matrix; times are seconds on one clock of the caller's choice; costs are the matrix's own unit.
 */

/** Square, row-major `size * size` matrices; `Infinity` marks an unreachable pair. May be asymmetric. */
export interface TravelMatrix {
  /** The number of locations. */
  readonly size: number;
  /** What the planner minimises, usually metres, by cell `from * size + to`. */
  readonly cost: Float64Array;
  /** Seconds by cell; the same array as `cost` where one figure serves both. */
  readonly duration: Float64Array;
}

/** A span of time, both ends included. */
export interface TimeWindow {
  /** Seconds: who arrives earlier waits. */
  readonly start: number;
  /** Seconds: the latest moment at which service may begin, or the end of a shift. */
  readonly end: number;
}

/** A delivery to make: one stop of a route. */
export interface Job {
  /** Unique among the jobs; not empty. */
  readonly id: string;
  /** A row of the matrix. */
  readonly location: number;
  /** Seconds that the stop takes; 0: none. */
  readonly serviceSeconds: number;
  /** What it takes of the vehicle's capacity from the start to this stop, a figure a dimension (weight, volume, parcels); missing ones count as 0. */
  readonly demand: readonly number[];
  /** Service begins within one of them; empty: at any time. */
  readonly windows: readonly TimeWindow[];
  /** What its vehicle must be able to do; empty: nothing. */
  readonly skills: readonly string[];
  /** 0 to 100, usually 0: when not all jobs fit, the higher is served first. */
  readonly priority: number;
}

/** A vehicle with its driver, or `count` identical ones. */
export interface Vehicle {
  /** Unique among the vehicles; not empty. */
  readonly id: string;
  /** A row of the matrix; `null`: the route begins at its first stop. */
  readonly start: number | null;
  /** A row of the matrix; `null`: an open route that ends at its last stop. */
  readonly end: number | null;
  /** What it can carry, a figure a dimension as in `Job.demand`; `Infinity` or a missing figure: no limit. */
  readonly capacity: readonly number[];
  /** It leaves its start not before, and is back at its end (or leaves its last stop) by its end; `Infinity`: no limit. */
  readonly shift: TimeWindow;
  /** What it is able to do; empty: nothing special. */
  readonly skills: readonly string[];
  /** Ids of jobs already done or in the van, in this order, before anything else (re-optimisation during the day); empty: none. */
  readonly lockedPrefix: readonly string[];
  /** How many identical vehicles this entry stands for, usually 1; `Infinity`: an unlimited fleet. */
  readonly count: number;
}

/** What is to be planned. */
export interface PlanningProblem {
  readonly matrix: TravelMatrix;
  readonly jobs: readonly Job[];
  readonly vehicles: readonly Vehicle[];
}

/** How long and how the planner searches. */
export interface PlanningOptions {
  /** CPU milliseconds that the whole call may take; `Infinity` with `maxIterations` alone. */
  readonly timeLimitMs: number;
  /** Milliseconds of the clock on the wall after which the search ends too, where others take much of the processor; default: no limit. */
  readonly wallLimitMs?: number;
  /** Iterations of the search; with it the plan depends on nothing but the input, the seed and this figure. Default: as many as the time allows. */
  readonly maxIterations?: number;
  /** A whole number, for the random choices; default 1. */
  readonly seed?: number;
}

/** Why a job is in no route. */
export type LeftOutReason = 'unreachable' | 'window_unreachable' | 'capacity' | 'skill' | 'shift';

/** A stop of a planned route. Times are seconds on the problem's clock. */
export interface PlannedStop {
  readonly jobId: string;
  readonly arrival: number;
  /** Seconds from the arrival to the beginning of service. */
  readonly waiting: number;
  /** The end of service. */
  readonly departure: number;
  /** What is still on board when it leaves this stop, a figure a dimension. */
  readonly load: readonly number[];
  /** The cost of the leg that leads to this stop. */
  readonly legCost: number;
  /** The seconds of that leg. */
  readonly legDuration: number;
}

/** What one vehicle does. Times are seconds on the problem's clock. */
export interface PlannedRoute {
  readonly vehicleId: string;
  /** Which of `count` identical vehicles drives it, from 0. */
  readonly vehicleIndex: number;
  /** When it leaves its start: as late as no stop is served later for it. */
  readonly departure: number;
  readonly stops: readonly PlannedStop[];
  /** When the vehicle is back at its end, or leaves its last stop on an open route. */
  readonly finish: number;
  /** The cost of all legs, the one to the vehicle's end included. */
  readonly cost: number;
  /** Seconds from departure to finish. */
  readonly duration: number;
}

/** What `plan` returns: every job is in one route or in `unassigned`. */
export interface Plan {
  readonly routes: readonly PlannedRoute[];
  readonly unassigned: readonly { readonly jobId: string; readonly reason: LeftOutReason }[];
  /** The sum of the routes' costs. */
  readonly cost: number;
  /** Iterations of all searches. */
  readonly iterations: number;
  /** CPU milliseconds used. */
  readonly cpuMs: number;
  /** What the two simple plans cost; `null` where they leave out a job. */
  readonly baseline: { readonly nearestNeighbour: number | null; readonly givenOrder: number | null };
}

/** Thrown by `plan` for input that no plan can mean: a matrix that is not square, negative figures, NaN, unknown ids. */
export class InvalidProblemError extends Error {
  constructor(
    message: string,
    /** Where in the problem or the options, such as `jobs[3].windows[0].end`. */
    readonly path: string,
  ) {
    super(message);
    this.name = 'InvalidProblemError';
  }
}
