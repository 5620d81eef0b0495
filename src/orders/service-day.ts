import { daysFrom, daysLater, limaDayOf } from '../kernel/lima-days';
import type { OrderDto } from './order-response.dto';

/** What decides on which day an order is to be delivered, where nobody has put it off. */
type DayGiver = Pick<OrderDto, 'created_at' | 'time_window_start'>;

/** Returns the day, `YYYY-MM-DD` in Lima, on which an order is to be delivered: that of its time window, else that of its creation. */
export const serviceDayOf = ({ time_window_start, created_at }: DayGiver): string =>
  limaDayOf(time_window_start ?? created_at);

/**
 * Returns the day on which an order is to be delivered after a change by its shop. A new window decides it, and one that is taken away
 * leaves it to the day of creation; any other change leaves the day as it is, also where a recipient has put it off.
 */
export const serviceDayAfter = (before: DayGiver & Pick<OrderDto, 'service_day'>, changed: DayGiver): string =>
  before.time_window_start === changed.time_window_start ? before.service_day : serviceDayOf(changed);

/** When an order may be delivered, RFC 3339 UTC. */
export interface DeliveryWindow {
  readonly from: string;
  readonly until: string;
}

type Windowed = Pick<OrderDto, 'time_window_start' | 'time_window_end' | 'service_day'>;

/** Returns the time window of an order on the day on which it is to be delivered: one that was put off keeps its hours. */
export function windowOf({ time_window_start, time_window_end, service_day }: Windowed): DeliveryWindow | undefined {
  if (time_window_start === undefined || time_window_end === undefined) return undefined;
  const off = daysFrom(limaDayOf(time_window_start), service_day);
  return { from: daysLater(time_window_start, off), until: daysLater(time_window_end, off) };
}
