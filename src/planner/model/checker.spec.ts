import { checkPlan } from './checker';
import { exampleJob, exampleVehicle, planeMatrix } from './problem.fixture';
import { plan } from '../plan';
import type { Plan, PlannedRoute, PlannedStop, PlanningProblem } from './problem';

const problem: PlanningProblem = {
  matrix: planeMatrix([
    [0, 0],
    [100, 0],
    [200, 0],
    [200, 100],
    [0, 100],
  ]),
  jobs: [
    exampleJob(1, { demand: [2], serviceSeconds: 10, windows: [{ start: 150, end: 400 }] }),
    exampleJob(2, { demand: [2], serviceSeconds: 10 }),
    exampleJob(3, { demand: [2], skills: ['cold'] }),
    exampleJob(4, { demand: [2] }),
  ],
  vehicles: [
    exampleVehicle({ capacity: [8], shift: { start: 0, end: 1000 }, skills: ['cold'], lockedPrefix: ['job-1'] }),
  ],
};
const good: Plan = plan(problem, { timeLimitMs: Infinity, maxIterations: 50 });
const route = good.routes[0]!;

function changed(over: Partial<PlannedRoute>): Plan {
  return { ...good, routes: [{ ...route, ...over }] };
}

function changedStop(index: number, over: Partial<PlannedStop>): Plan {
  return changed({ stops: route.stops.map((stop, i) => (i === index ? { ...stop, ...over } : stop)) });
}

describe('the checker', () => {
  it('accepts a sound plan', () => {
    expect(checkPlan(problem, good)).toEqual([]);
    expect(route.stops).toHaveLength(4);
  });

  const swapped = [route.stops[1]!, route.stops[0]!, ...route.stops.slice(2)];
  const mutations: [string, RegExp, Plan][] = [
    ['a missing job', /0 times/, changed({ stops: route.stops.slice(0, 3) })],
    ['a job served twice', /2 times/, changed({ stops: [...route.stops, route.stops[3]!] })],
    ['a job both served and not', /2 times/, { ...good, unassigned: [{ jobId: 'job-2', reason: 'shift' }] }],
    ['a job nobody asked for', /not in the problem/, changedStop(1, { jobId: 'job-x' })],
    ['a route without stops', /without stops/, { ...good, routes: [route, { ...route, stops: [], vehicleIndex: 0 }] }],
    ['an unknown vehicle', /no such vehicle/, changed({ vehicleId: 'tram' })],
    ['more vehicles than there are', /beyond its count/, changed({ vehicleIndex: 1 })],
    ['one vehicle in two places', /two routes/, { ...good, routes: [route, route] }],
    ['a broken lock', /locked prefix/, changed({ stops: swapped })],
    ['an early departure', /before the shift/, changed({ departure: -50 })],
    ['travel faster than the matrix', /arrives/, changedStop(1, { arrival: route.stops[1]!.arrival - 20 })],
    ['time running backwards', /negative waiting/, changedStop(1, { waiting: -5 })],
    ['a wrong departure', /wrong departure/, changedStop(1, { departure: route.stops[1]!.departure + 5 })],
    ['a wrong leg', /wrong leg cost/, changedStop(1, { legCost: 1 })],
    ['a wrong leg time', /wrong leg duration/, changedStop(1, { legDuration: 1 })],
    ['a wrong load', /wrong load/, changedStop(1, { load: [99] })],
    ['a wrong finish', /finishes/, changed({ finish: route.finish - 1 })],
    ['a wrong duration', /wrong duration/, changed({ duration: route.duration - 1 })],
    ['a wrong route cost', /expected/, changed({ cost: route.cost - 1 })],
    ['a wrong total', /add up/, { ...good, cost: good.cost - 1 }],
    ['NaN', /arrives/, changedStop(1, { arrival: NaN })],
  ];

  it.each(mutations)('catches %s', (_, message, mutant) => {
    expect(checkPlan(problem, mutant).join('\n')).toMatch(message);
  });

  it('catches what the problem itself forbids', () => {
    const vehicle = { ...problem.vehicles[0]!, lockedPrefix: [] };
    const under = (over: Partial<PlanningProblem>): string => checkPlan({ ...problem, ...over }, good).join('\n');
    expect(under({ vehicles: [{ ...vehicle, capacity: [7] }] })).toMatch(/load 8 over 7/);
    expect(under({ vehicles: [{ ...vehicle, skills: [] }] })).toMatch(/skill missing/);
    expect(under({ vehicles: [{ ...vehicle, shift: { start: 0, end: 300 } }] })).toMatch(/after the shift/);
    const early = problem.jobs.map((job) => ({ ...job, windows: [{ start: 0, end: 1 }] }));
    expect(under({ jobs: early, vehicles: [vehicle] })).toMatch(/outside its windows/);
    const cut = problem.matrix.cost.map(() => Infinity);
    expect(under({ matrix: { size: 5, cost: cut, duration: problem.matrix.duration } })).toMatch(/unreachable leg/);
  });
});
