import type { Centimos } from '../kernel/money';
import type { DeliveryAddress } from '../orders/order';
import { defanged } from './defang';
import type { Locale } from './locale';

/** Returns an amount in soles as Peru writes it: `S/ 1,234.50`. */
export function money(amount: Centimos): string {
  const [sign, absolute] = amount < 0 ? ['-', -amount] : ['', amount];
  const soles = String(Math.floor(absolute / 100)).replace(/\B(?=(\d{3})+$)/g, ',');
  return `${sign}S/ ${soles}.${String(absolute % 100).padStart(2, '0')}`;
}

const TIME_ZONE = 'America/Lima';

const parts = (locale: Locale) => {
  const day = new Intl.DateTimeFormat(locale, { timeZone: TIME_ZONE, weekday: 'long', day: 'numeric', month: 'long' });
  const time = new Intl.DateTimeFormat(locale, {
    timeZone: TIME_ZONE,
    hour: 'numeric',
    minute: '2-digit',
    hour12: true,
  });
  return { day, time };
};

/** Each language's formatters, made when first used: making them takes longer than writing a whole letter. */
const made = new Map<Locale, ReturnType<typeof parts>>();

function formatters(locale: Locale): ReturnType<typeof parts> {
  const known = made.get(locale) ?? parts(locale);
  made.set(locale, known);
  return known;
}

/** Takes out the narrow no-break space of the locale data, which some mail programs show as a box. */
const withoutNarrow = (text: string): string => text.replaceAll('\u202f', '\u00a0');

/** Returns the day of an instant in Lima: `sábado, 21 de noviembre`. */
export const dayInWords = (instant: string, locale: Locale): string =>
  withoutNarrow(formatters(locale).day.format(new Date(instant)));

/** Returns the time of day of an instant in Lima, `9:00 a. m.`, which is never broken over two lines. */
export const time = (instant: string, locale: Locale): string =>
  withoutNarrow(formatters(locale).time.format(new Date(instant))).replaceAll(' ', '\u00a0');

/** Returns day and time of an instant in Lima: `sábado, 21 de noviembre, 9:00 a. m.`. */
export const dayAndTime = (instant: string, locale: Locale): string =>
  `${dayInWords(instant, locale)}, ${time(instant, locale)}`;

/** Returns a time window in Lima: `sábado, 21 de noviembre, 9:00 a. m. – 1:00 p. m.`. Where it ends on another day, both are named. */
export function timeRange(start: string, end: string, locale: Locale): string {
  const sameDay = dayInWords(start, locale) === dayInWords(end, locale);
  return `${dayAndTime(start, locale)} – ${sameDay ? time(end, locale) : dayAndTime(end, locale)}`;
}

/** Returns where the courier goes, on one line. */
export function addressLine(address: DeliveryAddress): string {
  if (typeof address === 'string') return oneLine(address, 200);
  const { street, district, province, reference } = address;
  const places = [street, district, province === district ? undefined : province].filter((part) => part !== undefined);
  return oneLine(places.join(', ') + (reference === undefined ? '' : ` (${reference})`), 200);
}

/** Line breaks, other control characters and those that turn the writing direction: a name must not change a letter's layout. */
const UNPRINTABLE = /[\p{Cc}\p{Bidi_Control}\u2028\u2029]+/gu;

/** Returns what someone typed on one line, without anything that a mail program would make a link of, cut after `longest` characters. */
export function oneLine(text: string, longest = 80): string {
  const line = defanged(text.replace(UNPRINTABLE, ' ')).replace(/ {2,}/g, ' ').trim();
  const characters = Array.from(line);
  return characters.length <= longest ? line : `${characters.slice(0, longest - 1).join('')}…`;
}
