import fc from 'fast-check';
import { checkPlan } from '../../planner/model/checker';
import { plan } from '../../planner/plan';
import type { PlanningProblem } from '../../planner/model/problem';
import { EstimateMatrix } from '../../geo/estimate-matrix';
import { demandOf, layOut, LocatedOrder, vehicleTerms } from './plan-input';
import { baselineOf, figuresOf, leftOut } from './plan-output';
import { NOON, planningBody, storedOrder } from '../route.fixture';
import { checkRequest, PlanningBody } from './plan-request';
import { searchFor } from './planning.service';

const DEPOT = { lat: -12.05, lon: -77.03 };

const located = (lat: number, lon: number, changes: Partial<LocatedOrder> = {}): LocatedOrder => ({
  order: storedOrder(),
  lat,
  lon,
  precision: 'point',
  service_seconds: 60,
  ...changes,
});

async function solve(orders: readonly LocatedOrder[], request: Omit<Partial<PlanningBody>, 'order_ids'>) {
  const wanted = checkRequest(planningBody({ ...request, order_ids: orders.map(({ order }) => order.order_id) }));
  const layout = layOut(orders, vehicleTerms(wanted), { origin: NOON, punctual: false, workingHours: 10 });
  const { size, distances_m: cost, durations_s: duration } = await new EstimateMatrix().matrix(layout.points);
  const problem: PlanningProblem = { matrix: { size, cost, duration }, jobs: layout.jobs, vehicles: layout.vehicles };
  return { layout, problem, answer: plan(problem, { timeLimitMs: 0, maxIterations: 5, seed: 1 }) };
}

describe('what the planner is asked', () => {
  it('counts weight and volume of every unit, and one parcel an order', () => {
    expect(demandOf(storedOrder())).toEqual([1_600, 12_000, 1]);
    expect(demandOf({ products: [] })).toEqual([0, 0, 1]);
  });

  it('lets a depot be one place for all drivers, and windows count from the departure', async () => {
    const window = { time_window_start: '2026-11-23T18:00:00.000Z', time_window_end: '2026-11-23T19:00:00.000Z' };
    const { layout } = await solve([located(-12.1, -77, { order: storedOrder(window) }), located(-12.2, -77)], {
      drivers: [{ driver_id: 'A', shift_end: '2026-11-23T21:00:00.000Z' }, { driver_id: 'B' }],
      depot: DEPOT,
      return_to_depot: true,
    });
    expect(layout.points).toHaveLength(3);
    expect(layout.vehicles.map(({ start, end }) => [start, end])).toEqual([
      [2, 2],
      [2, 2],
    ]);
    expect(layout.vehicles[0]?.shift).toEqual({ start: 0, end: 4 * 3_600 });
    expect(layout.jobs.map(({ windows }) => windows)).toEqual([[{ start: 3_600, end: 7_200 }], []]);
  });

  it('gives small plans less time than large ones, and none more than the request has', () => {
    const orders = Array.from({ length: 10 }, () => storedOrder());
    expect(searchFor({ kind: 'driver' }, orders, 500)).toEqual({ timeLimitMs: 40 });
    expect(searchFor({ kind: 'fleet' }, orders, 500)).toEqual({ timeLimitMs: 100 });
    expect(searchFor({ kind: 'fleet', time_limit_ms: 9_000, seed: 3 }, orders, 500)).toEqual({
      timeLimitMs: 500,
      seed: 3,
    });
    expect(searchFor({ kind: 'driver', max_iterations: 7 }, orders, 500)).toMatchObject({ maxIterations: 7 });
  });
});

describe('what the planner answers', () => {
  it('adds up, is sound, and leaves nobody unnamed', async () => {
    const place = fc.record({
      lat: fc.double({ min: -12.3, max: -11.9, noNaN: true }),
      lon: fc.double({ min: -77.2, max: -76.9, noNaN: true }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(place, { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 4 }),
        async (places, parcels) => {
          const orders = places.map(({ lat, lon }) => located(lat, lon));
          const drivers = ['A', 'B'].map((driver_id) => ({ driver_id, capacity: { parcels } }));
          const { problem, answer } = await solve(orders, { drivers, depot: DEPOT });
          expect(checkPlan(problem, answer)).toEqual([]);
          const byId = new Map(orders.map((order) => [order.order.order_id as string, order]));
          const routes = answer.routes.map((route) => figuresOf(route, byId, NOON, Infinity));
          const named = [
            ...routes.flatMap(({ order_ids }) => order_ids),
            ...leftOut(answer).map(({ order_id }) => order_id),
          ];
          expect(named.sort()).toEqual([...byId.keys()].sort());
          for (const { sequence, estimated_distance_km, stops } of routes) {
            expect(sequence.map((stop) => stop.sequence)).toEqual(Array.from({ length: stops }, (_, i) => i + 1));
            expect(sequence.at(-1)?.cumulative_distance_km).toBe(estimated_distance_km);
            expect(sequence.at(-1)?.load.parcels).toBe(0);
            for (const { arrival_at, waiting_seconds, service_seconds, departure_at } of sequence)
              expect(Date.parse(departure_at) - Date.parse(arrival_at)).toBeCloseTo(
                (waiting_seconds + service_seconds) * 1_000,
                -3,
              );
          }
        },
      ),
      { numRuns: 30 },
    );
  });

  it('says how much shorter it is than the nearest neighbour, or that there is none to compare', async () => {
    const { answer } = await solve([located(-12.1, -77), located(-12.06, -77.03)], { driver_id: 'A', depot: DEPOT });
    const given = { ...answer, cost: 9_000, baseline: { nearestNeighbour: 12_000, givenOrder: null } };
    expect(baselineOf(given)).toEqual({ nearest_neighbour_km: 12, given_order_km: null, improvement_pct: 25 });
    const none = { ...answer, cost: 0, baseline: { nearestNeighbour: 0, givenOrder: 0 } };
    expect(baselineOf(none)).toMatchObject({ improvement_pct: 0 });
    expect(baselineOf({ ...answer, baseline: { nearestNeighbour: null, givenOrder: null } })).toMatchObject({
      improvement_pct: null,
    });
  });

  it('says that a route over districts is approximate', async () => {
    const orders = [located(-12.1, -77, { precision: 'district', district: 'Surco' }), located(-12.2, -77)];
    const { answer } = await solve(orders, { driver_id: 'A' });
    const byId = new Map(orders.map((order) => [order.order.order_id as string, order]));
    const [route] = answer.routes;
    expect(route === undefined ? {} : figuresOf(route, byId, NOON, Infinity)).toMatchObject({ approximate: true });
  });
});
