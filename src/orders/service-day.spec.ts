import { newOrder } from './order.fixture';
import { serviceDayOf } from './service-day';

describe('the day of an order', () => {
  it('is the one in Lima on which its window begins', () => {
    const evening = { time_window_start: '2026-11-26T00:30:00.000Z', time_window_end: '2026-11-26T03:00:00.000Z' };
    expect(newOrder(evening).service_day).toBe('2026-11-25');
  });

  it('is without a window the one in Lima on which it was made', () => {
    expect(newOrder().service_day).toBe('2026-11-21');
    expect(serviceDayOf({ created_at: '2026-11-22T04:59:00.000Z' })).toBe('2026-11-21');
  });
});
