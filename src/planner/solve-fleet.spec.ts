import fc from 'fast-check';
import { Budget } from './budget';
import { checkPlan } from './model/checker';
import { exampleJob, exampleVehicle, planeMatrix } from './model/problem.fixture';
import { plan } from './plan';
import type { Job, Plan, PlanningProblem, Vehicle } from './model/problem';
import { buildRoute } from './model/schedule';
import { validateProblem } from './model/validate';
import { solveFleet } from './solve-fleet';

const OPTIONS = { timeLimitMs: Infinity, maxIterations: 300, seed: 1 };

/** The engine's answer alone: `plan` gives some problems to the tour engine, and improves on answers worse than its baseline. */
function fleetPlan(problem: PlanningProblem, maxIterations: number): Plan {
  const options = { ...OPTIONS, maxIterations };
  const { sequences, unassigned } = solveFleet(problem, validateProblem(problem), options, new Budget(options));
  const routes = sequences.map((sequence) => buildRoute(problem, sequence));
  return {
    routes,
    unassigned: unassigned.map((left) => ({ jobId: problem.jobs[left]!.id, reason: 'capacity' })),
    cost: routes.reduce((sum, route) => sum + route.cost, 0),
    iterations: maxIterations,
    cpuMs: 0,
    baseline: { nearestNeighbour: null, givenOrder: null },
  };
}

const job = (location: number, over: Partial<Job> = {}): Job => exampleJob(location, { demand: [1], ...over });
const van = (over: Partial<Vehicle> = {}): Vehicle => exampleVehicle({ capacity: [Infinity], ...over });

const seconds = fc.integer({ min: 0, max: 300 });
const window = fc
  .tuple(seconds, fc.integer({ min: 0, max: 150 }))
  .map(([start, length]) => ({ start, end: start + length }));
const leg = fc.integer({ min: 0, max: 90 });
const anyLocation = fc.integer({ min: 0, max: 11 });

/** Anything the data model can say, on twelve locations with asymmetric, partly missing legs. */
const anyProblem: fc.Arbitrary<PlanningProblem> = fc.record({
  matrix: fc
    .record({
      cost: fc.oneof(
        fc.array(leg, { minLength: 144, maxLength: 144 }),
        fc.array(fc.oneof({ weight: 12, arbitrary: leg }, fc.constant(Infinity)), { minLength: 144, maxLength: 144 }),
      ),
      duration: fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 144, maxLength: 144 }),
    })
    .map(({ cost, duration }) => ({ size: 12, cost: Float64Array.from(cost), duration: Float64Array.from(duration) })),
  jobs: fc
    .array(
      fc.record({
        location: anyLocation,
        serviceSeconds: fc.integer({ min: 0, max: 20 }),
        demand: fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 2 }),
        windows: fc.oneof(fc.array(window, { maxLength: 1 }), fc.array(window, { maxLength: 3 })),
        skills: fc.subarray(['cold', 'lift']),
        priority: fc.integer({ min: 0, max: 3 }),
      }),
      { maxLength: 14 },
    )
    .map((jobs) => jobs.map((each, i) => ({ ...each, id: `job-${i}` }))),
  vehicles: fc
    .array(
      fc.record({
        start: fc.option(anyLocation),
        end: fc.option(anyLocation),
        capacity: fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 2 }),
        shift: fc.oneof(fc.constant({ start: 0, end: Infinity }), window),
        skills: fc.subarray(['cold', 'lift']),
        lockedPrefix: fc.constant([] as string[]),
        count: fc.constantFrom(1, 2, Infinity),
      }),
      { maxLength: 3 },
    )
    .map((vehicles) => vehicles.map((each, v) => ({ ...each, id: `vehicle-${v}` }))),
});

describe('solveFleet', () => {
  it('plans only feasible stops, and accounts for every job, on any problem', () => {
    fc.assert(
      fc.property(anyProblem, (problem) => {
        expect(checkPlan(problem, fleetPlan(problem, 400))).toEqual([]);
      }),
      { numRuns: 200, seed: 5 },
    );
  });

  it('finds the least cost that trying every plan finds', () => {
    const small = fc.tuple(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 50 })), {
        minLength: 2,
        maxLength: 7,
      }),
      fc.integer({ min: 2, max: 4 }),
      fc.array(window, { minLength: 6, maxLength: 6 }),
      fc.boolean(),
    );
    fc.assert(
      fc.property(small, ([points, capacity, windows, timed]) => {
        const problem: PlanningProblem = {
          matrix: planeMatrix(points),
          jobs: points
            .slice(1)
            .map((_, i) =>
              job(i + 1, { windows: timed ? [{ start: windows[i]!.start, end: windows[i]!.end + 80 }] : [] }),
            ),
          vehicles: [van({ capacity: [capacity], count: Infinity })],
        };
        expect(fleetPlan(problem, 300).cost).toBe(cheapest(problem));
      }),
      { numRuns: 60, seed: 5 },
    );
  });

  it('serves the higher priority when not all fit, even for more of the lower', () => {
    const problem: PlanningProblem = {
      matrix: planeMatrix([
        [0, 0],
        [1, 0],
        [2, 0],
        [90, 0],
      ]),
      jobs: [
        job(1, { demand: [2], priority: 1 }),
        job(2, { demand: [2], priority: 1 }),
        job(3, { demand: [4], priority: 2 }),
      ],
      vehicles: [van({ capacity: [4] }), van({ id: 'bike', capacity: [1] })],
    };
    const { routes, unassigned } = plan(problem, OPTIONS);
    expect(routes.flatMap((route) => route.stops.map((stop) => stop.jobId))).toEqual(['job-3']);
    expect(unassigned).toEqual([
      { jobId: 'job-1', reason: 'capacity' },
      { jobId: 'job-2', reason: 'capacity' },
    ]);
  });

  it('gives each vehicle what it can carry and may carry', () => {
    const problem: PlanningProblem = {
      matrix: planeMatrix([
        [0, 0],
        [10, 0],
        [11, 0],
        [-10, 0],
        [-11, 0],
      ]),
      jobs: [
        job(1, { skills: ['cold'] }),
        job(2, { demand: [1] }),
        job(3, { demand: [8] }),
        job(4, { skills: ['cold'] }),
      ],
      vehicles: [van({ id: 'truck', capacity: [9] }), van({ id: 'fridge', capacity: [3], skills: ['cold'] })],
    };
    const { routes, unassigned } = plan(problem, OPTIONS);
    expect(unassigned).toEqual([]);
    const fridge = routes.find((route) => route.vehicleId === 'fridge')!.stops.map((stop) => stop.jobId);
    expect(fridge).toEqual(expect.arrayContaining(['job-1', 'job-4']));
    expect(routes.find((route) => route.vehicleId === 'truck')!.stops.map((stop) => stop.jobId)).toContain('job-3');
  });

  it('uses no more vehicles than there are, and as few as are cheapest', () => {
    const far = planeMatrix([
      [0, 0],
      [0, 50],
      [0, -50],
      [50, 0],
      [-50, 0],
    ]);
    const jobs = [1, 2, 3, 4].map((at) => job(at, { windows: [{ start: 50, end: 60 }] }));
    const limited = plan({ matrix: far, jobs, vehicles: [van({ count: 3 })] }, OPTIONS);
    expect(limited.routes).toHaveLength(3);
    expect(limited.unassigned).toHaveLength(1);
    expect(limited.unassigned[0]!.reason).toBe('window_unreachable');
    expect(plan({ matrix: far, jobs, vehicles: [van({ count: Infinity })] }, OPTIONS).routes).toHaveLength(4);
    const near = jobs.map((each) => ({ ...each, windows: [] }));
    expect(
      plan({ matrix: far, jobs: near, vehicles: [van({ count: Infinity, capacity: [9] })] }, OPTIONS).routes,
    ).toHaveLength(1);
  });

  it('uses the second of two windows when the first cannot be reached', () => {
    const problem: PlanningProblem = {
      matrix: planeMatrix([
        [0, 0],
        [30, 0],
        [60, 0],
      ]),
      jobs: [
        job(1, {
          windows: [
            { start: 0, end: 20 },
            { start: 100, end: 120 },
          ],
        }),
        job(2, { windows: [{ start: 0, end: 70 }] }),
      ],
      vehicles: [van()],
    };
    const [route] = plan(problem, OPTIONS).routes;
    expect(route!.stops.map((stop) => stop.jobId)).toEqual(['job-2', 'job-1']);
  });

  it('takes windows that overlap for one', () => {
    const windows = [
      { start: 0, end: 100 },
      { start: 10, end: 20 },
    ];
    const problem: PlanningProblem = {
      matrix: planeMatrix([
        [0, 0],
        [50, 0],
      ]),
      jobs: [job(1, { windows })],
      vehicles: [van()],
    };
    expect(fleetPlan(problem, 10)).toMatchObject({ unassigned: [], cost: 100 });
  });

  it('keeps locked jobs first, in their order, and plans the rest behind them', () => {
    const points = [
      [0, 0],
      [9, 0],
      [3, 0],
      [6, 0],
      [-5, 0],
      [-7, 0],
    ] as const;
    const problem: PlanningProblem = {
      matrix: planeMatrix(points),
      jobs: [1, 2, 3, 4, 5].map((at) => job(at)),
      vehicles: [
        van({ id: 'out', lockedPrefix: ['job-1', 'job-2'], capacity: [3] }),
        van({ id: 'home', capacity: [3] }),
      ],
    };
    const answer = plan(problem, OPTIONS);
    expect(checkPlan(problem, answer)).toEqual([]);
    expect(answer.unassigned).toEqual([]);
    expect(
      answer.routes
        .find((route) => route.vehicleId === 'out')!
        .stops.slice(0, 2)
        .map((stop) => stop.jobId),
    ).toEqual(['job-1', 'job-2']);
  });

  it('minds every dimension of capacity, and open routes from each driver home', () => {
    const problem: PlanningProblem = {
      matrix: planeMatrix([
        [0, 0],
        [100, 0],
        [10, 0],
        [20, 0],
        [90, 0],
        [80, 0],
      ]),
      jobs: [
        job(2, { demand: [1, 9] }),
        job(3, { demand: [9, 1] }),
        job(4, { demand: [1, 9] }),
        job(5, { demand: [9, 1] }),
      ],
      vehicles: [
        van({ id: 'west', end: null, capacity: [10, 10] }),
        van({ id: 'east', start: 1, end: null, capacity: [10, 10] }),
      ],
    };
    const answer = fleetPlan(problem, 300);
    expect(checkPlan(problem, answer)).toEqual([]);
    expect(answer.cost).toBe(40);
  });

  it('answers the same for the same seed and iterations, with no vehicle and with no job too', () => {
    const points = Array.from({ length: 40 }, (_, i) => [(i * 37) % 101, (i * 53) % 89] as const);
    const problem = {
      matrix: planeMatrix(points),
      jobs: points.slice(1).map((_, i) => job(i + 1)),
      vehicles: [van({ capacity: [8], count: Infinity })],
    };
    const stops = (): unknown => plan(problem, OPTIONS).routes.map((route) => route.stops.map((stop) => stop.jobId));
    expect(stops()).toEqual(stops());
    expect(plan({ ...problem, vehicles: [] }, OPTIONS).unassigned).toHaveLength(39);
    expect(plan({ ...problem, jobs: [] }, OPTIONS)).toMatchObject({ routes: [], unassigned: [], cost: 0 });
  });
});

/** Every job last in every route or first in a new one, in every order: the least cost of one unlimited vehicle type. */
function cheapest({ matrix, jobs, vehicles }: PlanningProblem): number {
  const capacity = vehicles[0]!.capacity[0]!;
  const leg = (a: number, b: number): number => matrix.cost[a * matrix.size + b]!;
  let least = Infinity;
  const extend = (left: ReadonlySet<Job>, at: number, clock: number, load: number, cost: number): void => {
    if (cost >= least) return;
    if (left.size === 0) {
      least = Math.min(least, cost + leg(at, 0));
      return;
    }
    for (const next of left) {
      const others = new Set(left);
      others.delete(next);
      for (const from of at === 0 ? [0] : [at, 0]) {
        const home = from === at ? 0 : leg(at, 0);
        const begin = Math.max((from === at ? clock : 0) + leg(from, next.location), next.windows[0]?.start ?? 0);
        const carried = (from === at ? load : 0) + next.demand[0]!;
        if (begin > (next.windows[0]?.end ?? Infinity) || carried > capacity) continue;
        extend(others, next.location, begin, carried, cost + home + leg(from, next.location));
      }
    }
  };
  extend(new Set(jobs), 0, 0, 0, 0);
  return least;
}
