import fc from 'fast-check';
import type { HourlyTravel, Job, Plan, PlanningProblem, Vehicle } from '../model/problem';
import { exampleJob, exampleVehicle, planeMatrix } from '../model/problem.fixture';
import { plan } from '../plan';
import { LegTimes } from './leg-times';
import { Timetable } from './timetable';

const HOUR = 3_600;
const OPTIONS = { timeLimitMs: Infinity, maxIterations: 50, seed: 1 };

/** All legs on streets, in one place, at these speeds. */
const everywhere = (size: number, speeds: readonly number[], change: Partial<HourlyTravel> = {}): HourlyTravel => ({
  midnight: 0,
  streets: Infinity,
  profiles: [{ speeds, highway: 1 }],
  profileOf: new Int32Array(size),
  ...change,
});

const flat = (speed: number): number[] => Array<number>(24).fill(speed);
const slowAt = (hour: number, speed: number): number[] => flat(1).with(hour, speed);

/** Places on a line, so many seconds and metres apart; the first is the depot. */
const line = (...places: number[]) => planeMatrix(places.map((x) => [x, 0] as const));

const problemOf = (
  matrix: PlanningProblem['matrix'],
  jobs: readonly Job[],
  vehicle: Partial<Vehicle> = {},
  rest: Partial<PlanningProblem> = {},
): PlanningProblem => ({ matrix, jobs, vehicles: [exampleVehicle({ end: null, ...vehicle })], ...rest });

const solve = (problem: PlanningProblem): Plan => plan(problem, OPTIONS);
const sequenceOf = ({ routes }: Plan): string[] => routes.flatMap(({ stops }) => stops.map(({ jobId }) => jobId));

const speedsOfADay = fc.array(fc.double({ min: 0.2, max: 3, noNaN: true }), { minLength: 24, maxLength: 24 });
const time = fc.double({ min: -2 * 86_400, max: 2 * 86_400, noNaN: true });

describe('a leg', () => {
  it('takes what it takes at the hours in which it is driven', () => {
    const legs = new LegTimes({ matrix: line(0, HOUR), hourly: everywhere(2, slowAt(1, 0.5)) });
    expect(legs.arrival(0, 1, 3 * HOUR)).toBe(4 * HOUR);
    expect(legs.arrival(0, 1, HOUR)).toBe(2.5 * HOUR);
    expect(legs.arrival(0, 1, HOUR / 2)).toBe(2 * HOUR);
  });

  it('keeps its speed on the highway, whatever the hour', () => {
    const hourly = everywhere(2, flat(0.5), { streets: 1_000, profiles: [{ speeds: flat(0.5), highway: 0.5 }] });
    // 1000 on streets and 3000 at half of the time each: 2/5 of the seconds are on streets, and double.
    expect(new LegTimes({ matrix: line(0, 4_000), hourly }).arrival(0, 1, 0)).toBeCloseTo(4_000 * (0.8 + 0.6), 6);
  });

  it('that is left later never arrives earlier', () => {
    const length = fc.integer({ min: 0, max: 40_000 });
    fc.assert(
      fc.property(
        speedsOfADay,
        time,
        time,
        length,
        fc.integer({ min: 0, max: 50_000 }),
        (speeds, a, b, far, streets) => {
          const hourly = everywhere(2, speeds, { streets, profiles: [{ speeds, highway: 0.4 }] });
          const legs = new LegTimes({ matrix: line(0, far), hourly });
          const [early, late] = [Math.min(a, b), Math.max(a, b)];
          expect(legs.arrival(0, 1, early)).toBeLessThanOrEqual(legs.arrival(0, 1, late) + 1e-6);
          expect(legs.arrival(0, 1, early)).toBeGreaterThanOrEqual(early);
        },
      ),
    );
  });

  it('can be left as late as it says', () => {
    fc.assert(
      fc.property(
        speedsOfADay,
        time,
        fc.integer({ min: 0, max: 20_000 }),
        fc.integer({ min: 0, max: 40_000 }),
        (speeds, from, far, spare) => {
          const legs = new LegTimes({ matrix: line(0, far), hourly: everywhere(2, speeds) });
          const due = legs.arrival(0, 1, from) + spare;
          const leave = legs.leaveBy(0, 1, due, from);
          expect(leave).toBeGreaterThanOrEqual(from);
          expect(legs.arrival(0, 1, leave)).toBeLessThanOrEqual(due + 1e-6);
          expect(legs.arrival(0, 1, leave + 0.001)).toBeGreaterThanOrEqual(due - 1e-6);
        },
      ),
    );
  });
});

describe('departure', () => {
  const late = exampleJob(1, { windows: [{ start: 1_000, end: 2_000 }] });
  const matrix = line(0, 100, 200);

  it('is as late as no stop is served later for it', () => {
    const problem = problemOf(
      matrix,
      [late, exampleJob(2, { windows: [{ start: 5_000, end: 6_000 }] })],
      {},
      { waiting: 1 },
    );
    const [route] = solve(problem).routes;
    expect(route).toMatchObject({ departure: 900, stops: [{ arrival: 1_000, waiting: 0 }, { waiting: 3_900 }] });
  });

  it('is the start of the shift where it must be', () => {
    const [route] = solve(problemOf(matrix, [late], { leavesAtStart: true })).routes;
    expect(route).toMatchObject({ departure: 0, stops: [{ arrival: 100, waiting: 900 }] });
  });
});

describe('waiting that has a price', () => {
  it('has the one late stop come last, and the others at once', () => {
    const places = Array.from({ length: 21 }, (_, i) => i * 100);
    const jobs = places.slice(1).map((_, i) =>
      exampleJob(i + 1, {
        id: `${i + 1}`,
        serviceSeconds: 60,
        windows: i === 4 ? [{ start: 20_000, end: 30_000 }] : [],
      }),
    );
    const free = sequenceOf(solve(problemOf(line(...places), jobs)));
    expect(free.indexOf('5')).toBeLessThan(19);
    const answer = solve(problemOf(line(...places), jobs, {}, { waiting: 1.4 }));
    expect(sequenceOf(answer).at(-1)).toBe('5');
    expect(answer.routes[0]?.departure).toBe(0);
    expect(answer.routes[0]?.stops.slice(0, -1).every(({ waiting }) => waiting === 0)).toBe(true);
  });

  it('is worth no detour that costs more', () => {
    const jobs = [
      exampleJob(1, { id: 'far', windows: [{ start: 200_010, end: 1e6 }] }),
      exampleJob(2, { id: 'beyond' }),
    ];
    const matrix = line(0, 100_000, 200_000);
    expect(sequenceOf(solve(problemOf(matrix, jobs, {}, { waiting: 0.01 })))).toEqual(['far', 'beyond']);
  });

  it('is waited out by the vehicle that is there anyway', () => {
    const jobs = [1, 2, 3].map((i) =>
      exampleJob(i, { id: `${i}`, windows: i === 2 ? [{ start: 9_000, end: 9_100 }] : [] }),
    );
    const vehicles = ['A', 'B'].map((id) => exampleVehicle({ id, end: null }));
    const answer = plan({ matrix: line(0, 10, 20, 30), jobs, vehicles, waiting: 1 }, OPTIONS);
    expect(answer.routes).toHaveLength(1);
    expect(sequenceOf(answer)).toEqual(['1', '3', '2']);
  });
});

describe('what holds at mean speeds and not by the hour', () => {
  const slow = (size: number) => everywhere(size, flat(0.5));

  it('moves where it is in time', () => {
    const jobs = [exampleJob(1, { id: 'near' }), exampleJob(2, { id: 'due', windows: [{ start: 0, end: 410 }] })];
    // Past `near`, which takes time, `due` is reached in time at mean speeds alone.
    const withService = [{ ...jobs[0]!, serviceSeconds: 100 }, jobs[1]!];
    const problem = problemOf(line(0, 100, 200), withService, {}, { hourly: slow(3) });
    expect(sequenceOf(solve({ ...problem, hourly: everywhere(3, flat(1)) }))).toEqual(['near', 'due']);
    const answer = solve(problem);
    expect(answer.unassigned).toEqual([]);
    expect(sequenceOf(answer)).toEqual(['due', 'near']);
  });

  it('leaves, the least urgent first, and says why', () => {
    const jobs = [1, 2, 3].map((i) => exampleJob(i, { id: `${i}`, priority: i, serviceSeconds: 10 }));
    const problem = problemOf(line(0, 100, 100, 100), jobs, { shift: { start: 0, end: 225 } }, { hourly: slow(4) });
    const answer = solve(problem);
    expect(answer.unassigned).toEqual([{ jobId: '1', reason: 'shift' }]);
    expect(answer.routes[0]?.finish).toBe(220);
  });

  it('comes in where the hour allows what the mean did not', () => {
    const jobs = [exampleJob(1, { windows: [{ start: 0, end: 60 }] })];
    const quick = everywhere(2, flat(2));
    expect(solve(problemOf(line(0, 100), jobs)).unassigned).toHaveLength(1);
    expect(solve(problemOf(line(0, 100), jobs, {}, { hourly: quick })).unassigned).toEqual([]);
  });

  it('is compared with no baseline that serves more', () => {
    const jobs = [exampleJob(1), exampleJob(2)];
    const answer = solve(
      problemOf(line(0, 100, 5_000), jobs, { shift: { start: 0, end: 6_000 } }, { hourly: slow(3) }),
    );
    expect(answer.baseline).toEqual({ nearestNeighbour: null, givenOrder: null });
  });
});

describe('what is on board', () => {
  it('stays, after the shift and past its window', () => {
    const jobs = [1, 2, 3].map((i) =>
      exampleJob(i, { id: `${i}`, onBoard: true, windows: i === 3 ? [{ start: 0, end: 1 }] : [] }),
    );
    const answer = solve(problemOf(line(0, 100, 200, 300), jobs, { shift: { start: 0, end: 0 } }));
    expect(answer.unassigned).toEqual([]);
    expect([...sequenceOf(answer)].sort()).toEqual(['1', '2', '3']);
    expect(answer.routes[0]?.finish).toBeGreaterThan(299);
  });

  it('makes way for nothing that is not', () => {
    const jobs = [exampleJob(1, { id: 'here' }), exampleJob(2, { id: 'aboard', onBoard: true })];
    const answer = solve(problemOf(line(0, 100, 5_000), jobs, { shift: { start: 0, end: 1_000 } }));
    expect(sequenceOf(answer)).toEqual(['aboard']);
    expect(answer.unassigned).toEqual([{ jobId: 'here', reason: 'shift' }]);
  });
});

describe('any plan by the hour', () => {
  const job = fc.record({
    x: fc.integer({ min: 0, max: 4_000 }),
    service: fc.integer({ min: 0, max: 600 }),
    opens: fc.option(fc.integer({ min: 0, max: 30_000 })),
    priority: fc.integer({ min: 0, max: 3 }),
  });

  it('is in time at each stop and for the shift, and puts nothing off that could be served earlier', () => {
    fc.assert(
      fc.property(
        fc.array(job, { minLength: 1, maxLength: 7 }),
        speedsOfADay,
        fc.integer({ min: 1_000, max: 40_000 }),
        (given, speeds, end) => {
          const matrix = line(0, ...given.map(({ x }) => x));
          const jobs = given.map(({ service, opens, priority }, i) =>
            exampleJob(i + 1, {
              id: `${i}`,
              serviceSeconds: service,
              priority,
              windows: opens === null ? [] : [{ start: opens, end: opens + 5_000 }],
            }),
          );
          const shift = { start: 0, end };
          const problem = problemOf(
            matrix,
            jobs,
            { shift, end: 0 },
            { hourly: everywhere(matrix.size, speeds), waiting: 1.4 },
          );
          const answer = plan(problem, { ...OPTIONS, maxIterations: 5 });
          const ids = [...sequenceOf(answer), ...answer.unassigned.map(({ jobId }) => jobId)];
          expect(ids.sort()).toEqual(jobs.map(({ id }) => id).sort());
          const legs = new LegTimes(problem);
          for (const route of answer.routes) {
            expect(route.finish).toBeLessThanOrEqual(end + 1e-6);
            let [at, clock] = [0, 0];
            for (const stop of route.stops) {
              const served = jobs.find(({ id }) => id === stop.jobId)!;
              const begin = stop.arrival + stop.waiting;
              // As early as the sequence allows: on arrival from what came before, or when the window opens.
              const soonest = Math.max(legs.arrival(at, served.location, clock), served.windows[0]?.start ?? 0);
              expect(begin).toBeCloseTo(soonest, 0);
              expect(begin).toBeLessThanOrEqual((served.windows[0]?.end ?? Infinity) + 1e-6);
              [at, clock] = [served.location, stop.departure];
            }
          }
          for (const { jobId } of answer.unassigned) {
            const alone = [jobs.findIndex(({ id }) => id === jobId)];
            const route = answer.routes[0];
            // With nothing else to do the van would have taken it.
            if (route === undefined)
              expect(new Timetable(problem).outcome(problem.vehicles[0]!, alone).broken).toBeGreaterThan(0);
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});

it.each<[string, Partial<PlanningProblem>]>([
  ['waiting', { waiting: -1 }],
  ['hourly.profileOf', { hourly: everywhere(3, flat(1)) }],
  ['hourly.profiles[0].speeds', { hourly: everywhere(2, flat(0)) }],
  ['hourly.profiles[0].highway', { hourly: everywhere(2, flat(1), { profiles: [{ speeds: flat(1), highway: 0 }] }) }],
  ['hourly', { hourly: everywhere(2, flat(1)), fewestVehicles: true }],
  ['vehicles[0].lockedPrefix', { waiting: 1, vehicles: [exampleVehicle({ lockedPrefix: ['job-1'] })] }],
])('refuses a problem by its %s', (path, change) => {
  const problem = { ...problemOf(line(0, 1), [exampleJob(1)]), ...change };
  expect(() => plan(problem, OPTIONS)).toThrow(expect.objectContaining({ path }) as Error);
});
