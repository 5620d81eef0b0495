import { exampleJob, exampleVehicle, planeMatrix } from '../model/problem.fixture';
import type { PlanningProblem, Vehicle } from '../model/problem';
import { plan } from '../plan';
import { againstBruteForce } from './brute-force.fixture';

describe('plans of small problems with all constraints mixed', () => {
  // Thousands of them: `npx tsx bench/routes/mixed.ts --problems 5000`.
  it('serve as many jobs as can be served, at the least cost, and pass the checker', () => {
    const worse = Array.from({ length: 8 }, (_, k) => againstBruteForce(k + 1)).filter((fault) => fault !== null);
    expect(worse).toEqual([]);
  }, 120_000);

  it('begin with the routes that are running, and take from them only what cannot stay', () => {
    const street = planeMatrix(Array.from({ length: 5 }, (_, i) => [10 * i, 0] as const));
    const jobs = [1, 2, 3, 4].map((i) => exampleJob(i, { demand: [1] }));
    const vehicles = [
      exampleVehicle({ id: 'a', capacity: [2], running: ['job-4', 'job-1'] }),
      exampleVehicle({ id: 'b', capacity: [1], running: ['job-2', 'job-3'] }),
    ];
    const { routes, unassigned } = plan(
      { matrix: street, jobs, vehicles },
      { timeLimitMs: Infinity, maxIterations: 0 },
    );
    expect(routes.map(({ stops }) => stops.map(({ jobId }) => jobId))).toEqual([['job-4', 'job-1'], ['job-2']]);
    expect(unassigned).toEqual([{ jobId: 'job-3', reason: 'capacity' }]);
  });

  it('refuse what no plan can mean, with its path', () => {
    const street = planeMatrix([
      [0, 0],
      [10, 0],
      [20, 0],
    ]);
    const [first, second] = [exampleJob(1), exampleJob(2)];
    const van = exampleVehicle({ shift: { start: 0, end: 100 } });
    const plain: PlanningProblem = { matrix: street, jobs: [first, second], vehicles: [van] };
    const withVan = (over: Partial<Vehicle>): PlanningProblem => ({ ...plain, vehicles: [{ ...van, ...over }] });
    const rest = (start: number, seconds: number) => [{ windows: [{ start, end: start }], seconds }];
    const cases: readonly (readonly [PlanningProblem, string])[] = [
      [withVan({ breaks: rest(10, 200) }), 'vehicles[0].breaks[0].seconds'],
      [withVan({ breaks: rest(500, 10) }), 'vehicles[0].breaks[0].windows'],
      [withVan({ reload: { locations: [], seconds: 0 } }), 'vehicles[0].reload.locations'],
      [withVan({ costs: { fixed: -1 } }), 'vehicles[0].costs.fixed'],
      [withVan({ costs: { perSecond: NaN } }), 'vehicles[0].costs.perSecond'],
      [withVan({ costs: { perDistance: Infinity } }), 'vehicles[0].costs.perDistance'],
      [withVan({ limits: { stops: 0 } }), 'vehicles[0].limits.stops'],
      [withVan({ speedFactor: 0 }), 'vehicles[0].speedFactor'],
      [
        {
          ...plain,
          jobs: [
            { ...first, after: 'job-2' },
            { ...second, after: 'job-1' },
          ],
        },
        'jobs[0].after',
      ],
      [{ ...plain, jobs: [first, { ...second, from: 'job-2' }] }, 'jobs[1].from'],
      [{ ...plain, traffic: [{ from: 0, speed: 0 }] }, 'traffic[0].speed'],
      [{ ...plain, traffic: [{ from: 60, speed: 1 }] }, 'traffic[0].from'],
    ];
    for (const [problem, path] of cases) {
      expect(() => plan(problem, { timeLimitMs: 10 })).toThrow(path);
    }
  });
});
