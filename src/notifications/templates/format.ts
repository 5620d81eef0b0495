import type { Centimos } from '../../kernel/money';
import type { Address } from '../../orders/order';
import type { Locale } from '../notification';

/** `S/ 1,234.50` */
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

/** Made when first used: the formatters take longer to make than a whole letter. */
const made = new Map<Locale, ReturnType<typeof parts>>();

function formatters(locale: Locale): ReturnType<typeof parts> {
  const known = made.get(locale) ?? parts(locale);
  made.set(locale, known);
  return known;
}

/** Some mail programs show the locale data's narrow no-break space as a box. */
const withoutNarrow = (text: string): string => text.replaceAll('\u202f', '\u00a0');

export const day = (instant: string, locale: Locale): string =>
  withoutNarrow(formatters(locale).day.format(new Date(instant)));

/** Never broken over two lines. */
export const time = (instant: string, locale: Locale): string =>
  withoutNarrow(formatters(locale).time.format(new Date(instant))).replaceAll(' ', '\u00a0');

export const dayAndTime = (instant: string, locale: Locale): string =>
  `${day(instant, locale)}, ${time(instant, locale)}`;

/** `sábado, 21 de noviembre, 9:00 a. m. – 1:00 p. m.`; two days are both named. */
export function timeRange(start: string, end: string, locale: Locale): string {
  const sameDay = day(start, locale) === day(end, locale);
  return `${dayAndTime(start, locale)} – ${sameDay ? time(end, locale) : dayAndTime(end, locale)}`;
}

/** One line: where the courier goes. */
export function addressLine(address: string | Address): string {
  if (typeof address === 'string') return oneLine(address, 200);
  const { street, district, province, reference } = address;
  const places = [street, district, province === district ? undefined : province].filter((part) => part !== undefined);
  return oneLine(places.join(', ') + (reference === undefined ? '' : ` (${reference})`), 200);
}

/** Line breaks, other control characters and those that turn the writing direction: a name must not lay out our letter. */
const UNPRINTABLE = /[\p{Cc}\p{Bidi_Control}\u2028\u2029]+/gu;

/** What someone typed, on one line and not without end. */
export function oneLine(text: string, longest = 80): string {
  const line = text.replace(UNPRINTABLE, ' ').replace(/ {2,}/g, ' ').trim();
  const characters = Array.from(line);
  return characters.length <= longest ? line : `${characters.slice(0, longest - 1).join('')}…`;
}

const OUTSIDE_GSM: Readonly<Record<string, string>> = {
  á: 'a',
  í: 'i',
  ó: 'o',
  ú: 'u',
  Á: 'A',
  Í: 'I',
  Ó: 'O',
  Ú: 'U',
};

/** A text message with á, í, ó or ú, which GSM's alphabet lacks, holds 70 characters instead of 160 and costs double. */
export const gsmText = (text: string): string => text.replace(/[áíóúÁÍÓÚ]/g, (letter) => OUTSIDE_GSM[letter] ?? letter);
