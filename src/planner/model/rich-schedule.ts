import type {
  Job,
  PlannedRoute,
  PlannedStop,
  PlanningProblem,
  RouteEvent,
  SpeedBand,
  TimeWindow,
  Vehicle,
} from './problem';
import { legCost, type Sequence } from './solution';

/** Late by less than this many seconds is not late. */
const ROUNDING = 1e-6;
/** Where speeds change by the hour, departures are looked at in steps of so many seconds from the shift's beginning. */
export const DEPARTURE_STEP = 300;
const DAY = 86_400;

/** What a route does between its start and its end: a job to serve or a place to reload at. */
interface Visit {
  readonly location: number;
  /** undefined: a reload. */
  readonly job?: Job;
  readonly seconds: number;
  readonly windows: readonly TimeWindow[];
  /** The visit is not left before. */
  readonly ready: number;
}

/** One way to be at a visit: when it is left, with how many breaks taken, and how it got there. */
interface Label {
  readonly from: Label | undefined;
  readonly taken: number;
  readonly arrival: number;
  readonly begin: number;
  readonly left: number;
  readonly breaks: readonly { readonly start: number; readonly seconds: number }[];
}

/**
 * Turns a sequence of a problem with any of the constraints into a route with times: the vehicle finishes as early as it can, then leaves as late as
 * that allows. Breaks are taken on the legs on which they delay least. Where a second has a price and speeds change by the hour, it leaves
 * when its route takes least.
 */
export function buildRichRoute(problem: PlanningProblem, sequence: Sequence): PlannedRoute {
  const vehicle = problem.vehicles[sequence.vehicle]!;
  const locked = sequence.index === 0 ? vehicle.lockedPrefix.length : 0;
  const visits = visitsOf(problem, vehicle, sequence, locked);
  const first = Math.max(vehicle.shift.start, readyOf(visits, 0));
  const run = (departure: number): Label | undefined => drive(problem, vehicle, visits, departure, locked > 0);
  const departure = locked > 0 ? vehicle.shift.start : departureOf(problem, vehicle, first, run);
  const last = run(departure) ?? drive(problem, vehicle, visits, departure, true)!;
  return describe(problem, vehicle, sequence, visits, departure, last);
}

/** Returns when a leg that is left at `t` is over; the speeds are times the one behind `seconds`, and arrivals are whole seconds, rounded up. */
export function arrivalInTraffic(bands: readonly SpeedBand[], t: number, seconds: number): number {
  if (seconds === Infinity) return Infinity;
  let left = seconds;
  let at = t;
  let day = Math.floor(t / DAY) * DAY;
  let k = bands.findLastIndex(({ from }) => from <= t - day);
  for (;;) {
    const end = day + (bands[k + 1]?.from ?? DAY);
    const { speed } = bands[k]!;
    if (left <= (end - at) * speed) return Math.ceil(at + left / speed - 1e-9);
    left -= (end - at) * speed;
    at = end;
    k++;
    if (k === bands.length) {
      k = 0;
      day += DAY;
    }
  }
}

function visitsOf(
  problem: PlanningProblem,
  vehicle: Vehicle,
  { jobs, reloads = [] }: Sequence,
  locked: number,
): Visit[] {
  const visits: Visit[] = [];
  for (let i = 0; i <= jobs.length; i++) {
    for (const { afterStops, place } of reloads) {
      if (afterStops !== i) continue;
      const { locations, seconds } = vehicle.reload!;
      visits.push({ location: locations[place]!, seconds, windows: [], ready: -Infinity });
    }
    if (i === jobs.length) break;
    const job = problem.jobs[jobs[i]!]!;
    const seconds = job.serviceSeconds * (vehicle.serviceFactor ?? 1);
    visits.push({
      location: job.location,
      job,
      seconds,
      windows: i < locked ? [] : job.windows,
      ready: -Infinity,
    });
  }
  return visits.map((visit, i) => (visit.job === undefined ? { ...visit, ready: readyOf(visits, i + 1) } : visit));
}

/** When everything for the trip that begins at a position is ready. */
function readyOf(visits: readonly Visit[], from: number): number {
  let most = -Infinity;
  for (let i = from; i < visits.length && visits[i]!.job !== undefined; i++)
    most = Math.max(most, visits[i]!.job!.readyAt ?? -Infinity);
  return most;
}

/** The latest departure that still finishes as early as can be or, if need be, the one with which the route takes least. */
function departureOf(
  problem: PlanningProblem,
  vehicle: Vehicle,
  first: number,
  run: (departure: number) => Label | undefined,
): number {
  const earliest = run(first);
  if (earliest === undefined) return first;
  if (problem.traffic !== undefined && problem.traffic.length > 0) {
    // Without a price of its time a route finishes as early as it can within its limit.
    const priced = (vehicle.costs?.perSecond ?? 0) > 0;
    const limit = vehicle.limits?.seconds ?? Infinity;
    let best = first;
    let least = earliest.left - first;
    const { start } = vehicle.shift;
    for (let step = start; step <= start + DAY; step += DEPARTURE_STEP) {
      const t = Math.max(step, first);
      const found = run(t);
      if (found === undefined) break;
      if (!priced && least <= limit && found.left > earliest.left) break;
      if (found.left - t <= least) [best, least] = [t, found.left - t];
    }
    return best;
  }
  let low = first;
  let high = earliest.left;
  const inTime = (t: number): boolean => (run(t)?.left ?? Infinity) <= earliest.left + ROUNDING;
  if (inTime(high)) return high;
  while (high - low > 1e-6) {
    const middle = (low + high) / 2;
    if (inTime(middle)) low = middle;
    else high = middle;
  }
  // What was halved until it was near enough is a round figure in truth.
  const round = Math.round(low * 1000) / 1000;
  return round >= first && inTime(round) ? round : low;
}

/** Earliest times from a departure on; undefined: too late somewhere, or no place for a break. The last label is the finish. */
function drive(
  problem: PlanningProblem,
  vehicle: Vehicle,
  visits: readonly Visit[],
  departure: number,
  whatever: boolean,
): Label | undefined {
  const breaks = vehicle.breaks ?? [];
  let labels: (Label | undefined)[] = [
    { from: undefined, taken: 0, arrival: departure, begin: departure, left: departure, breaks: [] },
  ];
  let at = vehicle.start;
  for (let i = 0; i <= visits.length; i++) {
    const visit = visits[i];
    const to = visit === undefined ? vehicle.end : visit.location;
    const leg = secondsOf(problem, vehicle, at, to, visit?.job);
    const then: (Label | undefined)[] = [];
    for (const label of labels) {
      if (label === undefined) continue;
      for (let taken = label.taken; taken <= breaks.length; taken++) {
        const found = onward(problem, vehicle, visit, label, taken, leg, whatever);
        if (found === undefined) continue;
        const known = then[taken];
        if (known === undefined || found.left < known.left) then[taken] = found;
      }
    }
    if (then.every((label) => label === undefined)) return undefined;
    labels = then;
    at = to ?? at;
  }
  const finish = labels[breaks.length];
  return finish !== undefined && (whatever || finish.left <= vehicle.shift.end + ROUNDING) ? finish : undefined;
}

function onward(
  { traffic }: PlanningProblem,
  vehicle: Vehicle,
  visit: Visit | undefined,
  label: Label,
  taken: number,
  leg: number,
  whatever: boolean,
): Label | undefined {
  const rests: { start: number; seconds: number }[] = [];
  let t = label.left;
  let arrival = traffic !== undefined && traffic.length > 0 ? arrivalInTraffic(traffic, t, leg) : t + leg;
  for (let k = label.taken; k < taken; k++) {
    const { windows, seconds } = vehicle.breaks![k]!;
    const begins = firstOf(windows, t);
    if (begins === undefined) {
      if (!whatever) return undefined;
    }
    const start = begins ?? t;
    rests.push({ start, seconds });
    // What is driven before the break begins is driven already.
    arrival = Math.max(arrival, start) + seconds;
    t = start + seconds;
  }
  if (!Number.isFinite(arrival)) return undefined;
  const from = { from: label, taken, arrival, breaks: rests };
  if (visit === undefined) return { ...from, begin: arrival, left: arrival };
  if (visit.job === undefined) return { ...from, begin: arrival, left: Math.max(arrival + visit.seconds, visit.ready) };
  const begin = visit.windows.length === 0 ? arrival : firstOf(visit.windows, arrival);
  if (begin === undefined && !whatever) return undefined;
  return { ...from, begin: begin ?? arrival, left: (begin ?? arrival) + visit.seconds };
}

/** The first moment from `t` on that lies in a window. */
function firstOf(windows: readonly TimeWindow[], t: number): number | undefined {
  let first: number | undefined;
  for (const { start, end } of windows) {
    if (t > end + ROUNDING) continue;
    const begin = Math.max(t, start);
    if (first === undefined || begin < first) first = begin;
  }
  return first;
}

function secondsOf(
  { matrix }: PlanningProblem,
  vehicle: Vehicle,
  from: number | null,
  to: number | null,
  job: Job | undefined,
): number {
  if (from === null || to === null || from === to) return 0;
  return (matrix.duration[from * matrix.size + to]! + (job?.setupSeconds ?? 0)) / (vehicle.speedFactor ?? 1);
}

function describe(
  problem: PlanningProblem,
  vehicle: Vehicle,
  sequence: Sequence,
  visits: readonly Visit[],
  departure: number,
  finish: Label,
): PlannedRoute {
  const labels: Label[] = [];
  for (let label = finish; label.from !== undefined; label = label.from) labels.unshift(label);
  const loads = new LoadsOnBoard(visits);
  const stops: PlannedStop[] = [];
  const events: RouteEvent[] = [];
  let at = vehicle.start;
  let distance = 0;
  let legs = 0;
  let preference = 0;
  let previous = departure;
  labels.forEach((label, i) => {
    const visit = visits[i];
    const to = visit === undefined ? vehicle.end : visit.location;
    const leg = at === to ? 0 : legCost(problem, at, to);
    distance += leg;
    legs += leg;
    for (const rest of label.breaks) events.push({ kind: 'break', afterStops: stops.length, ...rest });
    const { job } = visit ?? {};
    if (visit !== undefined && job === undefined) {
      events.push({
        kind: 'reload',
        afterStops: stops.length,
        start: label.begin,
        seconds: label.left - label.begin,
        location: visit.location,
      });
    }
    if (job !== undefined) {
      if (job.preference !== undefined && !job.preference.vehicles.includes(vehicle.id))
        preference += job.preference.otherwise;
      stops.push({
        jobId: job.id,
        arrival: label.arrival,
        waiting: label.begin - label.arrival,
        departure: label.left,
        load: loads.behind(i),
        legCost: legs,
        legDuration: label.arrival - previous,
      });
      legs = 0;
    }
    if (job !== undefined) previous = label.left;
    at = to ?? at;
  });
  const duration = finish.left - departure;
  const { fixed = 0, perDistance = 1, perSecond = 0 } = vehicle.costs ?? {};
  const charges = { fixed, distance: perDistance * distance, time: perSecond * duration, preference };
  return {
    vehicleId: vehicle.id,
    vehicleIndex: sequence.index,
    departure,
    stops,
    finish: finish.left,
    cost: charges.fixed + charges.distance + charges.time + charges.preference,
    duration,
    events,
    charges,
  };
}

/** What is on board behind each visit: deliveries of the trip still to come, what the trip has picked up, and open pairs. */
class LoadsOnBoard {
  private readonly dimensions: number;

  constructor(private readonly visits: readonly Visit[]) {
    this.dimensions = Math.max(
      0,
      ...visits.map(({ job }) => Math.max(job?.demand.length ?? 0, job?.pickup?.length ?? 0)),
    );
  }

  behind(i: number): number[] {
    const { visits } = this;
    const load = new Array<number>(this.dimensions).fill(0);
    const add = (figures: readonly number[] | undefined): void => figures?.forEach((amount, d) => (load[d]! += amount));
    for (let k = i + 1; k < visits.length && visits[k]!.job !== undefined; k++) {
      const { job } = visits[k]!;
      if (job!.from === undefined) add(job!.demand);
      else if (this.position(job!.from, i) >= 0) add(job!.demand);
    }
    for (let k = i; k >= 0 && visits[k]!.job !== undefined; k--) add(visits[k]!.job!.pickup);
    return load;
  }

  /** The position of a job up to `last`; -1: it comes later, or never. */
  private position(id: string, last: number): number {
    for (let k = 0; k <= last; k++) if (this.visits[k]!.job?.id === id) return k;
    return -1;
  }
}
