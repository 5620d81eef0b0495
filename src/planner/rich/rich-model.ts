import type { MatrixTraits } from '../model/matrix-traits';
import { isUnderway } from '../model/locked';
import type { PlanningProblem, TimeWindow, Vehicle } from '../model/problem';
import { priorityWeights } from '../model/priority-weights';

/** Longer than any route may last: a leg that no vehicle can take, and later than any shift ends. */
export const FORBIDDEN_SECONDS = 1e15;
const HORIZON = FORBIDDEN_SECONDS / 2;
/** The price of a vehicle where fewer come first, in dearest legs a job. */
const VEHICLE_IN_LEGS = 4;

/** A window of a break: `open` to `close` in seconds, both for its beginning. */
export interface BreakModel {
  readonly open: Float64Array;
  readonly close: Float64Array;
  readonly seconds: number;
}

/** What a vehicle type may do and what it costs. */
export interface TypeModel {
  /** Cost of a leg by cell. Types of one price share the array. */
  readonly price: Float64Array;
  /** Seconds of a leg by cell; shared likewise. */
  readonly duration: Float64Array;
  /** Seconds of service by job. */
  readonly service: Float64Array;
  readonly open: number;
  readonly close: number;
  readonly fixed: number;
  readonly perDistance: number;
  readonly perSecond: number;
  readonly maxDistance: number;
  readonly maxSeconds: number;
  readonly maxStops: number;
  readonly maxTrips: number;
  readonly breaks: readonly BreakModel[];
  /** Rows of the places at which it can reload; empty: it cannot. */
  readonly reloadRows: Int32Array;
  readonly reloadSeconds: number;
  readonly deliveriesFirst: boolean;
  /** 1 where it may serve a job, by job. */
  readonly compatible: Uint8Array;
  /** What its serving a job costs beyond the legs, by job. */
  readonly bias: Float64Array;
  /** Jobs in ascending rank only, by job: first, deliveries, pick-ups, last. */
  readonly rank: Int8Array;
  readonly capacity: Float64Array;
  /** An empty route of it costs its way home: it is underway. */
  readonly homePrice: number;
}

/**
 * A problem with any of the constraints, compiled. Nodes 0 to `jobs - 1` are the jobs, slot r starts at node `jobs + 2 r` and ends
 * at the next one, and the last `jobs` nodes are reloads, in use or not.
 */
export interface RichModel {
  readonly jobs: number;
  readonly slots: number;
  readonly nodes: number;
  readonly firstReload: number;
  readonly types: readonly TypeModel[];
  readonly slotType: Int32Array;
  /** Slots of type t: `firstSlot[t]` to `firstSlot[t + 1] - 1`. */
  readonly firstSlot: Int32Array;
  /** Rows of the matrices: the jobs, then start and end of each type, then places to reload. */
  readonly size: number;
  /** The matrix's own cost by cell (metres). */
  readonly metres: Float64Array;
  readonly startRow: Int32Array;
  readonly endRow: Int32Array;
  /** When a job opens, by job; of the last of several windows in the case of `close`. */
  readonly open: Float64Array;
  readonly close: Float64Array;
  readonly windows: readonly (Float64Array | null)[];
  readonly severalWindows: boolean;
  /** When a job is ready, by job; 0 where it is ready at any time. */
  readonly ready: Float64Array;
  readonly scarce: readonly number[];
  readonly dimensions: number;
  /** What is on board, by job and dimension: from the trip's beginning, to its end, or from its origin. */
  readonly delivery: Float64Array;
  readonly pickup: Float64Array;
  readonly carried: Float64Array;
  /** The other job of a pair, or -1; and whether the job is the one at which it is picked up (1) or delivered (2), or none (0). */
  readonly mate: Int32Array;
  readonly role: Uint8Array;
  /** The job that must come earlier where both are on one route, or -1; and those that must come later. */
  readonly after: Int32Array;
  readonly before: readonly (readonly number[])[];
  /** 1 for a job at which nothing is delivered but something picked up. */
  readonly collects: Uint8Array;
  readonly weight: Float64Array;
  readonly weightUnit: number;
  /** Parts of the model that are in use. */
  readonly timed: boolean;
  readonly loaded: boolean;
  readonly released: boolean;
  readonly reloads: boolean;
  readonly ranked: boolean;
  readonly ordered: boolean;
  readonly pairs: boolean;
  readonly mostBreaks: number;
  /** Whether routes have a price or a limit by how long they take. */
  readonly durations: boolean;
  readonly distances: boolean;
  /** What a vehicle costs, in every type's `fixed`, because fewer of them come first; else 0. */
  readonly perVehicle: number;
  readonly balance: 'time' | 'stops' | null;
  readonly balanceWeight: number;
  /** Routes may have to wait, or to drive at another speed, so that an insertion's delay does not tell when they finish. */
  readonly finishMoves: boolean;
  /** When each band begins and its speed, ascending; null: the same speed all day. */
  readonly traffic: { readonly from: Float64Array; readonly speed: Float64Array } | null;
  /** A number for each type: those that start, end and work alike have the same number, and a route can change hands among them. */
  readonly group: Int32Array;
}

/** Whether a problem has something that only the engine for rich problems knows. */
export function isRich({ jobs, vehicles, traffic, balance, fewestVehicles }: PlanningProblem): boolean {
  return (
    (traffic?.length ?? 0) > 0 ||
    (balance !== undefined && balance.weight > 0) ||
    fewestVehicles === true ||
    jobs.some(
      (job) =>
        (job.pickup?.some((amount) => amount > 0) ?? false) ||
        job.from !== undefined ||
        (job.readyAt !== undefined && vehicles.some(({ shift }) => job.readyAt! > shift.start)) ||
        (job.setupSeconds ?? 0) > 0 ||
        job.vehicles !== undefined ||
        (job.preference?.otherwise ?? 0) > 0 ||
        job.position !== undefined ||
        job.after !== undefined,
    ) ||
    vehicles.some(
      ({
        costs = {},
        limits = {},
        breaks = [],
        reload,
        deliveriesFirst,
        speedFactor = 1,
        serviceFactor = 1,
        running,
      }) =>
        (costs.fixed ?? 0) > 0 ||
        (costs.perDistance ?? 1) !== 1 ||
        (costs.perSecond ?? 0) > 0 ||
        (limits.distance ?? Infinity) < Infinity ||
        (limits.seconds ?? Infinity) < Infinity ||
        (limits.stops ?? Infinity) < jobs.length ||
        breaks.length > 0 ||
        (reload !== undefined && (reload.trips ?? Infinity) > 1) ||
        deliveriesFirst === true ||
        speedFactor !== 1 ||
        serviceFactor !== 1 ||
        (running?.length ?? 0) > 0,
    )
  );
}

export function compileRich(problem: PlanningProblem, traits: MatrixTraits): RichModel {
  const { jobs, vehicles } = problem;
  const n = jobs.length;
  const firstSlot = new Int32Array(vehicles.length + 1);
  vehicles.forEach((vehicle, t) => (firstSlot[t + 1] = firstSlot[t]! + Math.min(vehicle.count, n)));
  const slots = firstSlot[vehicles.length]!;
  const slotType = new Int32Array(slots);
  vehicles.forEach((_, t) => slotType.fill(t, firstSlot[t], firstSlot[t + 1]));

  const places = [...new Set(vehicles.flatMap((vehicle) => vehicle.reload?.locations ?? []))];
  const location = Int32Array.from([
    ...jobs.map((job) => job.location),
    ...vehicles.flatMap((vehicle) => [vehicle.start ?? -1, vehicle.end ?? -1]),
    ...places,
  ]);
  const legs = new Legs(problem, location, traits.largest);
  const ids = new Map(jobs.map((job, i) => [job.id, i]));
  const loads = compileLoads(problem, ids);
  const windows = jobs.map((job) => disjoint(job.windows));
  const open = Float64Array.from(windows, (list) => list[0]?.start ?? -HORIZON);
  const close = Float64Array.from(windows, (list) => Math.min(HORIZON, list.at(-1)?.end ?? HORIZON));
  const severalWindows = windows.some((list) => list.length > 1);
  const balance = problem.balance !== undefined && problem.balance.weight > 0 ? problem.balance : null;
  const traffic = (problem.traffic?.length ?? 0) > 0 ? problem.traffic! : null;

  let dearest = Math.max(1, traits.largest);
  let dearestLeg = dearest;
  const types = vehicles.map((vehicle, t): TypeModel => {
    const { costs = {}, limits = {}, reload } = vehicle;
    const perDistance = costs.perDistance ?? 1;
    dearest = Math.max(dearest, traits.largest * perDistance, costs.fixed ?? 0);
    const served = servedBy(vehicle, problem, loads);
    const homeRow = (n + 2 * t) * legs.size + n + 2 * t + 1;
    return {
      price: legs.priced(perDistance),
      duration: legs.timed(vehicle.speedFactor ?? 1),
      service: Float64Array.from(jobs, (job) => job.serviceSeconds * (vehicle.serviceFactor ?? 1)),
      open: vehicle.shift.start,
      close: Math.min(HORIZON, vehicle.shift.end),
      fixed: costs.fixed ?? 0,
      perDistance,
      perSecond: costs.perSecond ?? 0,
      maxDistance: limits.distance ?? Infinity,
      maxSeconds: limits.seconds ?? Infinity,
      maxStops: limits.stops ?? Infinity,
      maxTrips: reload === undefined ? 1 : (reload.trips ?? Infinity),
      breaks: (vehicle.breaks ?? []).map((each) => ({
        open: Float64Array.from(disjoint(each.windows), ({ start }) => start),
        close: Float64Array.from(disjoint(each.windows), ({ end }) => Math.min(HORIZON, end)),
        seconds: each.seconds,
      })),
      reloadRows: Int32Array.from(reload?.locations ?? [], (at) => n + 2 * vehicles.length + places.indexOf(at)),
      reloadSeconds: reload?.seconds ?? 0,
      deliveriesFirst: vehicle.deliveriesFirst ?? false,
      ...served,
      homePrice: isUnderway(vehicle) ? Math.min(legs.cost[homeRow]! * perDistance, traits.largest * perDistance) : 0,
    };
  });
  if (problem.fewestVehicles === true) {
    const more = VEHICLE_IN_LEGS * dearest * Math.max(1, n);
    dearestLeg = dearest;
    types.forEach((type, t) => (types[t] = { ...type, fixed: type.fixed + more }));
    dearest = more;
  }
  const after = Int32Array.from(jobs, (job) => (job.after === undefined ? -1 : ids.get(job.after)!));
  const before: number[][] = jobs.map(() => []);
  after.forEach((first, later) => {
    if (first >= 0) before[first]!.push(later);
  });
  const durations = types.some((type) => type.perSecond > 0 || type.maxSeconds < Infinity);
  return {
    ...{ jobs: n, slots, nodes: 2 * n + 2 * slots, firstReload: n + 2 * slots, types, slotType, firstSlot },
    ...{ size: legs.size, metres: legs.cost },
    startRow: Int32Array.from(vehicles, (_, t) => n + 2 * t),
    endRow: Int32Array.from(vehicles, (_, t) => n + 2 * t + 1),
    ...{ open, close, severalWindows },
    windows: windows.map((list) =>
      list.length > 1 ? Float64Array.from(list.flatMap(({ start, end }) => [start, Math.min(HORIZON, end)])) : null,
    ),
    ready: Float64Array.from(jobs, (job) => job.readyAt ?? 0),
    ...loads,
    ...{ after, before, ordered: after.some((first) => first >= 0) },
    collects: Uint8Array.from(jobs, (job) =>
      job.pickup !== undefined && !job.demand.some((amount) => amount > 0) ? 1 : 0,
    ),
    weight: priorityWeights(jobs.map((job) => job.priority)),
    weightUnit: 4 * (n + 1) * dearest * (1 + (balance?.weight ?? 0)),
    timed:
      traffic !== null ||
      legs.forbidden ||
      durations ||
      balance?.of === 'time' ||
      windows.some((list) => list.length > 0) ||
      types.some((type) => type.close < HORIZON || type.breaks.length > 0),
    loaded: loads.dimensions > 0,
    released: jobs.some((job) => types.some((type) => (job.readyAt ?? -Infinity) > type.open)),
    reloads: types.some((type) => type.reloadRows.length > 0 && type.maxTrips > 1),
    ranked: types.some((type) => type.deliveriesFirst || type.rank.some((rank) => rank !== type.rank[0])),
    pairs: loads.mate.some((mate) => mate >= 0),
    mostBreaks: Math.max(0, ...types.map((type) => type.breaks.length)),
    durations,
    distances: types.some((type) => type.maxDistance < Infinity),
    perVehicle: problem.fewestVehicles === true ? VEHICLE_IN_LEGS * dearestLeg * Math.max(1, n) : 0,
    balance: balance?.of ?? null,
    balanceWeight: balance?.weight ?? 0,
    finishMoves:
      traffic !== null ||
      windows.some((list) => list.length > 0) ||
      jobs.some((job) => job.readyAt !== undefined) ||
      types.some((type) => type.breaks.length > 0),
    traffic: traffic && {
      from: Float64Array.from(traffic, ({ from }) => from),
      speed: Float64Array.from(traffic, ({ speed }) => speed),
    },
    group: groupsOf(vehicles),
  };
}

/** Matrices over the rows of the model, each kind made once. */
class Legs {
  readonly size: number;
  readonly cost: Float64Array;
  private readonly seconds: Float64Array;
  private readonly byPrice = new Map<number, Float64Array>();
  private readonly bySpeed = new Map<number, Float64Array>();
  readonly forbidden: boolean;

  constructor({ matrix, jobs }: PlanningProblem, location: Int32Array, largest: number) {
    const size = (this.size = location.length);
    this.cost = new Float64Array(size * size);
    this.seconds = new Float64Array(size * size);
    let forbidden = false;
    for (let a = 0; a < size; a++) {
      for (let b = 0; b < size; b++) {
        const [from, to] = [location[a]!, location[b]!];
        if (from < 0 || to < 0 || a === b) continue;
        const cell = from * matrix.size + to;
        // The diagonal of the matrix means nothing: two stops at one address are no way apart.
        const price = from === to ? 0 : matrix.cost[cell]!;
        const time = from === to ? 0 : matrix.duration[cell]!;
        const unreachable = price === Infinity || time === Infinity;
        if (unreachable) forbidden = true;
        const setup = b < jobs.length && from !== to ? (jobs[b]!.setupSeconds ?? 0) : 0;
        this.cost[a * size + b] = unreachable ? 2 * largest : price;
        this.seconds[a * size + b] = unreachable ? FORBIDDEN_SECONDS : time + setup;
      }
    }
    this.forbidden = forbidden;
    this.byPrice.set(1, this.cost);
    this.bySpeed.set(1, this.seconds);
  }

  priced(perDistance: number): Float64Array {
    const known = this.byPrice.get(perDistance);
    if (known !== undefined) return known;
    const priced = this.cost.map((metres) => metres * perDistance);
    this.byPrice.set(perDistance, priced);
    return priced;
  }

  timed(speedFactor: number): Float64Array {
    const known = this.bySpeed.get(speedFactor);
    if (known !== undefined) return known;
    const timed = this.seconds.map((seconds) => seconds / speedFactor);
    this.bySpeed.set(speedFactor, timed);
    return timed;
  }
}

interface Loads {
  /** Which dimensions of the problem the compiled ones are: those that some vehicle can run out of. */
  readonly scarce: readonly number[];
  readonly dimensions: number;
  readonly delivery: Float64Array;
  readonly pickup: Float64Array;
  readonly carried: Float64Array;
  readonly mate: Int32Array;
  readonly role: Uint8Array;
}

function compileLoads({ jobs, vehicles }: PlanningProblem, ids: ReadonlyMap<string, number>): Loads {
  const n = jobs.length;
  const amount = (figures: readonly number[] | undefined, d: number): number => figures?.[d] ?? 0;
  const all = Math.max(0, ...jobs.map((job) => Math.max(job.demand.length, job.pickup?.length ?? 0)));
  const scarce = Array.from({ length: all }, (_, d) => d).filter((d) => {
    const total = jobs.reduce((sum, job) => sum + amount(job.demand, d) + amount(job.pickup, d), 0);
    return vehicles.some((vehicle) => (vehicle.capacity[d] ?? Infinity) < total);
  });
  const D = scarce.length;
  const delivery = new Float64Array(n * D);
  const pickup = new Float64Array(n * D);
  const carried = new Float64Array(n * D);
  const mate = new Int32Array(n).fill(-1);
  const role = new Uint8Array(n);
  jobs.forEach((job, i) => {
    const origin = job.from === undefined ? -1 : ids.get(job.from)!;
    if (origin >= 0) {
      mate[i] = origin;
      mate[origin] = i;
      role[origin] = 1;
      role[i] = 2;
    }
    scarce.forEach((d, k) => {
      if (origin < 0) delivery[i * D + k] = amount(job.demand, d);
      else {
        carried[i * D + k] = -amount(job.demand, d);
        carried[origin * D + k] = amount(job.demand, d);
      }
      pickup[i * D + k] = amount(job.pickup, d);
    });
  });
  return { scarce, dimensions: D, delivery, pickup, carried, mate, role };
}

function servedBy(vehicle: Vehicle, { jobs }: PlanningProblem, loads: Loads) {
  const D = loads.dimensions;
  const capacity = Float64Array.from(loads.scarce, (d) => vehicle.capacity[d] ?? Infinity);
  const skills = new Set(vehicle.skills);
  const compatible = Uint8Array.from(jobs, (job, i) => {
    const able = job.skills.every((skill) => skills.has(skill));
    const allowed = job.vehicles?.includes(vehicle.id) ?? true;
    const carries = capacity.every(
      (most, k) =>
        loads.delivery[i * D + k]! <= most &&
        loads.pickup[i * D + k]! <= most &&
        Math.abs(loads.carried[i * D + k]!) <= most,
    );
    return able && allowed && carries ? 1 : 0;
  });
  const bias = Float64Array.from(jobs, ({ preference }) =>
    preference === undefined || preference.vehicles.includes(vehicle.id) ? 0 : preference.otherwise,
  );
  const rank = Int8Array.from(jobs, (job) => {
    if (job.position !== undefined) return job.position === 'first' ? 0 : 3;
    return vehicle.deliveriesFirst === true && job.pickup !== undefined ? 2 : 1;
  });
  return { compatible, bias, rank, capacity };
}

/** Ascending, those that overlap joined. */
function disjoint(windows: readonly TimeWindow[]): TimeWindow[] {
  const joined: TimeWindow[] = [];
  for (const { start, end } of [...windows].sort((a, b) => a.start - b.start)) {
    const last = joined.at(-1);
    if (last === undefined || start > last.end) joined.push({ start, end });
    else joined[joined.length - 1] = { start: last.start, end: Math.max(last.end, end) };
  }
  return joined;
}

/** Types that start, end and work alike have the same number. */
function groupsOf(vehicles: readonly Vehicle[]): Int32Array {
  const keys = vehicles.map(({ start, end, shift, speedFactor = 1, serviceFactor = 1 }) =>
    JSON.stringify([start, end, shift.start, String(shift.end), speedFactor, serviceFactor]),
  );
  return Int32Array.from(keys, (key) => keys.indexOf(key));
}
