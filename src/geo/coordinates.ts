import { PERU_OUTLINE } from './data/outline.data';

export interface Coordinates {
  /** Degrees, WGS 84. */
  readonly lat: number;
  readonly lon: number;
}

export type CoordinateFault = 'not_a_number' | 'latitude_out_of_range' | 'longitude_out_of_range';

/** Returns what makes a pair of figures no place on Earth, or `undefined`. Poles and the date line (180 = -180) are places. */
export function coordinateFault({
  lat,
  lon,
}: {
  readonly lat: unknown;
  readonly lon: unknown;
}): CoordinateFault | undefined {
  if (typeof lat !== 'number' || typeof lon !== 'number' || Number.isNaN(lat) || Number.isNaN(lon))
    return 'not_a_number';
  if (Math.abs(lat) > 90) return 'latitude_out_of_range';
  if (Math.abs(lon) > 180) return 'longitude_out_of_range';
  return undefined;
}

type Ring = readonly (readonly [number, number])[];

let ring: Ring | undefined;

function outline(): Ring {
  ring ??= PERU_OUTLINE.trim()
    .split(' ')
    .map((pair) => {
      const [lon = NaN, lat = NaN] = pair.split(',').map(Number);
      return [lon, lat] as const;
    });
  return ring;
}

/** The outline is generalised to 1:50m and islands are left out: within this of it, a point may be in Peru. */
const TOLERANCE_KM = 20;
const KM_PER_DEGREE = 111.2;

/** Whether the point lies outside Peru for certain: abroad, or over 20 km out at sea. */
export function outsidePeru({ lat, lon }: Coordinates): boolean {
  let inside = false;
  let nearest = Infinity;
  const points = outline();
  const shrink = Math.cos((lat * Math.PI) / 180);
  for (let i = 0; i < points.length; i++) {
    const [x1, y1] = points[i] ?? [0, 0];
    const [x2, y2] = points[(i + 1) % points.length] ?? [0, 0];
    if (y1 > lat !== y2 > lat && lon < x1 + ((lat - y1) / (y2 - y1)) * (x2 - x1)) inside = !inside;
    const [dx, dy, px, py] = [(x2 - x1) * shrink, y2 - y1, (lon - x1) * shrink, lat - y1];
    const along = Math.max(0, Math.min(1, (px * dx + py * dy) / (dx * dx + dy * dy || 1)));
    nearest = Math.min(nearest, Math.hypot(px - along * dx, py - along * dy));
  }
  return !inside && nearest * KM_PER_DEGREE > TOLERANCE_KM;
}
