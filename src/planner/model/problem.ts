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

/** One stop to make: a delivery, a pick-up, both, or one end of a pair. */
export interface Job {
  /** Unique among the jobs; not empty. */
  readonly id: string;
  /** A row of the matrix. */
  readonly location: number;
  /** Seconds that the stop takes; 0: none. */
  readonly serviceSeconds: number;
  /**
   * What is delivered here, a figure a dimension (weight, volume, parcels); missing ones count as 0. It is on board from the
   * vehicle's start or last reload on or, with `from`, from that job on.
   */
  readonly demand: readonly number[];
  /** Service begins within one of them; empty: at any time. */
  readonly windows: readonly TimeWindow[];
  /** What its vehicle must be able to do; empty: nothing. */
  readonly skills: readonly string[];
  /** 0 to 100, usually 0: when not all jobs fit, the higher is served first. */
  readonly priority: number;
  /** What is taken along from here to the next reload or the end, a figure a dimension. Default: nothing. */
  readonly pickup?: readonly number[];
  /** The id of the job at which `demand` is picked up: on the same vehicle, earlier, in the same trip. Default: none. */
  readonly from?: string;
  /** Seconds on the clock before which it is not ready: the trip that carries it does not leave earlier. Default: always ready. */
  readonly readyAt?: number;
  /** Seconds added to the leg that leads here from another location: parking, the way up. Default 0. */
  readonly setupSeconds?: number;
  /** Ids of the vehicles that may serve it. Default: all. */
  readonly vehicles?: readonly string[];
  /** Who had better serve it, and what it costs if another does. Default: no preference. */
  readonly preference?: Preference;
  /** `first`: before all other stops of its route, `last`: after all others. Default: anywhere. */
  readonly position?: 'first' | 'last';
  /** The id of a job that, where both are on one route, is served earlier. Default: none. */
  readonly after?: string;
  /** Whether it is in a van already: it is in a route whatever the hour, late and after the shift if need be. Default false. */
  readonly onBoard?: boolean;
}

/** A wish about who serves a job. */
export interface Preference {
  /** Ids of the preferred vehicles. */
  readonly vehicles: readonly string[];
  /** What it costs, in the unit of the plan's cost, when another vehicle serves the job. */
  readonly otherwise: number;
}

/** A rest of the driver's, on every route of the vehicle. It may interrupt a leg, never a service. */
export interface Break {
  /** It begins within one of them; at least one. */
  readonly windows: readonly TimeWindow[];
  readonly seconds: number;
}

/** Where a vehicle may load again, so that its route has several trips. What it has taken along is unloaded there. */
export interface Reload {
  /** Rows of the matrix. */
  readonly locations: readonly number[];
  /** Seconds that a reload takes; the first loading takes none. */
  readonly seconds: number;
  /** The most trips of a route, the first included. Default: no limit. */
  readonly trips?: number;
}

/** What a vehicle costs, in one unit, such as céntimos. */
export interface VehicleCosts {
  /** The cost of each route that has a stop. Default 0. */
  readonly fixed?: number;
  /** The cost of each unit of the matrix's `cost` (a metre). Default 1. */
  readonly perDistance?: number;
  /** The cost of each second from departure to finish. Default 0. */
  readonly perSecond?: number;
}

/** The most that a route of a vehicle may have. */
export interface RouteLimits {
  /** The longest distance, in the unit of the matrix's `cost` (metres). Default: no limit. */
  readonly distance?: number;
  /** Seconds from departure to finish, waiting and breaks included. Default: no limit. */
  readonly seconds?: number;
  /** Jobs. Default: no limit. */
  readonly stops?: number;
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
  /** Default: the distance alone, at 1. */
  readonly costs?: VehicleCosts;
  /** Default: none. */
  readonly limits?: RouteLimits;
  /** The vehicle's breaks, in the order in which they are taken. Default: none. */
  readonly breaks?: readonly Break[];
  /** Default: one trip. */
  readonly reload?: Reload;
  /** Whether all stops that only deliver come before those that pick up, and a route has at least one that delivers. Default false. */
  readonly deliveriesFirst?: boolean;
  /** Its legs take the matrix's seconds divided by this; over 0. Default 1. */
  readonly speedFactor?: number;
  /** Its stops take `serviceSeconds` times this. Default 1. */
  readonly serviceFactor?: number;
  /** Ids of jobs in the order of the route that it has so far: where the search begins, not a constraint. Default: none. */
  readonly running?: readonly string[];
  /** Whether it leaves at the start of its shift and not later, even to wait at its first stop. Default false. */
  readonly leavesAtStart?: boolean;
}

/** How fast legs are driven from a moment of the day on. */
export interface SpeedBand {
  /** Seconds on the clock since midnight, 0 to 86,399; the first band of a day begins at 0. */
  readonly from: number;
  /** Times the speed behind the matrix's seconds; over 0. A leg under way at a change goes on at the new speed, so that who leaves later never arrives earlier. */
  readonly speed: number;
}

/** How fast streets are at one hour of the day after the other, beside the speed behind the matrix's seconds. */
export interface StreetProfile {
  /** 24 figures over 0, from midnight on: times the speed behind the matrix's seconds. */
  readonly speeds: readonly number[];
  /** The speed on streets behind the matrix's seconds, divided by the one on highways. */
  readonly highway: number;
}

/**
 * How long legs take by the hour at which they are driven, and by their length: first on streets, whose speed changes by the hour and the place where
 * the leg begins, then on a highway, whose speed does not. A leg under way at a change goes on at the new speed, so that who leaves later never
 * arrives earlier.
 */
export interface HourlyTravel {
  /** When a day begins, in seconds on the clock. */
  readonly midnight: number;
  /** How much of each leg is driven on streets, in the unit of the matrix's `cost` (metres). */
  readonly streets: number;
  readonly profiles: readonly StreetProfile[];
  /** Names for each location a position in `profiles`. */
  readonly profileOf: Int32Array;
}

/** What a plan costs beyond its routes. */
export interface Balance {
  /** `time`: the latest finish, counted from the beginning of its vehicle's shift; `stops`: the stops of the longest route. */
  readonly of: 'time' | 'stops';
  /** The cost of a second of it, or of a stop. */
  readonly weight: number;
}

/** What is to be planned. */
export interface PlanningProblem {
  readonly matrix: TravelMatrix;
  readonly jobs: readonly Job[];
  readonly vehicles: readonly Vehicle[];
  /** Ascending; repeated every 86,400 seconds. With it, arrivals are whole seconds, rounded up. Default: the same speed all day. */
  readonly traffic?: readonly SpeedBand[];
  /** Default: routes cost what they cost, however unlike they are. */
  readonly balance?: Balance;
  /** Whether fewer vehicles are better than any saving of cost. Default false. */
  readonly fewestVehicles?: boolean;
  /** How long legs take at each hour. The search takes the matrix's seconds for means; what it finds is timed, repaired and judged by the hour. Default: the matrix's seconds all day. */
  readonly hourly?: HourlyTravel;
  /** What a second costs in which a vehicle neither drives nor serves between the beginning of its shift and its finish. Default 0. */
  readonly waiting?: number;
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
export type LeftOutReason = 'unreachable' | 'window_unreachable' | 'capacity' | 'skill' | 'shift' | 'limit';

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
  /** When it leaves its start: as late as no stop is served later for it, or at the start of the shift where it must. */
  readonly departure: number;
  readonly stops: readonly PlannedStop[];
  /** When the vehicle is back at its end, or leaves its last stop on an open route. */
  readonly finish: number;
  /** The cost of all legs, the one to the vehicle's end included. */
  readonly cost: number;
  /** Seconds from departure to finish. */
  readonly duration: number;
  /** Breaks and reloads in the order in which they happen. Absent: the problem knows neither. */
  readonly events?: readonly RouteEvent[];
  /** What the route costs, by cause; adds up to `cost`. Absent: the distance alone. */
  readonly charges?: RouteCharges;
}

/** A break or a reload of a planned route. */
export interface RouteEvent {
  readonly kind: 'break' | 'reload';
  /** How many stops of the route come before it. */
  readonly afterStops: number;
  /** When it begins, in seconds on the problem's clock. */
  readonly start: number;
  readonly seconds: number;
  /** Where a reload is: a row of the matrix. */
  readonly location?: number;
}

/** What a route costs, by cause. */
export interface RouteCharges {
  readonly fixed: number;
  readonly distance: number;
  readonly time: number;
  /** The cost of jobs that another vehicle should serve. */
  readonly preference: number;
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
