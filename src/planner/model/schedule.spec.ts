import { checkPlan } from './checker';
import { exampleJob, exampleVehicle } from './problem.fixture';
import type { PlanningProblem } from './problem';
import { Rng } from '../rng';
import { buildRoute } from './schedule';

const STOPS = 10;
const CLOSES = 14_400;
const LAST_OPENS = 20_000;

/** Stops by one driver whose legs last any fraction of a second, as on a road; for the last of them the driver must wait. */
function day(rng: Rng, closes = CLOSES): PlanningProblem {
  const size = STOPS + 1;
  const cost = Float64Array.from({ length: size * size }, () => 1000 * Math.sqrt(rng.float()));
  const jobs = Array.from({ length: STOPS }, (_, i) => {
    const window = i < STOPS - 1 ? { start: 0, end: closes } : { start: LAST_OPENS, end: Infinity };
    return exampleJob(i + 1, { serviceSeconds: 180, windows: [window] });
  });
  return { matrix: { size, cost, duration: cost }, jobs, vehicles: [exampleVehicle({ end: null })] };
}

const schedule = (problem: PlanningProblem) =>
  buildRoute(problem, { vehicle: 0, index: 0, jobs: problem.jobs.map((_, i) => i) });

describe('leaving as late as the plan allows', () => {
  it('reaches every stop by the end of its window, whatever the fractions of the legs add up to', () => {
    const rng = new Rng(1);
    for (let k = 0; k < 500; k++) {
      const problem = day(rng);
      const route = schedule(problem);
      const baseline = { nearestNeighbour: null, givenOrder: null };
      const answer = { routes: [route], unassigned: [], cost: route.cost, iterations: 0, cpuMs: 0, baseline };
      expect(checkPlan(problem, answer)).toEqual([]);
      expect(route.stops.at(-1)?.departure).toBe(LAST_OPENS + 180);
    }
  });

  it('forgives an engine what it is late by rounding, and nothing more', () => {
    const timeless = day(new Rng(2), Infinity);
    const unhurried = { ...timeless, jobs: timeless.jobs.map((job) => ({ ...job, windows: [] })) };
    const earliest = schedule(unhurried).stops[STOPS - 2]!.arrival;
    const departureIf = (closes: number) => schedule(day(new Rng(2), closes)).stops[STOPS - 2]!.departure;
    expect(departureIf(earliest - 1e-9)).toBeCloseTo(earliest + 180, 6);
    expect(departureIf(earliest - 1)).toBe(Infinity);
  });
});
