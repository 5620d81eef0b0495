import { Coordinates } from './coordinates';
import { quickMetres } from './distance';
import type { CitySpeeds, TravelSpeeds } from './travel-speeds';

/** Peru keeps UTC-5 all year. */
const UTC_OFFSET_HOURS = -5;

/**
 * Returns road metres for metres as the crow flies: `min(1.20 d + 0.20 km, 2 d)`, fitted on the road networks of two Peruvian cities. Single
 * legs scatter; the total of a route is within 4 to 6 %.
 */
export function roadMetres(straightMetres: number): number {
  return Math.min(1.2 * straightMetres + 200, 2 * straightMetres);
}

/** Returns the city that a place lies in, if any is listed. */
export const cityAt = (point: Coordinates, { cities }: TravelSpeeds): CitySpeeds | undefined =>
  cities.find((city) => quickMetres(city, point) <= city.radius_km * 1000);

/** Returns the hour on the clocks of Peru, 0 to 23. */
export const localHour = (instant: Date): number => (instant.getUTCHours() + UTC_OFFSET_HOURS + 24) % 24;

/** Returns the km/h on streets from here at this moment; without a moment, the city's mean. */
export function streetKmh(from: Coordinates, speeds: TravelSpeeds, departure?: Date): number {
  const city = cityAt(from, speeds);
  if (!city) return speeds.elsewhere_kmh;
  if (!departure) return city.mean_kmh;
  return city.by_hour_kmh[localHour(departure)] ?? city.mean_kmh;
}

const secondsAt = (metres: number, kmh: number): number => (metres * 3.6) / kmh;

/**
 * Returns the seconds that a leg takes: its first kilometres on streets, at the speed that they have where it begins, and the rest on a highway.
 * A longer leg never takes less time than a shorter one from the same place.
 */
export function legSeconds(metres: number, kmhOnStreets: number, { streets_km, highway_kmh }: TravelSpeeds): number {
  const onStreets = Math.min(metres, streets_km * 1_000);
  return secondsAt(onStreets, kmhOnStreets) + secondsAt(metres - onStreets, highway_kmh);
}
