import type { ParcelStatus } from '../../orders/states';
import { obstacleOf } from './availability';
import { NOON, routeOver, storedOrder } from '../route.fixture';
import type { RouteStatus } from '../route-states';

const reason = (...args: Parameters<typeof obstacleOf>): string | undefined => obstacleOf(...args)?.reason_code;

describe('an order', () => {
  it.each<[ParcelStatus, string | undefined]>([
    ['CREATED', undefined],
    ['PICKED_UP', undefined],
    ['IN_TRANSIT', undefined],
    ['ATTEMPT_FAILED', undefined],
    ['OUT_FOR_DELIVERY', 'ORDER_STATE'],
    ['AVAILABLE_FOR_PICKUP', 'ORDER_STATE'],
    ['EXCEPTION', 'ORDER_STATE'],
    ['RETURNING', 'ORDER_STATE'],
    ['DELIVERED', 'ORDER_ENDED'],
    ['CANCELLED', 'ORDER_ENDED'],
  ])('that is %s: %s', (status, expected) => {
    expect(reason(storedOrder({ status }), undefined, NOON)).toBe(expected);
  });

  it('gets no fourth attempt', () => {
    const failed = storedOrder({ status: 'ATTEMPT_FAILED', attempt_count: 3 });
    expect(reason(failed, undefined, NOON)).toBe('ATTEMPTS_EXHAUSTED');
    expect(reason({ ...failed, attempt_count: 2 }, undefined, NOON)).toBeUndefined();
  });

  it.each<[RouteStatus, string | undefined]>([
    ['ASSIGNING', 'ON_OPEN_ROUTE'],
    ['PLANNED', 'ON_OPEN_ROUTE'],
    ['STARTED', 'ON_OPEN_ROUTE'],
    ['COMPLETED', undefined],
    ['CANCELLED', undefined],
  ])('on a route that is %s: %s', (status, expected) => {
    const { route, orders } = routeOver([storedOrder()], { status });
    expect(reason(orders[0] ?? storedOrder(), route, NOON)).toBe(expected);
  });

  it('is free of a route that has been assigning for over a minute', () => {
    const { route, orders } = routeOver([storedOrder()], { status: 'ASSIGNING' });
    const begun = Date.parse(route.updated_at);
    const [order = storedOrder()] = orders;
    expect(reason(order, route, begun + 60_000)).toBe('ON_OPEN_ROUTE');
    expect(reason(order, route, begun + 60_001)).toBeUndefined();
  });
});
