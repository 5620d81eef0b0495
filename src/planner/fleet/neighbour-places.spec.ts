import fc from 'fast-check';
import { Rng } from '../rng';
import { BestPlace } from './best-place';
import { Journal } from './journal';
import { madeUpModel, Unblinking } from './made-up';
import { NeighbourPlaces } from './neighbour-places';
import { firstOf, measureProximity } from './proximity';
import { Routes } from './routes';
import { Ruin } from './ruin';
import { buildBySavings } from './savings';

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
});
