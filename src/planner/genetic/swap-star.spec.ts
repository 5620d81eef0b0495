import fc from 'fast-check';
import { madeUpModel } from '../model/fleet-model.fixture';
import type { FleetModel } from '../model/fleet-model';
import { PenalizedRoutes } from './penalized-routes';
import { SwapStar } from './swap-star';

const PENALTIES = { load: 7, warp: 0 };

/** All jobs in the first two slots. */
function twoRoutes(model: FleetModel, first: readonly number[], second: readonly number[]): PenalizedRoutes {
  const { jobs, slots } = model;
  const next = new Int32Array(model.nodes);
  const write = (r: number, stops: readonly number[]): void => {
    let p = jobs + 2 * r;
    for (const stop of stops) p = next[p] = stop;
    next[p] = jobs + 2 * r + 1;
  };
  for (let r = 0; r < slots; r++) write(r, r === 0 ? first : r === 1 ? second : []);
  const routes = new PenalizedRoutes(model, PENALTIES);
  routes.adopt(next);
  return routes;
}

const total = (routes: PenalizedRoutes): number =>
  routes.penalty.reduce((sum, each) => sum + each, routes.travelCost());

const without = (stops: readonly number[], job: number | null): number[] => stops.filter((stop) => stop !== job);

/** Every list with the job put in somewhere; the list alone for no job. */
function insertions(stops: readonly number[], job: number | null): number[][] {
  if (job === null) return [[...stops]];
  return Array.from({ length: stops.length + 1 }, (_, at) => [...stops.slice(0, at), job, ...stops.slice(at)]);
}

/** By trying every exchange of two stops, and every move of one, to every place. */
function leastTotal(model: FleetModel, a: readonly number[], b: readonly number[]): number {
  let least = total(twoRoutes(model, a, b));
  for (const u of [null, ...a]) {
    for (const v of [null, ...b]) {
      for (const first of insertions(without(a, u), v)) {
        for (const second of insertions(without(b, v), u))
          least = Math.min(least, total(twoRoutes(model, first, second)));
      }
    }
  }
  return least;
}

describe('SwapStar', () => {
  it('makes the exchange that trying every one finds, or none', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 11 }), (seed, split) => {
        const model = madeUpModel('grid', seed);
        const stops = Array.from({ length: model.jobs }, (_, job) => job);
        const [a, b] = [stops.slice(0, split), stops.slice(split)];
        const routes = twoRoutes(model, a, b);
        const before = total(routes);
        const least = leastTotal(model, a, b);
        expect(new SwapStar(routes, 1e-6).improve(0, 1)).toBe(least < before);
        expect(total(routes)).toBeCloseTo(least, 6);
      }),
      { numRuns: 40 },
    );
  });
});
