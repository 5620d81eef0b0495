import { limaDayOf } from '../kernel/lima-days';
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
