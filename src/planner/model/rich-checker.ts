import type { Job, Plan, PlannedRoute, PlanningProblem, RouteEvent, Vehicle } from './problem';

/** Figures that went through a few hundred additions may differ in their last bits. */
const TOLERANCE = 1e-6;

type Report = (what: string) => void;

/** Whether a problem has a field that plain problems do not have. */
export function hasRichFields(problem: PlanningProblem): boolean {
  const plainJob = ['id', 'location', 'serviceSeconds', 'demand', 'windows', 'skills', 'priority'];
  const plainVehicle = ['id', 'start', 'end', 'capacity', 'shift', 'skills', 'lockedPrefix', 'count', 'underway'];
  return (
    Object.keys(problem).some((key) => !['matrix', 'jobs', 'vehicles'].includes(key)) ||
    problem.jobs.some((job) => Object.keys(job).some((key) => !plainJob.includes(key))) ||
    problem.vehicles.some((vehicle) => Object.keys(vehicle).some((key) => !plainVehicle.includes(key)))
  );
}

/**
 * Verifies a route against every constraint, from the plan's own times: each must follow from the one before it. Like `checkPlan` it shares no
 * code with the engines or the schedule. Stops of a locked prefix are facts: their windows, loads and the rest bind nobody.
 */
export function checkRichRoute(problem: PlanningProblem, vehicle: Vehicle, route: PlannedRoute, report: Report): void {
  const jobs = new Map(problem.jobs.map((job) => [job.id, job]));
  const trip = new TripChecker(problem, vehicle, route, jobs, report);
  trip.times();
  trip.loads();
  trip.order();
  trip.limits();
}

/** Verifies what concerns several routes: balance and the plan's cost. */
export function checkRichTotal(problem: PlanningProblem, plan: Plan, report: Report): void {
  const { balance } = problem;
  let total = 0;
  for (const route of plan.routes) total += route.cost;
  if (balance !== undefined) {
    let longest = 0;
    for (const route of plan.routes) {
      const begin = problem.vehicles.find((vehicle) => vehicle.id === route.vehicleId)?.shift.start ?? 0;
      longest = Math.max(longest, balance.of === 'stops' ? route.stops.length : route.finish - begin);
    }
    total += balance.weight * longest;
  }
  if (differs(plan.cost, total)) report(`cost ${plan.cost}, its routes and balance add up to ${total}`);
}

class TripChecker {
  private readonly served: readonly Job[];
  private readonly events: readonly RouteEvent[];
  private readonly locked: number;
  private metres = 0;

  constructor(
    private readonly problem: PlanningProblem,
    private readonly vehicle: Vehicle,
    private readonly route: PlannedRoute,
    private readonly jobs: ReadonlyMap<string, Job>,
    private readonly report: Report,
  ) {
    this.served = route.stops.flatMap(({ jobId }) => jobs.get(jobId) ?? []);
    this.events = route.events ?? [];
    this.locked = route.vehicleIndex === 0 ? vehicle.lockedPrefix.length : 0;
  }

  /** Walks along the route: legs, breaks, reloads, windows, readiness, shift. */
  times(): void {
    const { route, vehicle, report, served } = this;
    if (route.stops.length === 0) report('a route without stops');
    if (route.departure < vehicle.shift.start - TOLERANCE) report('leaves before the shift begins');
    if (route.departure < this.readyAfter(0) - TOLERANCE && this.locked === 0)
      report('leaves before its load is ready');
    let at = vehicle.start;
    let clock = route.departure;
    let resting = 0;
    for (let i = 0; i <= served.length; i++) {
      const reloads = this.events.filter((event) => event.afterStops === i && event.kind === 'reload');
      // A break between two stops belongs to the leg during which it begins: to the one before a reload or after it.
      let rests = this.events.filter((event) => event.afterStops === i && event.kind === 'break');
      for (const reload of reloads) {
        const place = reload.location ?? -1;
        if (!(vehicle.reload?.locations.includes(place) ?? false)) report(`reloads at ${place}, where it may not`);
        const before = rests.filter(({ start }) => start < reload.start);
        rests = rests.filter(({ start }) => start >= reload.start);
        const arrival = this.drive(at, place, undefined, clock, before, resting);
        resting += before.length;
        if (differs(reload.start, arrival)) report(`reloads at ${reload.start}, is there at ${arrival}`);
        clock = reload.start + reload.seconds;
        if (reload.seconds < (vehicle.reload?.seconds ?? 0) - TOLERANCE) report('reloads in too short a time');
        if (clock < this.readyAfter(i) - TOLERANCE)
          report(`leaves the reload before stop ${i} before its load is ready`);
        at = place;
      }
      const to = i < served.length ? served[i]!.location : vehicle.end;
      const arrival = this.drive(at, to, served[i], clock, rests, resting);
      resting += rests.length;
      if (i === served.length) {
        if (differs(route.finish, arrival)) report(`finishes ${route.finish}, expected ${arrival}`);
        break;
      }
      clock = this.serve(i, arrival);
      at = to;
    }
    if (resting !== (vehicle.breaks?.length ?? 0)) report(`${resting} of ${vehicle.breaks?.length ?? 0} breaks`);
    if (route.finish > vehicle.shift.end + TOLERANCE && served.length > this.locked)
      report(`finishes ${route.finish}, after the shift`);
    if (differs(route.duration, route.finish - route.departure)) report('wrong duration');
  }

  private serve(i: number, arrival: number): number {
    const { report, vehicle } = this;
    const stop = this.route.stops[i]!;
    const job = this.served[i]!;
    const where = `stop ${i} (${job.id})`;
    if (differs(stop.arrival, arrival)) report(`${where}: arrives ${stop.arrival}, expected ${arrival}`);
    if (stop.waiting < -TOLERANCE) report(`${where}: negative waiting`);
    const begin = stop.arrival + stop.waiting;
    const inWindow = job.windows.some(({ start, end }) => begin >= start - TOLERANCE && begin <= end + TOLERANCE);
    if (job.windows.length > 0 && !inWindow && i >= this.locked)
      report(`${where}: served at ${begin}, outside its windows`);
    const leaves = begin + job.serviceSeconds * (vehicle.serviceFactor ?? 1);
    if (differs(stop.departure, leaves)) report(`${where}: leaves ${stop.departure}, expected ${leaves}`);
    return stop.departure;
  }

  /** When a leg ends that is left at `clock`, with the breaks that begin on it. */
  private drive(
    from: number | null,
    to: number | null,
    job: Job | undefined,
    clock: number,
    rests: readonly RouteEvent[],
    taken: number,
  ): number {
    const { problem, vehicle, report } = this;
    const { size, cost, duration } = problem.matrix;
    let left = 0;
    if (from !== null && to !== null && from !== to) {
      const cell = from * size + to;
      if (!Number.isFinite(cost[cell]!) || !Number.isFinite(duration[cell]!)) report(`no way from ${from} to ${to}`);
      this.metres += cost[cell]!;
      left = (duration[cell]! + (job?.setupSeconds ?? 0)) / (vehicle.speedFactor ?? 1);
    }
    let now = clock;
    rests.forEach((rest, k) => {
      const rule = vehicle.breaks?.[taken + k];
      if (rule === undefined) {
        report('a break too many');
        return;
      }
      if (differs(rest.seconds, rule.seconds)) report(`a break of ${rest.seconds} s, not of ${rule.seconds}`);
      if (!rule.windows.some(({ start, end }) => rest.start >= start - TOLERANCE && rest.start <= end + TOLERANCE))
        report(`a break at ${rest.start}, outside its windows`);
      if (rest.start < now - TOLERANCE) report(`a break at ${rest.start}, before what comes before it`);
      left = Math.max(0, left - (rest.start - now));
      now = rest.start + rest.seconds;
    });
    return problem.traffic === undefined || problem.traffic.length === 0 ? now + left : this.driveInTraffic(now, left);
  }

  /** Second by second of the day where the speed changes: what is left of the leg shrinks by the speed of each band. */
  private driveInTraffic(from: number, seconds: number): number {
    const bands = this.problem.traffic!;
    const changes: number[] = [];
    const firstDay = Math.floor(from / 86_400);
    for (let day = firstDay; day < firstDay + 400; day++)
      for (const band of bands) changes.push(day * 86_400 + band.from);
    let left = seconds;
    for (let k = 0; k < changes.length; k++) {
      const until = changes[k + 1] ?? Infinity;
      if (until <= from) continue;
      const begin = Math.max(from, changes[k]!);
      const { speed } = bands[k % bands.length]!;
      if (left <= (until - begin) * speed) return Math.ceil(begin + left / speed - 1e-9);
      left -= (until - begin) * speed;
    }
    return Infinity;
  }

  /** When everything is ready that is loaded for the stops from a position to the next reload. */
  private readyAfter(position: number): number {
    let latest = -Infinity;
    for (let i = position; i < this.served.length; i++) {
      if (i > position && this.reloadsBefore(i)) break;
      latest = Math.max(latest, this.served[i]!.readyAt ?? -Infinity);
    }
    return latest;
  }

  private reloadsBefore(position: number): boolean {
    return this.events.some((event) => event.kind === 'reload' && event.afterStops === position);
  }

  /** Checks trip by trip: all deliveries on board at its beginning, all pick-ups at its end, pairs in between. */
  loads(): void {
    const { served, vehicle, report, route, locked } = this;
    const dimensions = Math.max(0, ...served.flatMap((job) => [job.demand.length, job.pickup?.length ?? 0]));
    let begin = 0;
    while (begin < served.length) {
      let end = begin + 1;
      while (end < served.length && !this.reloadsBefore(end)) end++;
      const trip = served.slice(begin, end);
      for (let d = 0; d < dimensions; d++) {
        const limit = vehicle.capacity[d] ?? Infinity;
        let onBoard = trip.reduce((sum, job) => sum + (job.from === undefined ? (job.demand[d] ?? 0) : 0), 0);
        const over = (where: string): void => {
          // Locked jobs are on board already, even if they are too many; what is added must still fit.
          if (onBoard > limit + TOLERANCE && end > locked)
            report(`dimension ${d}: ${onBoard} on board ${where}, limit ${limit}`);
        };
        over(`before stop ${begin}`);
        trip.forEach((job, k) => {
          onBoard += job.pickup?.[d] ?? 0;
          onBoard -= job.demand[d] ?? 0;
          const brought = served.find((other) => other.from === job.id);
          if (brought !== undefined) onBoard += brought.demand[d] ?? 0;
          over(`behind stop ${begin + k}`);
          if (differs(route.stops[begin + k]!.load[d] ?? 0, onBoard))
            report(`stop ${begin + k} (${job.id}): wrong load`);
        });
      }
      for (const job of trip) {
        if (job.from === undefined) continue;
        const first = trip.findIndex((other) => other.id === job.from);
        if (first < 0 || first > trip.indexOf(job)) report(`${job.id}: not picked up earlier in its trip`);
      }
      begin = end;
    }
    for (const job of this.jobs.values()) {
      if (job.from === undefined) continue;
      const ids = new Set(served.map(({ id }) => id));
      if (ids.has(job.from) !== ids.has(job.id)) report(`${job.from} and ${job.id}: a pair torn apart`);
    }
  }

  /** Skills, drivers, positions, precedences, deliveries before pick-ups. */
  order(): void {
    const { served, vehicle, report, locked } = this;
    const position = new Map(served.map((job, i) => [job.id, i]));
    served.forEach((job, i) => {
      if (i < locked) return;
      if (job.skills.some((skill) => !vehicle.skills.includes(skill))) report(`${job.id}: skill missing`);
      if (job.vehicles !== undefined && !job.vehicles.includes(vehicle.id)) report(`${job.id}: on the wrong vehicle`);
      if (job.position === 'first' && served.slice(locked, i).some((other) => other.position !== 'first'))
        report(`${job.id}: not first`);
      if (job.position === 'last' && served.slice(i).some((other) => other.position !== 'last'))
        report(`${job.id}: not last`);
      if (job.after !== undefined && (position.get(job.after) ?? -1) > i) report(`${job.id}: before ${job.after}`);
    });
    if (vehicle.deliveriesFirst !== true) return;
    const free = served.filter((job) => job.position === undefined);
    const firstPickup = free.findIndex((job) => job.pickup !== undefined);
    if (firstPickup >= 0 && free.slice(firstPickup).some((job) => job.pickup === undefined))
      report('a delivery after a pick-up');
    const delivers = (job: Job): boolean => job.pickup === undefined || job.demand.some((amount) => amount > 0);
    if (!served.some(delivers)) report('a route without a delivery');
  }

  /** Returns distance, duration, stops and trips of a route, and what it costs. */
  limits(): void {
    const { vehicle, route, report, served, metres, locked } = this;
    const { limits = {}, costs = {} } = vehicle;
    if (served.length > locked) {
      if (metres > (limits.distance ?? Infinity) + TOLERANCE) report(`${metres} long, limit ${limits.distance!}`);
      if (route.duration > (limits.seconds ?? Infinity) + TOLERANCE)
        report(`takes ${route.duration} s, limit ${limits.seconds!}`);
      if (served.length - locked > (limits.stops ?? Infinity)) report(`${served.length} stops, limit ${limits.stops!}`);
    }
    const trips = 1 + this.events.filter(({ kind }) => kind === 'reload').length;
    if (trips > 1 && trips > (vehicle.reload === undefined ? 1 : (vehicle.reload.trips ?? Infinity)))
      report(`${trips} trips`);
    let cost = (costs.fixed ?? 0) + (costs.perDistance ?? 1) * metres + (costs.perSecond ?? 0) * route.duration;
    for (const { preference } of served) {
      if (preference !== undefined && !preference.vehicles.includes(vehicle.id)) cost += preference.otherwise;
    }
    if (differs(route.cost, cost)) report(`cost ${route.cost}, expected ${cost}`);
    if (route.charges !== undefined) {
      const { fixed, distance, time, preference } = route.charges;
      if (differs(route.cost, fixed + distance + time + preference)) report('its charges do not add up to its cost');
    }
  }
}

/** NaN differs from everything. */
function differs(a: number, b: number): boolean {
  return !(a === b || Math.abs(a - b) <= TOLERANCE * Math.max(1, Math.abs(a), Math.abs(b)));
}
