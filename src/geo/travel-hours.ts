import type { Coordinates } from './coordinates';
import type { DistanceMatrix, MatrixOptions } from './matrix';
import { cityAt, localHour, streetKmh } from './travel-estimate';
import type { TravelSpeeds } from './travel-speeds';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const HOURS = 24;

/** How fast streets are by the hour, as multiples of the speed that a matrix took them to have. */
export interface HourlySpeeds {
  /** The local hour's figures, from midnight on. */
  readonly speeds: readonly number[];
  /** That speed, divided by the one on highways. */
  readonly highway: number;
}

/** How the legs of a matrix change by the hour at which they are driven. */
export interface TravelHours {
  /** A local midnight, in milliseconds since the epoch. */
  readonly midnight: number;
  /** Metres of each leg that are driven on streets. */
  readonly streets_m: number;
  readonly profiles: readonly HourlySpeeds[];
  /** Names for each point a position in `profiles`. */
  readonly profileOf: Int32Array;
}

/** Returns how the legs between these points change by the hour, by what the matrix's own seconds stand for. */
export function travelHours(
  points: readonly Coordinates[],
  { source }: Pick<DistanceMatrix, 'source'>,
  speeds: TravelSpeeds,
  options: MatrixOptions,
): TravelHours {
  const profiles: HourlySpeeds[] = [];
  const known = new Map<string, number>();
  const profileOf = Int32Array.from(points, (point) => {
    const city = cityAt(point, speeds);
    const key = city === undefined ? '' : `${city.lat},${city.lon}`;
    const position = known.get(key);
    if (position !== undefined) return position;
    const basis = basisKmh(point, source, speeds, options);
    const hours = city === undefined ? Array<number>(HOURS).fill(basis) : city.by_hour_kmh;
    known.set(key, profiles.length);
    return profiles.push({ speeds: hours.map((kmh) => kmh / basis), highway: basis / speeds.highway_kmh }) - 1;
  });
  const midnight = midnightBefore(options.departure_at ?? new Date(0));
  return { midnight, streets_m: speeds.streets_km * 1_000, profiles, profileOf };
}

/** The estimate takes a plan's mean; Amazon knows the traffic at the departure; OSRM's roads know no hours. */
function basisKmh(
  point: Coordinates,
  source: DistanceMatrix['source'],
  speeds: TravelSpeeds,
  options: MatrixOptions,
): number {
  switch (source) {
    case 'estimate':
      return spanKmh(point, speeds, options);
    case 'amazon':
      return streetKmh(point, speeds, options.departure_at);
    case 'osrm':
      return streetKmh(point, speeds);
  }
}

/** Returns the mean km/h on streets from here over the hours of a span of a day at most; without an end, at its beginning. */
export function spanKmh(point: Coordinates, speeds: TravelSpeeds, { departure_at, until }: MatrixOptions): number {
  if (departure_at === undefined || until === undefined || !(until > departure_at))
    return streetKmh(point, speeds, departure_at);
  const end = Math.min(until.getTime(), departure_at.getTime() + DAY_MS);
  let sum = 0;
  let hours = 0;
  for (let at = departure_at.getTime(); at < end; at += HOUR_MS, hours++) sum += streetKmh(point, speeds, new Date(at));
  return sum / hours;
}

const midnightBefore = (instant: Date): number =>
  Math.floor(instant.getTime() / HOUR_MS) * HOUR_MS - localHour(instant) * HOUR_MS;
