import type { Principal } from '../access/principal';
import { isOwn, mayRead } from './order-access';

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
