import { readFileSync } from 'node:fs';
import { newId } from '../../kernel/ids';
import { checkRequest, PlanRequest } from '../planning/plan-request';
import { readPlanRequest } from '../planning/plan-request-shape';
import { NOON, planningBody, routeOver, storedOrder } from '../route.fixture';
import { viewNewRoute } from '../route-shape';
import type { PlanDto } from './plan.dto';
import { donePlan, failedPlan, nextPlan, PlanRecord, planAtOnce, proposed, queuedPlan, viewPlan } from './plan-record';
import { readPlan } from './plan-shape';

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;

const order = storedOrder();
const { route } = routeOver([order]);
const REQUEST: PlanRequest = checkRequest(
  planningBody({
    order_ids: [order.order_id],
    drivers: [{ driver_id: 'A', start: { lat: -12, lon: -77 }, capacity: { parcels: 3 }, skills: ['cold_box'] }],
    depot: { lat: -12.05, lon: -77.03, name: 'Almacén' },
    return_to_depot: true,
    departure_at: '2026-11-23T13:00:00.000Z',
    stops: [{ order_id: order.order_id, priority: 5, skills: ['cold_box'], service_seconds: 60 }],
    time_limit_ms: 501,
    max_iterations: 10,
    seed: 1,
  }),
);
const queued = queuedPlan(newId(NOON), REQUEST, NOON, 'c1');
const proposal = {
  routes: [route],
  unassigned: [{ order_id: newId(NOON), reason_code: 'CAPACITY' as const }],
  baseline: { nearest_neighbour_km: 1, given_order_km: null, improvement_pct: 0 },
  iterations: 7,
};
const running = nextPlan(planAtOnce(newId(NOON), NOON, 30), proposed(proposal), NOON);
const done = donePlan(running, NOON, 30);
const failed = failedPlan(running, 'It could not be made.', NOON, 30);

const again = (record: PlanRecord): Record<string, unknown> =>
  JSON.parse(JSON.stringify(record)) as Record<string, unknown>;

const { components } = JSON.parse(readFileSync('docs/openapi.json', 'utf8')) as {
  readonly components: { readonly schemas: { readonly PlanDto: { readonly properties: object } } };
};

describe('the fields of a plan', () => {
  it('are those of the response, but for what the store keeps to itself', () => {
    type Kept = 'request' | 'route_ids' | 'correlation_id' | 'ttl';
    const same: Same<keyof PlanRecord, Exclude<keyof PlanDto, 'routes' | 'estimated_distance_km'> | Kept> = true;
    const shown = [viewPlan(done, [viewNewRoute(route)]), viewPlan(failed, [])].flatMap((view) => Object.keys(view));
    expect(same).toBe(true);
    expect([...new Set(shown)].sort()).toEqual(Object.keys(components.schemas.PlanDto.properties).sort());
  });

  it('show a result once the plan is DONE, and not before', () => {
    expect(viewPlan(running, [])).toMatchObject({ status: 'RUNNING', routes: [], unassigned: [] });
    expect(viewPlan(running, [])).not.toHaveProperty('baseline');
    expect(viewPlan(done, [viewNewRoute(route)])).toMatchObject({
      unassigned: proposal.unassigned,
      iterations: 7,
      estimated_distance_km: route.estimated_distance_km,
    });
  });
});

const OPTIONAL = new Set(['request', 'correlation_id']);

describe('a stored plan', () => {
  it.each([
    ['queued', queued],
    ['running', running],
    ['done', done],
    ['failed', failed],
  ])('that is %s is read as it was written', (_, record) => {
    expect(readPlan(again(record))).toEqual(record);
  });

  it.each(Object.keys(again(queued)).filter((field) => !OPTIONAL.has(field)))('is none without %s', (field) => {
    expect(() => readPlan({ ...again(queued), [field]: undefined })).toThrow(new RegExp(`^${field} must be `));
  });

  it('has a request that is read as it was written, or refused by the name of its field', () => {
    expect(readPlanRequest(queued.request ?? '')).toEqual(REQUEST);
    const home_depot = { lat: -12, lon: -77, name: 'Almacén' };
    const byIds: PlanRequest = { ...REQUEST, by_ids: true, drivers: [{ driver_id: 'A', home_depot }] };
    expect(readPlanRequest(JSON.stringify(byIds))).toEqual(byIds);
    const broken = JSON.stringify({ ...REQUEST, drivers: [{}] });
    expect(() => readPlanRequest(broken)).toThrow(new Error('drivers.0.driver_id must be a text'));
    expect(() => readPlanRequest('{')).toThrow(SyntaxError);
  });
});
