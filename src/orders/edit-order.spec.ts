import { applyPatch, patchRefusal } from './edit-order';
import type { DeliveryAddress, OrderPatch } from './order';
import { newOrder } from './order.fixture';
import { PARCEL_STATUSES, ParcelStatus, STATES } from './states';

describe('a patch is legal', () => {
  it('for contact and notes until the parcel has ended or goes back', () => {
    const legal = (status: ParcelStatus): boolean =>
      patchRefusal({ ...newOrder(), status }, { notes: 'x' }) === undefined;
    for (const status of PARCEL_STATUSES)
      expect([status, legal(status)]).toEqual([status, STATES[status].editable !== 'nothing']);
    expect(legal('IN_TRANSIT')).toBe(true);
    expect(legal('OUT_FOR_DELIVERY')).toBe(true);
    expect(legal('DELIVERED')).toBe(false);
  });

  it('for products only while CREATED', () => {
    const products = [{ name: 'Libro', quantity: 1, unit_price: 100 }];
    expect(patchRefusal(newOrder(), { products })).toBeUndefined();
    expect(patchRefusal({ ...newOrder(), status: 'PICKED_UP' }, { products })).toMatch(/only while CREATED/);
  });

  it('for nothing but contact and notes while the parcel is in the van', () => {
    const order = { ...newOrder(), status: 'OUT_FOR_DELIVERY' as const };
    expect(patchRefusal(order, { recipient: { phone: '+51999111222' }, notes: 'x' })).toBeUndefined();
    for (const patch of [{ reference: 'R' }, { delivery_address: 'Av. Brasil 1' }, { metadata: {} }])
      expect(patchRefusal(order, patch)).toMatch(/only recipient and notes/);
  });

  it('for address and window only off a route', () => {
    const planned = { ...newOrder(), route_id: 'r1' };
    expect(patchRefusal(planned, { delivery_address: 'Av. Brasil 1' })).toMatch(/route r1/);
    expect(patchRefusal(planned, { time_window_start: null })).toMatch(/route r1/);
    expect(patchRefusal(planned, { notes: 'x' })).toBeUndefined();
    expect(patchRefusal(newOrder(), { delivery_address: 'Av. Brasil 1' })).toBeUndefined();
  });
});

type AddressPatch = NonNullable<OrderPatch['delivery_address']>;

describe('a merge patch of an address', () => {
  const standing = {
    street: 'Av. Larco 345',
    district: 'Miraflores',
    ubigeo: '150122',
    reference: 'Dpto 302',
    lat: -12.1211,
    lon: -77.0297,
  };
  const { lat: _lat, lon: _lon, ...place } = standing;
  const point = { lat: -12.13, lon: -77.02 };
  const after = (delivery_address: AddressPatch, before: DeliveryAddress = standing) =>
    applyPatch(newOrder({ delivery_address: before }), { delivery_address }, 18).delivery_address;

  it.each<[string, AddressPatch, unknown]>([
    ['keeps what it does not name', { reference: 'Dpto 303' }, { ...standing, reference: 'Dpto 303' }],
    [
      'removes what it names null',
      { reference: null },
      { ...place, lat: -12.1211, lon: -77.0297, reference: undefined },
    ],
    ['drops the point of another street', { street: 'Av. Larco 354' }, { ...place, street: 'Av. Larco 354' }],
    ['drops the point of another district', { district: 'Surco' }, { ...place, district: 'Surco' }],
    ['drops the point where the district goes', { district: null }, { ...place, district: undefined }],
    ['drops the point of another code', { ubigeo: '150140' }, { ...place, ubigeo: '150140' }],
    ['keeps the point of the same street', { street: standing.street, lat: standing.lat }, standing],
    [
      'takes the point that comes with a street',
      { street: 'Av. 1', ...point },
      { ...place, street: 'Av. 1', ...point },
    ],
    ['takes another point', point, { ...place, ...point }],
    ['takes the point away', { lat: null, lon: null }, place],
    ['puts a text in its place', 'Av. Brasil 1', 'Av. Brasil 1'],
  ])('%s', (_, patch, expected) => {
    expect(after(patch)).toEqual(expected);
  });

  it('of half a point with another street keeps that half alone, for the check that comes after', () => {
    expect(after({ street: 'Av. 1', lat: -12.13 })).toEqual({ ...place, street: 'Av. 1', lat: -12.13 });
  });

  it('that was one text needs a street', () => {
    expect(after({ street: 'Av. 1', district: 'Lince' }, 'Av. 2')).toEqual({ street: 'Av. 1', district: 'Lince' });
    expect(() => after({ district: 'Lince' }, 'Av. 2')).toThrow(/street is required/);
  });
});

describe('a merge patch', () => {
  const order = newOrder({ notes: 'timbre', reference: 'R1', metadata: { channel: 'web', campaign: 'x' } });

  it('leaves what it does not name', () => {
    expect(applyPatch(order, {}, 18)).toEqual(order);
  });

  it('removes what it names null, also inside recipient and metadata', () => {
    const patched = applyPatch(
      order,
      { notes: null, reference: null, recipient: { phone: null }, metadata: { campaign: null } },
      18,
    );
    expect(patched).not.toHaveProperty('notes');
    expect(patched).not.toHaveProperty('reference');
    expect(patched.recipient).toEqual({ name: 'Rosa Quispe', locale: 'es-PE' });
    expect(patched.metadata).toEqual({ channel: 'web' });
    expect(applyPatch(order, { metadata: null }, 18)).not.toHaveProperty('metadata');
  });

  it('merges recipient and metadata', () => {
    const patched = applyPatch(order, { recipient: { name: 'Luis' }, metadata: { channel: 'app' } }, 18);
    expect(patched.recipient).toEqual({ ...order.recipient, name: 'Luis' });
    expect(patched.metadata).toEqual({ channel: 'app', campaign: 'x' });
  });

  it('makes a recipient where there was none, in the language that is written to all, and takes one away', () => {
    const { recipient: _, ...without } = order;
    expect(applyPatch(without, { recipient: { name: 'Luis' } }, 18).recipient).toEqual({
      name: 'Luis',
      locale: 'es-PE',
    });
    expect(() => applyPatch(without, { recipient: { phone: '999888777' } }, 18)).toThrow(/name is required/);
    expect(applyPatch(order, { recipient: null }, 18)).not.toHaveProperty('recipient');
  });

  it('recomputes lines and totals of changed products, and of nothing else', () => {
    const patched = applyPatch(order, { products: [{ name: 'Libro', quantity: 3, unit_price: 103 }] }, 18);
    expect(patched).toMatchObject({ subtotal: 309, igv: 56, total: 365, products: [{ subtotal: 309 }] });
    expect(applyPatch(order, { notes: 'y' }, 0)).toMatchObject({ igv: order.igv, total: order.total });
  });

  it('moves the day only with the window', () => {
    const window = { time_window_start: '2026-11-25T14:00:00.000Z', time_window_end: '2026-11-25T18:00:00.000Z' };
    const putOff = { ...order, service_day: '2026-11-30' };
    expect(applyPatch(putOff, { notes: 'y' }, 18).service_day).toBe('2026-11-30');
    const windowed = applyPatch(putOff, window, 18);
    expect(windowed.service_day).toBe('2026-11-25');
    expect(applyPatch(windowed, { time_window_end: '2026-11-25T20:00:00.000Z' }, 18).service_day).toBe('2026-11-25');
    expect(applyPatch(windowed, { time_window_start: null, time_window_end: null }, 18).service_day).toBe('2026-11-21');
  });

  it('does not touch the order that it is given', () => {
    const before = structuredClone(order);
    applyPatch(order, { notes: null, recipient: { phone: null }, products: [] }, 18);
    expect(order).toEqual(before);
  });
});
