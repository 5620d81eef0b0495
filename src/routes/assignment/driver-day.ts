import { limaDayOf } from '../../kernel/lima-days';
import type { Route } from '../route';

/** When a route keeps its driver, as planned. */
export interface BusyInterval {
  readonly route_id: string;
  /** Instants: its departure, and when it is to end. */
  readonly from: string;
  readonly until: string;
}

/** The planned intervals of one driver that touch one day in Lima. */
export interface DriverDay {
  /** `driver_id#service_day` */
  readonly driver_day: string;
  readonly version: number;
  readonly intervals: readonly BusyInterval[];
  /** Routes of the day that the driver handed over: their closed stops are part of the driver's day. */
  readonly handed_over?: readonly string[];
  /** Names the write that made this version. */
  readonly write_id: string;
  /** Seconds since the epoch: some days after the last interval. */
  readonly ttl: number;
}

/** A route that keeps a driver when another one would. */
export interface DriverConflict {
  readonly driver_id: string;
  readonly busy: BusyInterval;
}

type Planned = Pick<Route, 'route_id' | 'driver_id' | 'departure_at' | 'estimated_duration_seconds'>;

const DAY_MS = 86_400_000;

/** Returns when a route keeps its driver. */
export function intervalOf({ route_id, departure_at, estimated_duration_seconds }: Planned): BusyInterval {
  const until = new Date(Date.parse(departure_at) + estimated_duration_seconds * 1_000).toISOString();
  return { route_id, from: departure_at, until };
}

/** Returns the ids of the days in Lima that a route touches; its end alone touches none. */
export function driverDaysOf(route: Planned): string[] {
  const { from, until } = intervalOf(route);
  const days = new Set([limaDayOf(from)]);
  for (let at = Date.parse(from) + DAY_MS; at < Date.parse(until); at += DAY_MS) days.add(limaDayOf(at));
  if (until > from) days.add(limaDayOf(Date.parse(until) - 1));
  return [...days].map((day) => `${route.driver_id}#${day}`);
}

/** Whether two intervals have a moment in common; one may begin when the other ends. */
export const intersect = (a: BusyInterval, b: BusyInterval): boolean => a.from < b.until && b.from < a.until;
