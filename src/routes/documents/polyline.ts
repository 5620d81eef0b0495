import type { Coordinates } from '../../geo/coordinates';

/** Degrees are cut to five decimals, about a metre: the precision that Google's own readers expect. */
const FACTOR = 1e5;

/** Returns a line of points in Google's encoded polyline format, at precision 5. */
export function encodePolyline(points: readonly Coordinates[]): string {
  let [lat, lon, text] = [0, 0, ''];
  for (const point of points) {
    const [nextLat, nextLon] = [Math.round(point.lat * FACTOR), Math.round(point.lon * FACTOR)];
    text += encodeNumber(nextLat - lat) + encodeNumber(nextLon - lon);
    [lat, lon] = [nextLat, nextLon];
  }
  return text;
}

/**
 * Returns one figure of the format: the sign goes into the lowest bit; then five bits a character, the lowest first, each but the
 * last marked by a sixth bit.
 */
function encodeNumber(value: number): string {
  let rest = value < 0 ? ~(value << 1) : value << 1;
  let text = '';
  while (rest >= 0x20) {
    text += String.fromCharCode((0x20 | (rest & 0x1f)) + 63);
    rest >>= 5;
  }
  return text + String.fromCharCode(rest + 63);
}
