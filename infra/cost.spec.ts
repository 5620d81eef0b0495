import { readFileSync } from 'node:fs';
import { Measured, monthlyBill, PER_ORDER, total } from '../bench/cost/model';

const measured = JSON.parse(readFileSync('bench/cost/measured.json', 'utf8')) as Measured;
const nothing = { keys: 0, alarms: 0, dashboards: 0, waf: false, backups: false };

describe('the cost model', () => {
  it("keeps dev within the seeds' 20 USD", () => {
    expect(total(monthlyBill(30, measured, { ...nothing, alarms: 29, dashboards: 1 }, true))).toBeLessThan(20);
  });

  it('never costs more with the free tier, and more with more orders', () => {
    for (const orders of [30, 1_000, 1_000_000]) {
      const [free, full] = [true, false].map((gift) => total(monthlyBill(orders, measured, nothing, gift)));
      expect(free).toBeLessThanOrEqual(full ?? 0);
      expect(total(monthlyBill(orders * 2, measured, nothing, true))).toBeGreaterThan(free ?? 0);
    }
  });

  it('counts API Gateway by the request', () => {
    const bill = monthlyBill(1_000, measured, nothing, false);
    expect(bill['API Gateway']).toBeCloseTo((1_000 * 30.4 * PER_ORDER.requests * 3.5) / 1e6, 6);
  });
});
