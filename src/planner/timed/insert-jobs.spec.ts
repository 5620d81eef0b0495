import type { Job, PlanningProblem, Vehicle } from '../model/problem';
import { exampleJob, exampleVehicle, planeMatrix } from '../model/problem.fixture';
import { RunningRoute } from './insert-jobs';

/** Places on a line, so many seconds and metres apart; the first is the depot. */
const line = (...places: number[]) => planeMatrix(places.map((x) => [x, 0] as const));

const routeOf = (
  places: readonly number[],
  changes: Readonly<Record<number, Partial<Job>>> = {},
  vehicle: Partial<Vehicle> = {},
  kept = 0,
  running = [1, 2],
): RunningRoute => {
  const problem: PlanningProblem = {
    matrix: line(0, ...places),
    jobs: places.map((_, i) => exampleJob(i + 1, changes[i + 1])),
    vehicles: [exampleVehicle({ end: null, ...vehicle })],
  };
  return new RunningRoute(
    problem,
    running.map((job) => `job-${job}`),
    kept,
  );
};
const until = (end: number): Partial<Job> => ({ windows: [{ start: 0, end }] });

describe('a job that joins a running route', () => {
  it('goes where it costs least', () => {
    expect(routeOf([10, 30, 20]).insert(['job-3'])).toEqual({ jobIds: ['job-1', 'job-3', 'job-2'], unplaced: [] });
  });

  it('never comes before what is kept', () => {
    const route = routeOf([30, 40, 10], {}, {}, 1);
    expect(route.insert(['job-3']).jobIds[0]).toBe('job-1');
    expect(route.costOf(['job-3', 'job-1', 'job-2'])).toBe(Infinity);
    expect(route.costOf(['job-1', 'job-3', 'job-2'])).toBeLessThan(Infinity);
  });

  it('with the nearest end comes first of several', () => {
    const { jobIds, unplaced } = routeOf([10, 20, 30, 15], { 4: until(15) }).insert(['job-3', 'job-4']);
    expect(unplaced).toEqual([]);
    expect([...jobIds].sort()).toEqual(['job-1', 'job-2', 'job-3', 'job-4']);
  });

  it.each([
    ['whose window is over before anybody is there', { 3: until(10) }, {}, 'window_unreachable'],
    [
      'that makes another late',
      { 2: until(20), 3: { ...until(31), serviceSeconds: 30 } },
      { shift: { start: 0, end: 60 } },
      'others_late',
    ],
    [
      'for which there is no room',
      { 1: { demand: [1] }, 2: { demand: [1] }, 3: { demand: [1] } },
      { capacity: [2] },
      'capacity',
    ],
    ['that needs a skill', { 3: { skills: ['cold'] } }, {}, 'skill'],
    ['after which the shift is over', { 3: { serviceSeconds: 100 } }, { shift: { start: 0, end: 50 } }, 'shift'],
  ] as const)('%s is left out, and changes nothing', (_, changes, vehicle, reason) => {
    const route = routeOf([10, 20, reason === 'others_late' ? 5 : 30], changes, vehicle);
    expect(route.insert(['job-3'])).toEqual({
      jobIds: ['job-1', 'job-2'],
      unplaced: [{ jobId: 'job-3', reason }],
    });
  });

  it('may join a route that is late already, and make that stop later', () => {
    const route = routeOf([10, 20, 5], { 2: until(5) });
    expect(route.insert(['job-3'])).toEqual({ jobIds: ['job-3', 'job-1', 'job-2'], unplaced: [] });
  });

  it('joins an empty route', () => {
    expect(routeOf([10], {}, {}, 0, []).insert(['job-1'])).toEqual({ jobIds: ['job-1'], unplaced: [] });
  });
});

describe('what follows the jobs that are kept', () => {
  it('begins where and when the last of them ends, with the room that is left', () => {
    const route = routeOf([10, 20], { 1: { demand: [2], serviceSeconds: 5 } }, { capacity: [3] }, 1);
    expect(route.rest()).toMatchObject({
      jobs: [{ id: 'job-2' }],
      vehicles: [{ start: 1, shift: { start: 15 }, capacity: [1] }],
    });
  });
});
