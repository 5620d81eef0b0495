import { oneVehicleProblem, planeMatrix } from './model/problem.fixture';
import { plan } from './plan';
import { warmUp } from './warm-up';

/** As many as include both engines; the whole course is run where it belongs, in the planner's thread. */
const SOME = 10;

describe('the warm-up', () => {
  it('leaves the answers as they were', () => {
    const points = Array.from({ length: 60 }, (_, i) => [(i * 37) % 101, (i * 53) % 97] as const);
    const problem = oneVehicleProblem(planeMatrix(points));
    const ask = (): unknown => ({
      ...plan(problem, { timeLimitMs: Infinity, maxIterations: 300, seed: 3 }),
      cpuMs: 0,
    });
    const cold = ask();
    const course = warmUp();
    for (let i = 0; i < SOME; i++) expect(course.next().done).toBe(false);
    expect(ask()).toEqual(cold);
  });
});
