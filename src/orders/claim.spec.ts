import { newOrderId } from '../kernel/ids';
import { claimed, MAX_FORMER_ROUTES, outcomeAtEnd, released, routeAt } from './claim';
import { newOrder } from './order.fixture';

const NOON = '2026-11-23T17:00:00.000Z';

it('an order that was on a route is afterwards as it was before, and remembers the route', () => {
  const order = newOrder();
  const claim = {
    route_id: newOrderId(1),
    driver_id: 'DRV001',
    estimated_delivery_at: '2026-11-23T13:20:00.000Z',
  };
  expect(claimed(order, claim)).toEqual({ ...order, ...claim });
  const { route_id, driver_id } = claim;
  const former = { route_id, driver_id, until: NOON, outcome: 'FAILED' };
  expect(released(claimed(order, claim), NOON, 'FAILED')).toEqual({ ...order, former_routes: [former] });
  expect(released(order, NOON, 'FAILED')).toEqual(order);
});

it('an order that a dead route could not let go remembers it when another takes it', () => {
  const [dead, next] = [newOrderId(1), newOrderId(60_000)];
  const claim = { route_id: dead, driver_id: 'DRV001', estimated_delivery_at: NOON };
  const order = claimed(claimed(newOrder(), claim), { ...claim, route_id: next, driver_id: 'DRV002' });
  expect(order).toMatchObject({ route_id: next, driver_id: 'DRV002' });
  expect(order.former_routes).toEqual([
    { route_id: dead, driver_id: 'DRV001', until: '1970-01-01T00:01:00.000Z', outcome: 'NOT_ATTEMPTED' },
  ]);
});

it('an order remembers its last routes only', () => {
  let order = newOrder();
  for (let i = 0; i < MAX_FORMER_ROUTES + 2; i++) {
    const claim = { route_id: newOrderId(i), driver_id: `DRV${i}`, estimated_delivery_at: NOON };
    order = released(claimed(order, claim), NOON, 'NOT_ATTEMPTED');
  }
  expect(order.former_routes?.map(({ driver_id }) => driver_id)).toEqual(['DRV2', 'DRV3', 'DRV4', 'DRV5', 'DRV6']);
});

it('the route of an earlier instant is the one that the order was on then', () => {
  const made = Date.parse('2026-11-23T13:00:00.000Z');
  const [first, second] = [newOrderId(made), newOrderId(made + 6 * 3_600_000)];
  const claim = { route_id: first, driver_id: 'DRV001', estimated_delivery_at: NOON };
  const left = released(claimed(newOrder(), claim), NOON, 'FAILED');
  const order = claimed(left, { ...claim, route_id: second, driver_id: 'DRV002' });
  expect(routeAt(order, '2026-11-23T15:00:00.000Z')).toEqual({ route_id: first, driver_id: 'DRV001' });
  expect(routeAt(order, '2026-11-23T20:00:00.000Z')).toEqual({ route_id: second, driver_id: 'DRV002' });
  expect(routeAt(order, '2026-11-23T15:00:00.000Z', 'DRV001')).toEqual({ route_id: first, driver_id: 'DRV001' });
  expect(routeAt(order, '2026-11-23T20:00:00.000Z', 'DRV001')).toEqual({});
  expect(routeAt(order, '2026-11-23T12:00:00.000Z', 'DRV001')).toEqual({});
  expect(routeAt(newOrder(), NOON)).toEqual({});
});

it.each([
  ['IN_TRANSIT', 'NOT_ATTEMPTED'],
  ['OUT_FOR_DELIVERY', 'CARRIED_OVER'],
  ['ATTEMPT_FAILED', 'FAILED'],
  ['DELIVERED', 'SUCCEEDED'],
] as const)('the stop of a parcel that is %s ends %s', (status, outcome) => {
  expect(outcomeAtEnd(status)).toBe(outcome);
});
