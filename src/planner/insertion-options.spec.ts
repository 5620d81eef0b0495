import { exampleJob, exampleVehicle, planeMatrix } from './model/problem.fixture';
import type { Job, PlanningProblem } from './model/problem';
import { insertionOptions } from './insertion-options';
import { Rng } from './rng';

/** A street with the depot at 0 and a job every ten metres. */
const street = (jobs: readonly Partial<Job>[]): Pick<PlanningProblem, 'matrix' | 'jobs'> => ({
  matrix: planeMatrix(Array.from({ length: jobs.length + 1 }, (_, i) => [10 * i, 0] as const)),
  jobs: jobs.map((over, i) => exampleJob(i + 1, over)),
});

describe('the places for one more order in running routes', () => {
  it('are the cheapest of each vehicle, with what they cost in distance, time and money', () => {
    const problem: PlanningProblem = {
      ...street([{}, {}, { serviceSeconds: 5 }, {}]),
      vehicles: [
        exampleVehicle({ id: 'far', running: ['job-1'], costs: { perDistance: 2 }, shift: { start: 0, end: 1000 } }),
        exampleVehicle({ id: 'near', running: ['job-2', 'job-4'], shift: { start: 0, end: 1000 } }),
      ],
    };
    const [near, far] = insertionOptions(problem, 'job-3');
    expect(near).toEqual({
      vehicleId: 'near',
      jobIds: ['job-2', 'job-3', 'job-4'],
      cost: 0,
      distance: 0,
      seconds: 5,
      begin: 30,
      late: [],
      overtime: false,
    });
    expect(far).toMatchObject({ vehicleId: 'far', cost: 80, distance: 40, seconds: 45 });
  });

  it('say whom they make late where there is no place in time', () => {
    const problem: PlanningProblem = {
      ...street([{ serviceSeconds: 100 }, { windows: [{ start: 0, end: 30 }] }]),
      vehicles: [exampleVehicle({ running: ['job-2'], shift: { start: 0, end: 130 } })],
    };
    const [option] = insertionOptions(
      { ...problem, jobs: [{ ...problem.jobs[0]!, position: 'first' }, problem.jobs[1]!] },
      'job-1',
    );
    expect(option).toMatchObject({ jobIds: ['job-1', 'job-2'], late: ['job-2'], overtime: true });
  });

  it('leave out vehicles without room or leave, and take the other job of a pair along', () => {
    const { matrix, jobs } = street([{}, { demand: [] }, { demand: [3], from: 'job-2' }]);
    const vehicles = [
      exampleVehicle({ id: 'small', capacity: [2] }),
      exampleVehicle({ id: 'large', capacity: [3], running: ['job-1'] }),
    ];
    expect(insertionOptions({ matrix, jobs, vehicles }, 'job-3')).toMatchObject([
      { vehicleId: 'large', jobIds: ['job-2', 'job-3', 'job-1'], cost: 40 },
    ]);
  });

  it('refuse a job that is in a route already or unknown', () => {
    const problem = { ...street([{}]), vehicles: [exampleVehicle({ running: ['job-1'] })] };
    expect(() => insertionOptions(problem, 'job-1')).toThrow('in a route already');
    expect(() => insertionOptions(problem, 'job-9')).toThrow('no job has the id "job-9"');
  });

  it('count as the plan does: inserted where they say, the routes cost what they say', () => {
    const rng = new Rng(7);
    const points = Array.from({ length: 300 }, () => [rng.below(9_000), rng.below(9_000)] as const);
    const jobs = Array.from({ length: 299 }, (_, i) => exampleJob(i + 1, { serviceSeconds: 60, demand: [1] }));
    const vehicles = Array.from({ length: 14 }, (_, v) =>
      exampleVehicle({
        id: `v${v}`,
        capacity: [30],
        shift: { start: 0, end: 200_000 },
        running: jobs.slice(21 * v, 21 * v + 21).map(({ id }) => id),
      }),
    );
    const options = insertionOptions({ matrix: planeMatrix(points), jobs, vehicles }, 'job-299');
    expect(options).toHaveLength(14);
    const { cost, size } = planeMatrix(points);
    for (const option of options) {
      const places = [0, ...option.jobIds.map((id) => Number(id.slice(4))), 0];
      const length = (at: readonly number[]): number =>
        at.slice(1).reduce((sum, to, i) => sum + cost[at[i]! * size + to]!, 0);
      expect(option.distance).toBe(length(places) - length(places.filter((place) => place !== 299)));
      expect(option.distance).toBe(option.cost);
    }
  });
});
