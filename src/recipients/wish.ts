import { dayAfter, limaDayOf, Weekday, weekdayOf } from '../kernel/lima-days';
import type { StoppableChannel } from '../orders/opt-outs';
import type { Order } from '../orders/order';
import type { TrackingEvent } from '../tracking/tracker';
import { isStillToCome } from './parcel-view';

/** What the recipient asks for on the page. */
export type AskedWish =
  | { readonly kind: 'reschedule'; readonly day: string }
  | { readonly kind: 'note' | 'neighbour' | 'safe_place'; readonly message: string }
  | { readonly kind: 'opt_out' | 'opt_in'; readonly channel: StoppableChannel };

/** Why a wish is not taken. */
export type WishRefusal = 'tooLate' | 'onceADay' | 'badDay' | 'empty' | 'full';

/** The days on which the courier delivers. */
export interface DeliveryDays {
  readonly WORKING_DAYS: readonly Weekday[];
  readonly HOLIDAYS: readonly string[];
}

/** Days ahead that may be asked for. */
const MAX_DAYS_AHEAD = 5;

/** Returns the days that may be asked for, `YYYY-MM-DD`, the nearest first. */
export function offeredDays(order: Order, today: string, { WORKING_DAYS, HOLIDAYS }: DeliveryDays): string[] {
  const days = Array.from({ length: MAX_DAYS_AHEAD }, (_, i) => dayAfter(today, i + 1));
  return days.filter(
    (day) => WORKING_DAYS.includes(weekdayOf(day)) && !HOLIDAYS.includes(day) && day !== order.service_day,
  );
}

/** Whether the recipient has asked for another day today already. */
export const hasAskedToday = (history: readonly TrackingEvent[], today: string): boolean =>
  history.some(({ kind, occurred_at }) => kind === 'reschedule' && limaDayOf(occurred_at) === today);

/** Returns why a wish is not taken now; `undefined` where it is. */
export function wishRefusal(
  wish: AskedWish,
  order: Order,
  history: readonly TrackingEvent[],
  today: string,
  days: DeliveryDays,
): WishRefusal | undefined {
  if ('channel' in wish) return undefined;
  if (!isStillToCome(order)) return 'tooLate';
  if (wish.kind !== 'reschedule') return wish.message === '' ? 'empty' : undefined;
  if (hasAskedToday(history, today)) return 'onceADay';
  return offeredDays(order, today, days).includes(wish.day) ? undefined : 'badDay';
}

/** Whether a wish asks for what holds already, as a form that is sent twice does. */
export function isGranted(wish: AskedWish, order: Order, history: readonly TrackingEvent[]): boolean {
  if ('channel' in wish) return (order.opted_out?.includes(wish.channel) === true) === (wish.kind === 'opt_out');
  const last = history.findLast(({ kind }) => kind === wish.kind);
  return wish.kind === 'reschedule' ? last?.reschedule_to === wish.day : last?.message === wish.message;
}
