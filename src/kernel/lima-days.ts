const DAY = /^(\d{4})-(\d\d)-(\d\d)$/;
const DAY_MS = 86_400_000;

/** Peru keeps UTC-5 all year. */
const LIMA_OFFSET_MS = -5 * 3_600_000;

/** Whether a text is a day of the calendar, `YYYY-MM-DD`, of the years 1999 to 2099: the first hours of 2000 are still 1999 in Lima. */
export function isDay(text: string): boolean {
  const match = DAY.exec(text);
  if (match === null) return false;
  const midnight = Date.parse(`${text}T00:00:00.000Z`);
  const year = Number(match[1]);
  // A day that its month lacks is one of the next month to some parsers.
  return !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(text) && year >= 1999 && year < 2100;
}

/** Returns the day, `YYYY-MM-DD`, that it is in Lima at an instant: milliseconds since the epoch, or RFC 3339. */
export const limaDayOf = (instant: number | string): string =>
  new Date((typeof instant === 'number' ? instant : Date.parse(instant)) + LIMA_OFFSET_MS).toISOString().slice(0, 10);

/** Returns the instant, RFC 3339 UTC, at which a day begins in Lima. */
export const startOfLimaDay = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00.000Z`) - LIMA_OFFSET_MS).toISOString();

/** Returns the instant, RFC 3339 UTC, of a time of the day in Lima, `HH:MM`. */
export function atLimaTime(day: string, time: string): string {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return new Date(Date.parse(startOfLimaDay(day)) + (hours * 60 + minutes) * 60_000).toISOString();
}

/** Returns the day so many days later; earlier where `days` is negative. */
export const dayAfter = (day: string, days = 1): string =>
  new Date(Date.parse(`${day}T00:00:00.000Z`) + days * DAY_MS).toISOString().slice(0, 10);

/** Returns how many days lie between two days; negative where the second is the earlier one. */
export const daysFrom = (day: string, other: string): number => (Date.parse(other) - Date.parse(day)) / DAY_MS;

/** Returns the same time of day, RFC 3339 UTC, so many days later: no day in Peru is longer than another. */
export const daysLater = (instant: string, days: number): string =>
  new Date(Date.parse(instant) + days * DAY_MS).toISOString();

export const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** Returns the weekday of a day, `YYYY-MM-DD`. */
export const weekdayOf = (day: string): Weekday => WEEKDAYS[new Date(`${day}T00:00:00.000Z`).getUTCDay()] ?? 'SUN';
