import fc from 'fast-check';
import { trackingIdOf } from '../kernel/ids';
import { computeLines, sumLines } from './order';
import { viewOrder } from './order-shape';
import { newOrder } from './order.fixture';

const product = fc.record({
  name: fc.constant('x'),
  quantity: fc.integer({ min: 1, max: 9_999 }),
  unit_price: fc.nat(100_000_000),
});

describe('totals', () => {
  it('of three lines of S/ 1.03 are 57 céntimos of IGV and 366 in all', () => {
    const lines = computeLines(
      [1, 2, 3].map((n) => ({ name: `l${n}`, quantity: 1, unit_price: 103 })),
      18,
    );
    expect(sumLines(lines)).toEqual({ subtotal: 309, igv: 57, total: 366 });
  });

  it('are always what the lines sum to, in whole céntimos, however large the order', () => {
    fc.assert(
      fc.property(fc.array(product, { maxLength: 100 }), fc.constantFrom(0, 10, 18, 10.5), (products, percent) => {
        const lines = computeLines(products, percent);
        const totals = sumLines(lines);
        const sum = (figures: number[]): bigint => figures.reduce((total, figure) => total + BigInt(figure), 0n);
        expect(BigInt(totals.subtotal)).toBe(sum(lines.map(({ subtotal }) => subtotal)));
        expect(BigInt(totals.igv)).toBe(sum(lines.map(({ igv }) => igv)));
        expect(BigInt(totals.total)).toBe(sum(lines.map(({ total }) => total)));
        expect(totals.subtotal + totals.igv).toBe(totals.total);
        for (const { subtotal, igv, total, quantity, unit_price } of lines)
          expect([subtotal, total]).toEqual([quantity * unit_price, subtotal + igv]);
        for (const figure of Object.values(totals)) expect(Number.isSafeInteger(figure)).toBe(true);
      }),
    );
  });
});

describe('a new order', () => {
  it('takes its instant and its label from its id, and begins its tracker', () => {
    const order = newOrder();
    expect(order).toMatchObject({
      created_at: '2026-11-21T15:04:05.123Z',
      updated_at: '2026-11-21T15:04:05.123Z',
      tracking_id: trackingIdOf(order.order_id),
      status: 'CREATED',
      version: 1,
      event_count: 0,
      last_event_id: order.order_id,
      last_event_at: order.created_at,
    });
    expect(order).not.toHaveProperty('ttl');
  });
});

describe('what the API shows of an order', () => {
  it('is a whitelist: nothing that a later version stores leaks', () => {
    const stored = {
      ...newOrder(),
      ttl: 1,
      status_shard: 'CREATED#3',
      secret: 'x',
      picked_up: true,
      correlation_id: 'c',
    };
    const shown = Object.keys(viewOrder(stored));
    for (const hidden of [
      'ttl',
      'status_shard',
      'secret',
      'picked_up',
      'correlation_id',
      'write_id',
      'event_count',
      'last_event_id',
    ])
      expect(shown).not.toContain(hidden);
    expect(shown).toEqual(
      expect.arrayContaining(['order_id', 'tracking_id', 'version', 'status', 'total', 'recipient']),
    );
  });

  it('leaves out what the order has not', () => {
    expect(viewOrder(newOrder())).not.toHaveProperty('notes');
    expect(viewOrder(newOrder({ notes: 'timbre' }))).toHaveProperty('notes', 'timbre');
  });
});
