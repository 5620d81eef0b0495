import { encode } from '@googlemaps/polyline-codec';
import type { Coordinates } from '../../geo/coordinates';

/** Decimals of a degree, about a metre: the precision that Google's own readers expect. */
const PRECISION = 5;

/** Returns a line of points in Google's encoded polyline format, at precision 5. */
export const encodePolyline = (points: readonly Coordinates[]): string =>
  encode(
    points.map(({ lat, lon }) => [lat, lon]),
    PRECISION,
  );
