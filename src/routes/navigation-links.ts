import type { Coordinates } from '../geo/coordinates';

export interface NavigationLinks {
  readonly waze: string;
  readonly google_maps: string;
}

/** Returns degrees as a text. Six decimals are 0.1 m; an exponent (`1e-7`) is no coordinate to either application. */
const degrees = (value: number): string =>
  value
    .toFixed(6)
    .replace(/\.?0+$/, '')
    .replace(/^-0$/, '0');

/**
 * Returns links that open the driver's navigation to a stop: Waze deep links and Google's Maps URLs (`api=1`), neither of which
 * needs a key.
 */
export function navigationLinks({ lat, lon }: Coordinates): NavigationLinks {
  const place = encodeURIComponent(`${degrees(lat)},${degrees(lon)}`);
  return {
    waze: `https://waze.com/ul?ll=${place}&navigate=yes`,
    google_maps: `https://www.google.com/maps/dir/?api=1&destination=${place}&travelmode=driving`,
  };
}
