const RFC_3339 = /^(\d{4})-(\d\d)-(\d\d)T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/;

/** No parcel is older, and times computed from a later one would need a fifth digit for the year. */
const EARLIEST = Date.UTC(2000, 0, 1);
const LATEST = Date.UTC(2100, 0, 1);

/**
 * Returns the milliseconds since the epoch of an RFC 3339 date-time of the years 2000 to 2099; `undefined` for any other text, and for a
 * day that the calendar lacks.
 */
export function parseInstant(text: string): number | undefined {
  const match = RFC_3339.exec(text.toUpperCase());
  if (match === null) return undefined;
  const [, year, month, day] = match.map(Number);
  const daysInMonth = new Date(Date.UTC(year ?? 0, month ?? 0, 0)).getUTCDate();
  const instant = Date.parse(text);
  const exists = !Number.isNaN(instant) && (day ?? 0) <= daysInMonth;
  return exists && instant >= EARLIEST && instant < LATEST ? instant : undefined;
}
