import { isUnderway } from './locked';
import type { MatrixTraits } from './matrix-traits';
import type { PlanningProblem, TimeWindow, TravelMatrix, Vehicle } from './problem';
import { legCost } from './solution';
import { priorityWeights } from './priority-weights';

/** Longer than any route may last: a leg that no vehicle can take. */
const FORBIDDEN_SECONDS = 1e15;

/**
 * A planning problem compiled for the fleet engine's inner loops. Nodes 0 to `jobs - 1` are the jobs; each route slot r has two
 * nodes of its own, its start `jobs + 2 r` and its end `jobs + 2 r + 1`, so that a route is a list without special cases.
 * `row[node]` is its row of the dense matrices, which hold one row a job and one a start and an end of each vehicle type.
 */
export interface FleetModel {
  /** The number of jobs, of vehicle types and of route slots (each type has as many as it has vehicles, but no more than there are jobs). */
  readonly jobs: number;
  readonly types: number;
  readonly slots: number;
  /** The type of a slot, by slot. */
  readonly slotType: Int32Array;
  /** Slots of type t: `firstSlot[t]` to `firstSlot[t + 1] - 1`. */
  readonly firstSlot: Int32Array;
  /** The number of nodes. */
  readonly nodes: number;
  /** The row of a node in the matrices, by node. */
  readonly row: Int32Array;
  /** Rows of the matrices. */
  readonly size: number;
  /** The cost of a leg by cell `row * size + column`. */
  readonly cost: Float64Array;
  /** The seconds of a leg by cell; the same array as `cost` where the problem has one figure for both. */
  readonly duration: Float64Array;
  /** The cost of the dearest leg of the problem. */
  readonly dearest: number;
  /** Whether costs between jobs are the same both ways. */
  readonly symmetric: boolean;
  /** Seconds of service, by node. */
  readonly service: Float64Array;
  /** Earliest and latest beginning of service in seconds, by node; `close` is that of the last window of several. */
  readonly open: Float64Array;
  readonly close: Float64Array;
  /** Start, end, start, end, … ascending, of a job with several windows, by job. */
  readonly windows: readonly (Float64Array | null)[];
  /** Whether some job has several windows. */
  readonly severalWindows: boolean;
  /** Whether times can make any difference: else the engine leaves them alone. */
  readonly timed: boolean;
  /** Whether some leg cannot be driven; it then lasts longer than any route may. */
  readonly forbiddenLegs: boolean;
  /** The number of dimensions of loads that some vehicle can run out of. */
  readonly dimensions: number;
  /** What a job takes of the capacity, by job and dimension. */
  readonly demand: Float64Array;
  /** What a vehicle can carry, by type and dimension. */
  readonly capacity: Float64Array;
  /** 1 where a vehicle has the skills for a job and, empty, the room, by type and job. */
  readonly compatible: Uint8Array;
  /** What leaving a job out weighs, in units that each outweigh any cost. */
  readonly weight: Float64Array;
  /** The cost that a weight of 1 stands for. */
  readonly weightUnit: number;
}

export function compileModel(problem: PlanningProblem, traits: MatrixTraits): FleetModel {
  const { jobs, vehicles } = problem;
  const n = jobs.length;
  const types = vehicles.length;
  const firstSlot = new Int32Array(types + 1);
  vehicles.forEach((vehicle, t) => (firstSlot[t + 1] = firstSlot[t]! + Math.min(vehicle.count, n)));
  const slots = firstSlot[types]!;
  const slotType = new Int32Array(slots);
  const row = Int32Array.from({ length: n + 2 * slots }, (_, node) => node);
  vehicles.forEach((_, t) => {
    for (let slot = firstSlot[t]!; slot < firstSlot[t + 1]!; slot++) {
      slotType[slot] = t;
      row[n + 2 * slot] = n + 2 * t;
      row[n + 2 * slot + 1] = n + 2 * t + 1;
    }
  });
  const legs = compileLegs(problem, traits);
  vehicles.forEach((vehicle, t) => {
    const home = isUnderway(vehicle) ? legCost(problem, vehicle.start, vehicle.end) : 0;
    if (home < Infinity) legs.cost[(n + 2 * t) * legs.size + n + 2 * t + 1] = home;
  });
  const times = compileTimes(problem, legs, slotType);
  const loads = compileLoads(problem);
  return {
    ...{ jobs: n, types, slots, slotType, firstSlot, nodes: n + 2 * slots, row },
    ...{ size: legs.size, cost: legs.cost, duration: legs.duration, forbiddenLegs: legs.forbidden, ...times, ...loads },
    symmetric: traits.symmetric,
    dearest: traits.largest,
    weight: priorityWeights(jobs.map((job) => job.priority)),
    weightUnit: 4 * (n + 1) * Math.max(1, traits.largest),
  };
}

interface Legs {
  size: number;
  cost: Float64Array;
  duration: Float64Array;
  forbidden: boolean;
}

function compileLegs({ jobs, vehicles, matrix }: PlanningProblem, traits: MatrixTraits): Legs {
  /** The location of a row; -1 for no place, to and from which every way costs nothing. */
  const location = Int32Array.from([
    ...jobs.map((job) => job.location),
    ...vehicles.flatMap((vehicle) => [vehicle.start ?? -1, vehicle.end ?? -1]),
  ]);
  // The way home of vehicles underway is written into the costs alone.
  const oneFigure = matrix.cost === matrix.duration && !vehicles.some(isUnderway);
  if (traits.holes || (!oneFigure && matrix.duration.includes(Infinity)))
    return replaceHoles(matrix, location, jobs.length, traits.largest);
  const cost = pickCells(matrix.cost, matrix.size, location, jobs.length);
  const duration = oneFigure ? cost : pickCells(matrix.duration, matrix.size, location, jobs.length);
  return { size: location.length, cost, duration, forbidden: false };
}

/** Depots meet each other in empty routes only, which cost nothing but to vehicles underway. */
const columns = (rowNumber: number, n: number, size: number): number => (rowNumber < n ? size : n);

function pickCells(figures: Float64Array, width: number, location: Int32Array, n: number): Float64Array {
  const size = location.length;
  const picked = new Float64Array(size * size);
  // The usual case, jobs in the order of their places: rows are copied as they are, a tenth of the time.
  const inOrder = location.subarray(0, n).every((place, i) => place === location[0]! + i);
  for (let a = 0; a < size; a++) {
    const from = location[a]! * width;
    if (from < 0) continue;
    const begin = inOrder ? n : 0;
    if (inOrder) picked.set(figures.subarray(from + location[0]!, from + location[0]! + n), a * size);
    const end = columns(a, n, size);
    for (let b = begin; b < end; b++) if (location[b]! >= 0) picked[a * size + b] = figures[from + location[b]!]!;
    picked[a * size + a] = 0;
  }
  return picked;
}

function replaceHoles(matrix: TravelMatrix, location: Int32Array, n: number, largestCost: number): Legs {
  const size = location.length;
  const cost = new Float64Array(size * size);
  const duration = new Float64Array(size * size);
  let forbidden = false;
  for (let a = 0; a < size; a++) {
    const from = location[a]! * matrix.size;
    if (from < 0) continue;
    const end = columns(a, n, size);
    for (let b = 0; b < end; b++) {
      if (location[b]! < 0 || a === b) continue;
      const price = matrix.cost[from + location[b]!]!;
      const seconds = matrix.duration[from + location[b]!]!;
      const unreachable = price === Infinity || seconds === Infinity;
      if (unreachable) forbidden = true;
      cost[a * size + b] = unreachable ? 2 * largestCost : price;
      duration[a * size + b] = unreachable ? FORBIDDEN_SECONDS : seconds;
    }
  }
  return { size, cost, duration, forbidden };
}

function compileTimes({ jobs, vehicles }: PlanningProblem, legs: Legs, slotType: Int32Array) {
  const n = jobs.length;
  const nodes = n + 2 * slotType.length;
  const service = new Float64Array(nodes);
  const open = new Float64Array(nodes);
  const close = new Float64Array(nodes);
  // Shorter than every forbidden leg, longer than every possible route.
  const horizon = FORBIDDEN_SECONDS / 2;
  const earliest = Math.min(0, ...vehicles.map((vehicle) => vehicle.shift.start));
  const windows = jobs.map((job, i) => {
    const sorted = disjoint(job.windows);
    service[i] = job.serviceSeconds;
    open[i] = sorted[0]?.start ?? earliest;
    close[i] = Math.min(horizon, sorted.at(-1)?.end ?? horizon);
    return sorted.length > 1
      ? Float64Array.from(sorted.flatMap(({ start, end }) => [start, Math.min(horizon, end)]))
      : null;
  });
  slotType.forEach((type, slot) => {
    const { shift } = vehicles[type]!;
    open[n + 2 * slot] = open[n + 2 * slot + 1] = shift.start;
    close[n + 2 * slot] = close[n + 2 * slot + 1] = Math.min(horizon, shift.end);
  });
  const timed = legs.forbidden || close.some((end) => end < horizon);
  return { service, open, close, windows, severalWindows: windows.some(Boolean), timed };
}

/** Ascending, those that overlap joined: else one inside another would seem to be all there is left. */
function disjoint(windows: readonly TimeWindow[]): TimeWindow[] {
  const joined: TimeWindow[] = [];
  for (const { start, end } of [...windows].sort((a, b) => a.start - b.start)) {
    const last = joined.at(-1);
    if (last === undefined || start > last.end) joined.push({ start, end });
    else joined[joined.length - 1] = { start: last.start, end: Math.max(last.end, end) };
  }
  return joined;
}

function compileLoads({ jobs, vehicles }: PlanningProblem) {
  const n = jobs.length;
  const all = Math.max(0, ...jobs.map((job) => job.demand.length));
  const demandOf = (i: number, d: number): number => jobs[i]!.demand[d] ?? 0;
  const capacityOf = (vehicle: Vehicle, d: number): number => vehicle.capacity[d] ?? Infinity;
  // A dimension that no vehicle can run out of needs no looking at.
  const scarce = Array.from({ length: all }, (_, d) => d).filter((d) => {
    const total = jobs.reduce((sum, _, i) => sum + demandOf(i, d), 0);
    return vehicles.some((vehicle) => capacityOf(vehicle, d) < total);
  });
  const dimensions = scarce.length;
  const demand = Float64Array.from({ length: n * dimensions }, (_, k) =>
    demandOf(Math.floor(k / dimensions), scarce[k % dimensions]!),
  );
  const capacity = Float64Array.from({ length: vehicles.length * dimensions }, (_, k) =>
    capacityOf(vehicles[Math.floor(k / dimensions)]!, scarce[k % dimensions]!),
  );
  const compatible = new Uint8Array(vehicles.length * n);
  vehicles.forEach((vehicle, t) => {
    const skills = new Set(vehicle.skills);
    jobs.forEach((job, i) => {
      const carries = scarce.every((d) => demandOf(i, d) <= capacityOf(vehicle, d));
      compatible[t * n + i] = carries && job.skills.every((skill) => skills.has(skill)) ? 1 : 0;
    });
  });
  return { dimensions, demand, capacity, compatible };
}
