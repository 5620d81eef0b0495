import { newOrderId } from '../kernel/ids';
import { claimed, released } from './claim';
import { newOrder } from './order.fixture';

it('an order that was on a route is afterwards as it was before', () => {
  const order = newOrder();
  const claim = {
    route_id: newOrderId(1),
    driver_id: 'DRV001',
    estimated_delivery_at: '2026-11-23T13:20:00.000Z',
  };
  expect(claimed(order, claim)).toEqual({ ...order, ...claim });
  expect(released(claimed(order, claim))).toEqual(order);
  expect(released(order)).toEqual(order);
});
