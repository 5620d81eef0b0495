import { checkPlan } from './model/checker';
import { exampleJob, exampleVehicle, matrixOf, oneVehicleProblem, planeMatrix } from './model/problem.fixture';
import { plan } from './plan';
import { InvalidProblemError, type Job, type PlanningProblem, type Vehicle } from './model/problem';
import { Rng } from './rng';

const OPTIONS = { timeLimitMs: Infinity, maxIterations: 200, seed: 3 };

function town(stops: number, seed = 1): PlanningProblem {
  const rng = new Rng(seed);
  return oneVehicleProblem(
    planeMatrix(Array.from({ length: stops + 1 }, () => [rng.below(1000), rng.below(1000)] as const)),
  );
}

function withJobs(problem: PlanningProblem, change: (job: Job, i: number) => Partial<Job>): PlanningProblem {
  return { ...problem, jobs: problem.jobs.map((job, i) => ({ ...job, ...change(job, i) })) };
}

function withVehicle(problem: PlanningProblem, over: Partial<Vehicle>): PlanningProblem {
  return { ...problem, vehicles: [{ ...problem.vehicles[0]!, ...over }] };
}

function reasons(problem: PlanningProblem): string[] {
  const answer = plan(problem, OPTIONS);
  expect(checkPlan(problem, answer)).toEqual([]);
  return answer.unassigned.map(({ jobId, reason }) => `${jobId} ${reason}`);
}

describe('small and odd problems', () => {
  it.each([0, 1, 2, 3])('plans %d stops', (stops) => {
    const problem = town(stops);
    const answer = plan(problem, OPTIONS);
    expect(checkPlan(problem, answer)).toEqual([]);
    expect(answer.routes.flatMap((r) => r.stops)).toHaveLength(stops);
    expect(answer.routes).toHaveLength(Math.min(1, stops));
  });

  it('plans a problem without places, jobs or vehicles', () => {
    const problem = { matrix: matrixOf([]), jobs: [], vehicles: [] };
    expect(plan(problem, OPTIONS)).toMatchObject({ routes: [], unassigned: [], cost: 0 });
  });

  it('plans 50 stops that are all at the depot', () => {
    const jobs = Array.from({ length: 50 }, (_, i) => exampleJob(0, { id: `${i}` }));
    const problem = { matrix: matrixOf([0]), jobs, vehicles: [exampleVehicle()] };
    const answer = plan(problem, OPTIONS);
    expect(checkPlan(problem, answer)).toEqual([]);
    expect(answer.cost).toBe(0);
  });

  it('plans many stops at few addresses as if each address were one', () => {
    const { matrix } = town(5);
    const jobs = Array.from({ length: 100 }, (_, i) => exampleJob(1 + (i % 5), { id: `${i}` }));
    const problem = { matrix, jobs, vehicles: [exampleVehicle()] };
    const answer = plan(problem, OPTIONS);
    expect(checkPlan(problem, answer)).toEqual([]);
    expect(answer.cost).toBe(plan(town(5), OPTIONS).cost);
  });

  it('plans distances of any size and with fractions', () => {
    for (const factor of [1e-6, Math.PI, 1e8]) {
      const problem = town(30);
      problem.matrix.cost.forEach((figure, cell) => (problem.matrix.cost[cell] = figure * factor));
      const answer = plan(problem, OPTIONS);
      expect(checkPlan(problem, answer)).toEqual([]);
      expect(answer.cost / factor).toBeCloseTo(plan(town(30), OPTIONS).cost, 3);
    }
  });
});

describe('jobs that no plan can contain', () => {
  it('names an unreachable stop', () => {
    const problem = town(12);
    for (let i = 0; i < 13; i++) if (i !== 4) problem.matrix.cost[i * 13 + 4] = Infinity;
    expect(reasons(problem)).toEqual(['job-4 unreachable']);
  });

  it('names a window that nobody can reach', () => {
    const problem = withJobs(town(12), (_, i) => (i === 3 ? { windows: [{ start: 0, end: 0 }] } : {}));
    expect(reasons(problem)).toEqual(['job-4 window_unreachable']);
  });

  it('names a load that no vehicle takes, alone or with the others', () => {
    const heavy = withJobs(town(12), (_, i) => ({ demand: [i === 3 ? 99 : 1] }));
    expect(reasons(withVehicle(heavy, { capacity: [50] }))).toEqual(['job-4 capacity']);
    expect(reasons(withVehicle(heavy, { capacity: [5] })).filter((r) => r.endsWith('capacity'))).toHaveLength(7);
  });

  it('names a missing skill', () => {
    const cold = withJobs(town(12), (_, i) => (i === 3 ? { skills: ['cold'] } : {}));
    expect(reasons(cold)).toEqual(['job-4 skill']);
    expect(reasons(withVehicle(cold, { skills: ['cold'] }))).toEqual([]);
  });

  it('names a shift shorter than any leg', () => {
    expect(new Set(reasons(withVehicle(town(3), { shift: { start: 0, end: 1 } })).map((r) => r.split(' ')[1]))).toEqual(
      new Set(['shift']),
    );
  });

  it('leaves everything out where there is no vehicle', () => {
    expect(reasons({ ...town(3), vehicles: [] })).toHaveLength(3);
    expect(reasons(withVehicle(town(3), { count: 0 }))).toHaveLength(3);
  });

  it('serves the higher priorities first', () => {
    const problem = withJobs(town(10), (_, i) => ({ demand: [1], priority: i < 4 ? 90 : 10 }));
    const answer = plan(withVehicle(problem, { capacity: [4] }), OPTIONS);
    expect(answer.routes[0]!.stops.map((s) => s.jobId).sort()).toEqual(['job-1', 'job-2', 'job-3', 'job-4']);
  });
});

describe('input that means nothing', () => {
  const bad: [string, string, (p: PlanningProblem) => PlanningProblem][] = [
    ['a matrix that is not square', 'matrix.cost', (p) => ({ ...p, matrix: { ...p.matrix, size: 3 } })],
    ['NaN in the matrix', 'matrix.cost[0][1]', (p) => ({ ...p, matrix: matrixOf([0, NaN, 1, 0]) })],
    ['a negative distance', 'matrix.cost[1][0]', (p) => ({ ...p, matrix: matrixOf([0, 1, -1, 0]) })],
    ['an absurd distance', 'matrix.cost[0][1]', (p) => ({ ...p, matrix: matrixOf([0, 1e300, 1, 0]) })],
    ['a NaN weight', 'jobs[0].demand[0]', (p) => withJobs(p, () => ({ demand: [NaN] }))],
    ['a negative weight', 'jobs[0].demand[0]', (p) => withJobs(p, () => ({ demand: [-1] }))],
    ['an infinite weight', 'jobs[0].demand[0]', (p) => withJobs(p, () => ({ demand: [Infinity] }))],
    ['a negative service', 'jobs[0].serviceSeconds', (p) => withJobs(p, () => ({ serviceSeconds: -1 }))],
    ['an unknown place', 'jobs[0].location', (p) => withJobs(p, () => ({ location: 9 }))],
    [
      'a window that ends first',
      'jobs[0].windows[0].end',
      (p) => withJobs(p, () => ({ windows: [{ start: 2, end: 1 }] })),
    ],
    ['a priority over 100', 'jobs[0].priority', (p) => withJobs(p, () => ({ priority: 101 }))],
    ['two jobs of one name', 'jobs[1].id', (p) => ({ ...p, jobs: [p.jobs[0]!, p.jobs[0]!] })],
    ['a shift that ends first', 'vehicles[0].shift.end', (p) => withVehicle(p, { shift: { start: 5, end: 4 } })],
    ['a negative capacity', 'vehicles[0].capacity[0]', (p) => withVehicle(p, { capacity: [-1] })],
    ['an unknown start', 'vehicles[0].start', (p) => withVehicle(p, { start: 2 })],
    ['half a vehicle', 'vehicles[0].count', (p) => withVehicle(p, { count: 0.5 })],
    ['an unknown locked job', 'vehicles[0].lockedPrefix[0]', (p) => withVehicle(p, { lockedPrefix: ['x'] })],
    ['two vehicles of one name', 'vehicles[1].id', (p) => ({ ...p, vehicles: [p.vehicles[0]!, p.vehicles[0]!] })],
  ];

  it.each(bad)('refuses %s and names it', (_, path, spoil) => {
    expect(() => plan(spoil(town(1)), OPTIONS)).toThrow(InvalidProblemError);
    expect(() => plan(spoil(town(1)), OPTIONS)).toThrow(expect.objectContaining({ path }) as Error);
  });

  it('refuses to run for ever', () => {
    expect(() => plan(town(1), { timeLimitMs: Infinity })).toThrow(InvalidProblemError);
    expect(() => plan(town(1), { timeLimitMs: NaN })).toThrow(InvalidProblemError);
  });
});

describe('the answer', () => {
  const problems: [string, PlanningProblem][] = [
    ['a tour', town(60)],
    [
      'a fleet',
      withVehicle(
        withJobs(town(60), () => ({ demand: [1] })),
        { capacity: [9], count: Infinity },
      ),
    ],
    [
      'windows',
      withJobs(town(30), (_, i) => (i % 2 === 0 ? { windows: [{ start: 50 * i, end: 50 * i + 9000 }] } : {})),
    ],
  ];

  it.each(problems)('of %s depends on input, seed and iterations alone', (_, problem) => {
    const { cpuMs: _first, ...first } = plan(problem, OPTIONS);
    const { cpuMs: _second, ...second } = plan(problem, { ...OPTIONS, timeLimitMs: 1 });
    expect(second).toEqual(first);
    expect(first.iterations).toBeGreaterThan(0);
    expect(first.iterations).toBeLessThanOrEqual(200);
  });

  it.each(problems)('of %s is sound and never worse than a baseline, even without any time', (_, problem) => {
    for (const options of [OPTIONS, { timeLimitMs: 0 }, { timeLimitMs: Infinity, maxIterations: 0 }]) {
      const answer = plan(problem, options);
      expect(checkPlan(problem, answer)).toEqual([]);
      const { nearestNeighbour, givenOrder } = answer.baseline;
      expect(answer.unassigned).toEqual([]);
      expect(answer.cost).toBeLessThanOrEqual(nearestNeighbour ?? Infinity);
      expect(answer.cost).toBeLessThanOrEqual(givenOrder ?? Infinity);
    }
  });
});

describe('locked stops', () => {
  it('stay in front, in their order, however bad it is', () => {
    const problem = withVehicle(town(20), { lockedPrefix: ['job-9', 'job-2', 'job-17'] });
    const answer = plan(problem, OPTIONS);
    expect(checkPlan(problem, answer)).toEqual([]);
    expect(answer.routes[0]!.stops.slice(0, 3).map((s) => s.jobId)).toEqual(['job-9', 'job-2', 'job-17']);
    expect(answer.routes[0]!.stops).toHaveLength(20);
    expect(answer.cost).toBeLessThanOrEqual(answer.baseline.nearestNeighbour!);
  });

  it('make a route of their own when nothing else is left to do', () => {
    const problem = withVehicle(town(2), { lockedPrefix: ['job-2', 'job-1'] });
    expect(plan(problem, OPTIONS).routes[0]!.stops.map((s) => s.jobId)).toEqual(['job-2', 'job-1']);
  });

  it('are kept though late or too heavy: they are facts', () => {
    const late = withJobs(town(6), (_, i) =>
      i === 0 ? { windows: [{ start: 0, end: 0 }], demand: [9] } : { demand: [1] },
    );
    const problem = withVehicle(late, { lockedPrefix: ['job-1'], capacity: [4] });
    const answer = plan(problem, OPTIONS);
    expect(checkPlan(problem, answer)).toEqual([]);
    expect(answer.routes[0]!.stops.map((s) => s.jobId)).toEqual(['job-1']);
    expect(new Set(answer.unassigned.map((u) => u.reason))).toEqual(new Set(['capacity']));
  });

  it('bind one of several identical vehicles only', () => {
    const problem = withVehicle(
      withJobs(town(12), () => ({ demand: [1] })),
      { lockedPrefix: ['job-5'], capacity: [5], count: 3 },
    );
    const answer = plan(problem, OPTIONS);
    expect(checkPlan(problem, answer)).toEqual([]);
    expect(answer.unassigned).toEqual([]);
    expect(answer.routes.filter((r) => r.stops[0]!.jobId === 'job-5')).toHaveLength(1);
  });

  it('let a van that must drive home anyway take what lies on its way', () => {
    const matrix = planeMatrix([
      [0, 0],
      [100, 0],
      [40, 0],
    ]);
    const jobs = [exampleJob(1), exampleJob(2)];
    const vehicles = [exampleVehicle({ id: 'far', lockedPrefix: ['job-1'] }), exampleVehicle({ id: 'idle' })];
    const answer = plan({ matrix, jobs, vehicles }, OPTIONS);
    expect(answer.routes.map((r) => r.vehicleId)).toEqual(['far']);
    expect(answer.cost).toBe(200);
  });
});
