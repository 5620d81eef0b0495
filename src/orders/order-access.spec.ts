import type { Principal } from '../access/principal';
import type { OrdersAsked } from './list-query';
import { isOwn, listed, mayRead } from './order-access';

const DRIVER: Principal = { role: 'driver', subject: 'd', driver_id: 'DRV-A' };
const SHOP: Principal = { role: 'shop', subject: 'SHOP-A', shop_id: 'SHOP-A' };

describe('an order', () => {
  it('is a shop’s by its customer, and a driver’s while it is on the driver’s route', () => {
    expect(isOwn(SHOP, { customer_id: 'SHOP-A' })).toBe(true);
    expect(isOwn(SHOP, { customer_id: 'SHOP-B', driver_id: 'DRV-A' })).toBe(false);
    expect(isOwn(DRIVER, { customer_id: 'SHOP-A', driver_id: 'DRV-A' })).toBe(true);
    expect(isOwn(DRIVER, { customer_id: 'SHOP-A' })).toBe(false);
  });

  it('shows a driver its recipient until the parcel’s end, and its shop for good', () => {
    expect(mayRead(DRIVER, { status: 'OUT_FOR_DELIVERY' })).toBe(true);
    expect(mayRead(DRIVER, { status: 'DELIVERED' })).toBe(false);
    expect(mayRead(SHOP, { status: 'DELIVERED' })).toBe(true);
  });
});

describe('a list of orders', () => {
  it.each([{ status: 'CREATED' }, { day: '2026-11-27' }, { awaiting: 'route' }, { district: 'Ate' }])(
    'is no shop’s where it asks for %j',
    (filter) => {
      expect(() => listed(SHOP, filter)).toThrow(/ask without/);
      expect(listed({ role: 'dispatcher', subject: 'x' }, filter)).toEqual(filter);
    },
  );

  it('is a shop’s own, whatever else narrows it', () => {
    expect(listed<OrdersAsked>(SHOP, { delivered: '2026-11-27' })).toEqual({
      delivered: '2026-11-27',
      customer_id: 'SHOP-A',
    });
    expect(() => listed<OrdersAsked>(SHOP, { customer_id: 'SHOP-B', reference: 'P' })).toThrow(/no shop SHOP-B/);
  });
});
