import { newOrderId } from '../kernel/ids';
import { createOrder, Order } from '../orders/order';
import type { ParcelStatus } from '../orders/states';
import { orderAfter } from '../tracking/order-after';
import { decide, TrackingEvent } from '../tracking/tracker';
import { eventKey } from '../notifications/delivery';
import { byOrderId, freeze } from '../routes/route';
import { routeOver } from '../routes/route.fixture';
import { audit, Finding, Snapshot } from './audit';

const T0 = Date.parse('2026-11-21T10:00:00.000Z');
const at = (minute: number): string => new Date(T0 + minute * 60_000).toISOString();

/** Stores that keep every promise: one delivered order, told of each event. */
function sound(statuses: ParcelStatus[] = ['PICKED_UP', 'OUT_FOR_DELIVERY', 'DELIVERED']): Snapshot & { order: Order } {
  let order = createOrder(
    {
      customer_id: 'SHOP-1',
      recipient: { name: 'Rosa', locale: 'es-PE' },
      products: [{ name: 'Libro', quantity: 3, unit_price: 103 }],
      delivery_address: 'Lima',
    },
    { orderId: newOrderId(T0), writeId: 'w', igvPercent: 18 },
  );
  let events: TrackingEvent[] = [];
  statuses.forEach((status, i) => {
    const report = { event_id: `e${i}`, status, occurred_at: at(i + 1) };
    const decision = decide(order, events, report, {
      recordedAt: at(i + 1),
      ttl: 9_000_000_000,
      actor: { role: 'system', subject: 'test' },
    });
    if (decision.kind !== 'append') throw new Error(decision.kind);
    order = { ...orderAfter(order, decision), version: order.version + 1 };
    events = [...events, decision.event].map((event) =>
      order.ttl === undefined ? event : { ...event, ttl: order.ttl },
    );
  });
  const told = [order.order_id, ...events.map(({ event_id }) => event_id)];
  return {
    order,
    orders: [order],
    heads: [],
    routes: [],
    events,
    deliveries: new Map(told.map((event_id) => [eventKey({ tracking_id: order.tracking_id, event_id }), 'sent'])),
    queueDepths: { 'orders-queue': 0 },
    accepted: [order.order_id],
    toldSince: at(-1),
  };
}

const kinds = (snapshot: Snapshot): Finding['kind'][] => audit(snapshot).map(({ kind }) => kind);

describe('the audit', () => {
  it('finds nothing where every promise is kept', () => {
    expect(audit(sound())).toEqual([]);
    expect(audit(sound(['PICKED_UP']))).toEqual([]);
  });

  it.each<[string, (snapshot: Snapshot & { order: Order }) => Snapshot, Finding['kind']]>([
    ['an accepted order that is gone', (s) => ({ ...s, orders: [], events: [] }), 'lost'],
    ['an order nobody was told of', (s) => ({ ...s, accepted: [] }), 'doubled'],
    [
      'a status that its tracker does not have',
      (s) => ({ ...s, orders: [{ ...s.order, status: 'RETURNED' }] }),
      'disagreeing',
    ],
    ['totals that are not the sums', (s) => ({ ...s, orders: [{ ...s.order, total: 1 }] }), 'disagreeing'],
    ['an attempt that was not counted', (s) => ({ ...s, orders: [{ ...s.order, attempt_count: 1 }] }), 'disagreeing'],
    ['a lost event', (s) => ({ ...s, events: s.events.slice(0, -1) }), 'disagreeing'],
    ['an event without a tracker', (s) => ({ ...s, orders: [], accepted: [] }), 'disagreeing'],
    [
      'an event with another end of life',
      (s) => ({ ...s, events: s.events.map((e) => ({ ...e, ttl: 1 })) }),
      'disagreeing',
    ],
    [
      'two events of one version',
      (s) => ({ ...s, events: s.events.map((e) => ({ ...e, head_version: 2 })) }),
      'doubled',
    ],
    ['an event nobody took up', (s) => ({ ...s, deliveries: new Map([...s.deliveries].slice(1)) }), 'untold'],
    [
      'a telling begun and not ended',
      (s) => ({ ...s, deliveries: new Map([...s.deliveries].map(([key]) => [key, 'sending'])) }),
      'untold',
    ],
    ['a message left', (s) => ({ ...s, queueDepths: { 'relay-dlq': 1 } }), 'left_over'],
  ])('finds %s', (_, breakIt, kind) => {
    expect(kinds(breakIt(sound()))).toContain(kind);
  });

  it('asks only of what was told: neither of what a silent event made, nor of what moved nothing', () => {
    const { order, events, ...rest } = sound(['OUT_FOR_DELIVERY']);
    const decision = decide(
      order,
      events,
      { event_id: 'back', status: 'IN_TRANSIT', reason_code: 'CARRIED_OVER', occurred_at: at(9) },
      { recordedAt: at(9), ttl: 1, actor: { role: 'system', subject: 'test' } },
    );
    if (decision.kind !== 'append') throw new Error(decision.kind);
    const after = { ...orderAfter(order, decision), version: order.version + 1 };
    expect(audit({ ...rest, orders: [after], events: [...events, decision.event] })).toEqual([]);
  });

  it('finds parcels that a route has left behind, and none that it delivered or still has', () => {
    const { order, ...rest } = sound(['OUT_FOR_DELIVERY']);
    const route = { ...routeOver([order]).route, route_id: 'r1' };
    const on = { ...rest, orders: [{ ...order, route_id: 'r1', driver_id: 'DRV001' }] };
    const stranded = (snapshot: Snapshot): string[] =>
      audit(snapshot).flatMap(({ kind, detail }) => (kind === 'stranded' ? [detail] : []));
    expect(stranded({ ...on, routes: [{ ...route, status: 'STARTED' }] })).toEqual([]);
    expect(stranded({ ...on, routes: [{ ...route, status: 'COMPLETED' }] })).toEqual([
      'is OUT_FOR_DELIVERY on route r1, which is COMPLETED',
      'is COMPLETED and has stops without an outcome',
    ]);
    expect(stranded(on)).toEqual(['is OUT_FOR_DELIVERY on route r1, which is gone']);
    const { order: delivered, ...others } = sound();
    const ended = freeze({ ...route, status: 'COMPLETED' }, byOrderId([{ ...delivered, route_id: 'r1' }]));
    expect(stranded({ ...others, orders: [{ ...delivered, route_id: 'r1' }], routes: [ended] })).toEqual([]);
  });

  it('does not ask for tellings older than what is kept', () => {
    expect(audit({ ...sound(), deliveries: new Map(), toldSince: at(1_000) })).toEqual([]);
  });
});
