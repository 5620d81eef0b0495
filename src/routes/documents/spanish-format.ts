/** Figures here are as a Peruvian driver reads them. Peru keeps UTC-5 all year; `Intl` costs a cold start tens of milliseconds. */
const UTC_OFFSET_MS = -5 * 3_600_000;

function localDate(instant: string): Date | undefined {
  const time = Date.parse(instant);
  return Number.isNaN(time) ? undefined : new Date(time + UTC_OFFSET_MS);
}

const two = (value: number): string => String(value).padStart(2, '0');

/** Returns `14:05`, or a dash when there is no time. */
export function localTime(instant: string | undefined): string {
  const date = instant === undefined ? undefined : localDate(instant);
  return date ? `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}` : '–';
}

/** Returns `21/11/2026`, or nothing when there is no time. */
export function localDay(instant: string | undefined): string {
  const date = instant === undefined ? undefined : localDate(instant);
  return date ? `${two(date.getUTCDate())}/${two(date.getUTCMonth() + 1)}/${date.getUTCFullYear()}` : '';
}

/** Returns `3 h 05 min`. */
export function duration(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${two(minutes % 60)} min`;
}

/** Returns `12.3 km`. */
export const distance = (km: number): string => `${km.toFixed(1)} km`;
