import fc from 'fast-check';
import { exampleJob, exampleVehicle, planeMatrix } from '../model/problem.fixture';
import type { PlanningProblem } from '../model/problem';
import { Rng } from '../rng';
import { validateProblem } from '../model/validate';
import { BestPlace } from './best-place';
import { Journal } from './journal';
import { madeUpModel, Unblinking } from '../model/fleet-model.fixture';
import { compileModel } from '../model/fleet-model';
import { NeighbourPlaces } from './neighbour-places';
import { firstOf, measureProximity } from '../model/proximity';
import { Routes } from './routes';
import { Ruin } from './ruin';
import { buildBySavings } from '../baseline/savings';

describe('NeighbourPlaces', () => {
  it('finds the cheapest place on either side of a few neighbours, between jobs at least', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 5 }), (seed, few) => {
        const model = madeUpModel('grid', seed);
        const routes = new Routes(model);
        const { nearest, predecessors } = measureProximity(model);
        buildBySavings(routes, predecessors);
        new Ruin(routes, new Journal(routes), nearest, new Rng(seed)).run();
        const job = routes.absent[0]!;
        const place = new BestPlace(routes, new Unblinking(1));
        const beside = firstOf(predecessors, few);
        place.begin(job);
        new NeighbourPlaces(routes, beside).search(job, place);

        const { slot, previous, next, link, room } = routes;
        const { jobs, size, row, cost, demand } = model;
        const places = [...beside.list.subarray(job * beside.width, job * beside.width + few)]
          .filter((v) => slot[v]! >= 0 && room[slot[v]!]! >= (demand[job] ?? 0))
          .flatMap((v) => (previous[v]! < jobs ? [v, previous[v]!] : [v]));
        const least = (among: number[]): number =>
          Math.min(...among.map((p) => cost[p * size + job]! + cost[job * size + row[next[p]!]!]! - link[p]!));
        expect(place.delta).toBeGreaterThanOrEqual(least(places));
        expect(place.delta).toBeLessThanOrEqual(least(places.filter((p) => next[p]! < jobs)));
      }),
      { numRuns: 1000 },
    );
  });

  it('ends no search early while there is no leg between jobs to tell what is long', () => {
    const problem: PlanningProblem = {
      matrix: planeMatrix([[0, 0] as const, [10, 0] as const, [9, 2] as const, [14, 0] as const]),
      jobs: [1, 2, 3].map((place) => exampleJob(place)),
      vehicles: [exampleVehicle({ count: 3 })],
    };
    const model = compileModel(problem, validateProblem(problem));
    const [job, near, onTheWay] = [0, 1, 2] as const;
    const routes = new Routes(model);
    routes.insertAfter(model.jobs, near);
    routes.insertAfter(model.jobs + 2, onTheWay);
    const place = new BestPlace(routes, new Unblinking(1));
    place.begin(job);
    new NeighbourPlaces(routes, measureProximity(model).predecessors).search(job, place);
    expect(place.previous).toBe(onTheWay);
    expect(place.delta).toBeCloseTo(0);
  });
});
