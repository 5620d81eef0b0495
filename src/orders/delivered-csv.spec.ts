import { parse } from 'csv-parse/sync';
import { DELIVERED_COLUMNS, deliveredCsv } from './delivered-csv';
import { newOrder } from './order.fixture';

const FORMULAS = ['=1+1', '+51999', '-2', '@SUM(A1)', '\t=1', '\r=1', '=HYPERLINK("http://x","y")'];

describe('deliveries as CSV', () => {
  it('are a line of names and a line for each, money in céntimos', () => {
    const order = { ...newOrder({ reference: 'Pedido "1", azul' }), delivered_at: '2026-11-23T15:20:00.000Z' };
    const [line, ...rest] = parse(deliveredCsv([order]), { columns: true });
    expect(rest).toEqual([]);
    expect(line).toMatchObject({
      customer_id: 'SHOP-1',
      reference: 'Pedido "1", azul',
      order_id: order.order_id,
      delivered_at: order.delivered_at,
      driver_id: '',
      subtotal: '15900',
      igv: '2862',
      total: '18762',
      currency: 'PEN',
    });
  });

  it.each(FORMULAS)('never begin a formula: %j', (reference) => {
    const [, line] = parse(deliveredCsv([newOrder({ reference })]), { relax_column_count: true });
    expect(line?.[1]).toBe(`'${reference}`);
  });

  it('of none are the names alone', () => {
    expect(deliveredCsv([])).toBe(`${DELIVERED_COLUMNS.join(',')}\r\n`);
  });
});
