import { RouteViewPoint } from './route-view';

/** Google's encoded polyline algorithm; precision 5 is the usual one, 6 that of OSRM's `polyline6`. */
export function encodePolyline(points: readonly RouteViewPoint[], precision = 5): string {
  const factor = 10 ** precision;
  let [lat, lon, text] = [0, 0, ''];
  for (const point of points) {
    const [nextLat, nextLon] = [Math.round(point.lat * factor), Math.round(point.lon * factor)];
    text += encodeNumber(nextLat - lat) + encodeNumber(nextLon - lon);
    [lat, lon] = [nextLat, nextLon];
  }
  return text;
}

/** Arithmetic instead of shifts: a difference of longitudes at precision 6, doubled, does not fit in 31 bits. */
function encodeNumber(value: number): string {
  let rest = value < 0 ? -2 * value - 1 : 2 * value;
  let text = '';
  while (rest >= 32) {
    text += String.fromCharCode((rest % 32) + 32 + 63);
    rest = Math.floor(rest / 32);
  }
  return text + String.fromCharCode(rest + 63);
}
