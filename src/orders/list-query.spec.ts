import { listAsked, OrdersAsked } from './list-query';

const pointerOf = (asked: OrdersAsked): string | undefined => {
  try {
    listAsked(asked);
    return undefined;
  } catch (error) {
    return (error as { details: { errors: { pointer: string }[] } }).details.errors[0]?.pointer;
  }
};

describe('a query for orders means', () => {
  it.each<[OrdersAsked, object]>([
    [{}, { kind: 'by_time', filter: {} }],
    [
      { customer_id: 'SHOP-1', from: '2026-11-01', to: '2026-11-30' },
      {
        kind: 'by_time',
        filter: {
          customer_id: 'SHOP-1',
          span: { first: '2026-11-01T05:00:00.000Z', last: '2026-12-01T04:59:59.999Z' },
        },
      },
    ],
    [
      { customer_id: 'S', reference: 'P' },
      { kind: 'by_name', filter: { customer_id: 'S', reference: 'P' } },
    ],
    [
      { customer_id: 'S', delivered: '2026-11-27' },
      { kind: 'by_name', filter: { customer_id: 'S', delivered: '2026-11-27' } },
    ],
    [
      { day: '2026-11-27', awaiting: 'route' },
      { kind: 'waiting', filter: { day: '2026-11-27' } },
    ],
    [
      { day: '2026-11-27', awaiting: 'route', district: 'Miraflores' },
      { kind: 'waiting', filter: { day: '2026-11-27', area: '150122' } },
    ],
    [
      { day: '2026-11-27', awaiting: 'route', district: '1501' },
      { kind: 'waiting', filter: { day: '2026-11-27', area: '1501' } },
    ],
    [
      { day: '2026-11-27', awaiting: 'route', district: '000000' },
      { kind: 'waiting', filter: { day: '2026-11-27', area: '000000' } },
    ],
  ])('%j', (asked, list) => {
    expect(listAsked(asked)).toEqual(list);
  });

  it.each<[OrdersAsked, string]>([
    [{ reference: 'P' }, '#/customer_id'],
    [{ delivered: '2026-11-27' }, '#/customer_id'],
    [{ day: '2026-11-27' }, '#/awaiting'],
    [{ awaiting: 'route' }, '#/day'],
    [{ district: 'Miraflores' }, '#/day'],
    [{ day: '2026-11-27', awaiting: 'route', customer_id: 'S' }, '#/customer_id'],
    [{ day: '2026-11-27', awaiting: 'route', status: 'CREATED' }, '#/status'],
    [{ day: '2026-11-27', awaiting: 'route', from: '2026-11-01' }, '#/from'],
    [{ customer_id: 'S', reference: 'P', delivered: '2026-11-27' }, '#/reference'],
    [{ customer_id: 'S', reference: 'P', status: 'CREATED' }, '#/status'],
    [{ day: '2026-11-27', awaiting: 'route', district: '999999' }, '#/district'],
    [{ day: '2026-11-27', awaiting: 'route', district: '15012' }, '#/district'],
    [{ day: '2026-11-27', awaiting: 'route', district: 'Mordor' }, '#/district'],
    [{ from: '2026-11-30', to: '2026-11-01' }, '#/to'],
    [{ from: '2026-11-01T00:00:00.000Z', to: '2026-11-01T00:00:00.000Z' }, '#/to'],
  ])('nothing where it is %j', (asked, pointer) => {
    expect(pointerOf(asked)).toBe(pointer);
  });
});
