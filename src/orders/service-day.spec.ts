import { newOrder } from './order.fixture';
import { serviceDayOf, windowOf } from './service-day';

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

describe('the window of an order', () => {
  const evening = { time_window_start: '2026-11-26T00:30:00.000Z', time_window_end: '2026-11-26T03:00:00.000Z' };

  it('is what the shop asked for, or none', () => {
    expect(windowOf(newOrder(evening))).toEqual({ from: evening.time_window_start, until: evening.time_window_end });
    expect(windowOf(newOrder())).toBeUndefined();
  });

  it('keeps its hours on the day to which the order was put off, also over the end of a month', () => {
    const putOff = (service_day: string) => windowOf({ ...newOrder(evening), service_day });
    expect(putOff('2026-11-26')).toEqual({ from: '2026-11-27T00:30:00.000Z', until: '2026-11-27T03:00:00.000Z' });
    expect(putOff('2026-12-02')).toEqual({ from: '2026-12-03T00:30:00.000Z', until: '2026-12-03T03:00:00.000Z' });
    expect(putOff('2026-11-24')).toEqual({ from: '2026-11-25T00:30:00.000Z', until: '2026-11-25T03:00:00.000Z' });
  });
});
