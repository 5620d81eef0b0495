import {
  type Break,
  InvalidProblemError,
  type Job,
  type PlanningProblem,
  type TimeWindow,
  type Vehicle,
} from './problem';

const MOST_DIMENSIONS = 16;
const DAY = 86_400;

/** Refuses what no plan can mean of the fields beyond plain ones. `largest` is the largest figure allowed. */
export function validateRich(problem: PlanningProblem, largest: number): void {
  const rules = new Rules(problem, largest);
  problem.jobs.forEach((job, i) => {
    rules.job(job, `jobs[${i}]`);
  });
  rules.cycles();
  problem.vehicles.forEach((vehicle, v) => {
    rules.vehicle(vehicle, `vehicles[${v}]`);
  });
  rules.whole();
}

class Rules {
  private readonly jobs: ReadonlyMap<string, Job>;
  private readonly vehicles: ReadonlyMap<string, Vehicle>;
  /** Where the pair that begins at a job was declared. */
  private readonly pairs = new Map<string, string>();

  constructor(
    private readonly problem: PlanningProblem,
    private readonly largest: number,
  ) {
    this.jobs = new Map(problem.jobs.map((job) => [job.id, job]));
    this.vehicles = new Map(problem.vehicles.map((vehicle) => [vehicle.id, vehicle]));
  }

  job(job: Job, path: string): void {
    const { pickup = [], preference, setupSeconds = 0, readyAt = 0, position } = job;
    check(pickup.length <= MOST_DIMENSIONS, `at most ${MOST_DIMENSIONS} dimensions`, `${path}.pickup`);
    pickup.forEach((amount, d) => {
      this.figure(amount, `${path}.pickup[${d}]`);
    });
    this.figure(setupSeconds, `${path}.setupSeconds`);
    check(Math.abs(readyAt) <= this.largest, 'must be a time in seconds', `${path}.readyAt`);
    if (job.vehicles !== undefined) this.knownVehicles(job.vehicles, `${path}.vehicles`);
    if (preference !== undefined) {
      this.knownVehicles(preference.vehicles, `${path}.preference.vehicles`);
      this.figure(preference.otherwise, `${path}.preference.otherwise`);
    }
    const positions: readonly (string | undefined)[] = [undefined, 'first', 'last'];
    check(positions.includes(position), 'must be "first" or "last"', `${path}.position`);
    if (job.after !== undefined) this.other(job, job.after, `${path}.after`);
    if (job.from !== undefined) this.pair(job, job.from, path);
  }

  /** Refuses precedences that run in a circle; a pair is one too. */
  cycles(): void {
    const done = new Set<string>();
    const earlier = (job: Job): Job[] =>
      [job.after, job.from].flatMap((id) => (id === undefined ? [] : [this.jobs.get(id)!]));
    for (const [i, job] of this.problem.jobs.entries()) {
      // Depth first without recursion: a chain may be as long as the problem.
      const path = new Set<string>();
      const stack: { job: Job; leaving: boolean }[] = [{ job, leaving: false }];
      for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
        if (top.leaving) {
          path.delete(top.job.id);
          done.add(top.job.id);
        } else if (!done.has(top.job.id)) {
          check(!path.has(top.job.id), `comes after itself, by way of others`, `jobs[${i}].after`);
          path.add(top.job.id);
          stack.push(
            { job: top.job, leaving: true },
            ...earlier(top.job).map((next) => ({ job: next, leaving: false })),
          );
        }
      }
    }
  }

  vehicle(vehicle: Vehicle, path: string): void {
    const { costs = {}, limits = {}, breaks = [], reload, speedFactor = 1, serviceFactor = 1, running = [] } = vehicle;
    for (const kind of ['fixed', 'perDistance', 'perSecond'] as const) {
      if (costs[kind] !== undefined) this.figure(costs[kind], `${path}.costs.${kind}`);
    }
    for (const kind of ['distance', 'seconds', 'stops'] as const) {
      const limit = limits[kind];
      if (limit !== undefined) check(limit > 0, `${limit} is no limit: it must be over 0`, `${path}.limits.${kind}`);
    }
    breaks.forEach((each, b) => {
      this.rest(each, vehicle, `${path}.breaks[${b}]`);
    });
    if (reload !== undefined) {
      check(reload.locations.length > 0, 'names no place to reload at', `${path}.reload.locations`);
      reload.locations.forEach((location, l) => {
        const known = Number.isInteger(location) && location >= 0 && location < this.problem.matrix.size;
        check(known, `${location} is no row of the matrix`, `${path}.reload.locations[${l}]`);
      });
      this.figure(reload.seconds, `${path}.reload.seconds`);
      const { trips = 1 } = reload;
      check(
        trips === Infinity || (Number.isInteger(trips) && trips > 0),
        'must be a whole number over 0',
        `${path}.reload.trips`,
      );
    }
    check(speedFactor > 0 && speedFactor <= this.largest, 'must be over 0', `${path}.speedFactor`);
    this.figure(serviceFactor, `${path}.serviceFactor`);
    running.forEach((id, i) => {
      check(this.jobs.has(id), `no job has the id "${id}"`, `${path}.running[${i}]`);
    });
  }

  whole(): void {
    const { traffic = [], balance } = this.problem;
    traffic.forEach(({ from, speed }, k) => {
      const path = `traffic[${k}]`;
      check(k > 0 || from === 0, 'the first band begins at 0', `${path}.from`);
      check(from >= 0 && from < DAY, `must be 0 to ${DAY - 1} seconds`, `${path}.from`);
      check(k === 0 || from > traffic[k - 1]!.from, 'must begin after the band before it', `${path}.from`);
      check(speed > 0 && speed <= this.largest, 'must be over 0', `${path}.speed`);
    });
    if (traffic.length > 0) {
      const v = this.problem.vehicles.findIndex((vehicle) => (vehicle.breaks?.length ?? 0) > 0);
      check(v < 0, 'breaks and traffic by the hour cannot be planned together', `vehicles[${v}].breaks`);
    }
    if (balance !== undefined) {
      check(['time', 'stops'].includes(balance.of), 'must be "time" or "stops"', 'balance.of');
      this.figure(balance.weight, 'balance.weight');
    }
  }

  private rest(rest: Break, { shift }: Vehicle, path: string): void {
    check(rest.windows.length > 0, 'a break needs a window', `${path}.windows`);
    rest.windows.forEach((window, w) => {
      this.window(window, `${path}.windows[${w}]`);
    });
    check(rest.seconds > 0 && rest.seconds <= this.largest, 'must be over 0 seconds', `${path}.seconds`);
    check(rest.seconds <= shift.end - shift.start, 'is longer than the shift', `${path}.seconds`);
    check(
      rest.windows.some(
        ({ start, end }) => end >= shift.start && Math.max(start, shift.start) + rest.seconds <= shift.end,
      ),
      'lies outside the shift',
      `${path}.windows`,
    );
  }

  private pair(job: Job, origin: string, path: string): void {
    this.other(job, origin, `${path}.from`);
    const first = this.jobs.get(origin)!;
    check(first.from === undefined, `job "${origin}" is delivered from elsewhere itself`, `${path}.from`);
    check(!this.pairs.has(origin), `job "${origin}" is the origin of another job already`, `${path}.from`);
    this.pairs.set(origin, path);
    const loaded =
      first.demand.some((amount) => amount > 0) || [first, job].some(({ pickup }) => pickup?.some((a) => a > 0));
    check(!loaded, 'a pair carries only the demand of its second job', path);
  }

  private other(job: Job, id: string, path: string): void {
    check(this.jobs.has(id), `no job has the id "${id}"`, path);
    check(id !== job.id, 'is the job itself', path);
  }

  private knownVehicles(ids: readonly string[], path: string): void {
    ids.forEach((id, i) => {
      check(this.vehicles.has(id), `no vehicle has the id "${id}"`, `${path}[${i}]`);
    });
  }

  private window(window: TimeWindow, path: string): void {
    check(Math.abs(window.start) <= this.largest, 'must be a time in seconds', `${path}.start`);
    check(window.end >= window.start, `ends (${window.end}) before it begins (${window.start})`, `${path}.end`);
  }

  private figure(figure: number, path: string): void {
    check(figure >= 0 && figure <= this.largest, `${figure} is not 0 to ${this.largest}`, path);
  }
}

function check(holds: boolean, message: string, path: string): void {
  if (!holds) throw new InvalidProblemError(`${path}: ${message}`, path);
}
