import type { Order } from '../orders/order';
import { byOrderId, freeze, isFrozen, Route } from './route';
import { routeOver, storedOrder } from './route.fixture';
import { viewNewRoute, viewRoute } from './route-shape';
import { allowedTargets, hasEnded, ROUTE_STATUSES } from './route-states';

const progress = (route: Route, orders: readonly Order[]): unknown[] =>
  viewRoute(route, byOrderId(orders)).sequence.map(({ state, outcome }) => [state, outcome]);

describe('the progress of stops', () => {
  const { route, orders } = routeOver([storedOrder(), storedOrder(), storedOrder(), storedOrder()]);
  const [waiting, onBoard, delivered, gone] = orders.map((order, i) => ({
    ...order,
    status: (['IN_TRANSIT', 'OUT_FOR_DELIVERY', 'DELIVERED', 'ATTEMPT_FAILED'] as const)[i] ?? order.status,
  }));
  const now = [waiting, onBoard, delivered].flatMap((order) => order ?? []);
  const { route_id: _, ...left } = gone ?? storedOrder();

  it('follows from the orders', () => {
    expect(progress(route, [...now, left])).toEqual([
      ['NEW', undefined],
      ['ENROUTE', undefined],
      ['CLOSED', 'SUCCEEDED'],
      ['CLOSED', 'FAILED'],
    ]);
  });

  it('is still NEW while orders are being claimed', () => {
    expect(new Set(progress({ ...route, status: 'ASSIGNING' }, [left]).map(String))).toEqual(new Set(['NEW,']));
    expect(viewNewRoute(route).sequence.every(({ state }) => state === 'NEW')).toBe(true);
  });

  it('is frozen at the end, whatever happens to the orders then', () => {
    const ended: Route = { ...route, status: 'COMPLETED' };
    expect(isFrozen(ended)).toBe(false);
    const frozen = freeze(ended, byOrderId([...now, left]));
    expect(isFrozen(frozen)).toBe(true);
    expect(progress(frozen, [])).toEqual([
      ['CLOSED', 'NOT_ATTEMPTED'],
      ['CLOSED', 'CARRIED_OVER'],
      ['CLOSED', 'SUCCEEDED'],
      ['CLOSED', 'FAILED'],
    ]);
  });

  it('follows what its order has remembered since, as long as there is one', () => {
    const { route_id, driver_id } = route;
    const remembered = { route_id, driver_id, until: route.updated_at, outcome: 'SUCCEEDED' as const };
    const ended: Route = { ...route, status: 'COMPLETED' };
    const frozen = freeze(ended, byOrderId([...now, left]));
    expect(progress(frozen, [{ ...left, former_routes: [remembered] }]).at(-1)).toEqual(['CLOSED', 'SUCCEEDED']);
    const tried = { ...left, route_id, status: 'ATTEMPT_FAILED' as const };
    expect(progress(route, [tried]).at(-1)).toEqual(['CLOSED', 'FAILED']);
    expect(progress(route, [{ ...tried, status: 'DELIVERED' }]).at(-1)).toEqual(['CLOSED', 'SUCCEEDED']);
  });

  it('shows nothing of how the route is stored', () => {
    expect(viewRoute(route, new Map())).not.toHaveProperty('write_id');
  });
});

describe('the states of a route', () => {
  it('all end, and only PLANNED is out of a dispatcher’s reach', () => {
    expect(ROUTE_STATUSES.filter(hasEnded)).toEqual(['COMPLETED', 'CANCELLED']);
    expect(allowedTargets('ASSIGNING')).toEqual(['CANCELLED']);
    expect(allowedTargets('PLANNED')).toEqual(['STARTED', 'CANCELLED']);
    expect(allowedTargets('STARTED')).toEqual(['COMPLETED', 'CANCELLED']);
    expect(allowedTargets('CANCELLED')).toEqual([]);
  });
});
