import type { Coordinates } from '../../geo/coordinates';
import { present } from '../../kernel/present';
import type { RouteDto, RouteStopDto } from '../route.dto';
import type { ManifestEntry } from './manifest';

/** A named place that a route begins or ends at. */
export interface DrawnPlace extends Coordinates {
  readonly name?: string;
}

/** A stop as it is drawn. */
export interface DrawnStop extends Coordinates {
  /** The stop's number, from 1 in the order of driving. */
  readonly sequence: number;
  readonly order_id: string;
  readonly district?: string;
  /** `district` and `province`: the point is only the middle of a town. */
  readonly precision?: 'point' | 'district' | 'province';
  /** RFC 3339, UTC. */
  readonly arrival_at: string;
  readonly departure_at?: string;
  readonly leg_distance_km: number;
  readonly cumulative_distance_km: number;
  readonly waiting_seconds: number;
  readonly service_seconds: number;
  readonly state?: RouteStopDto['state'];
  /** Only where the stop is closed. */
  readonly outcome?: NonNullable<RouteStopDto['outcome']>;
}

export interface DrawnTotals {
  readonly distance_km: number;
  readonly duration_seconds: number;
  /** How much shorter than by nearest neighbour, in per cent, where that was computed. */
  readonly improvement_pct?: number;
}

/** What the documents of a route are drawn from: its places, stops and totals as plain data. */
export interface RouteDrawing {
  readonly route_id: string;
  readonly driver_id: string;
  readonly status: string;
  /** RFC 3339, UTC: leaving the depot, or the first stop on an open route. */
  readonly departure_at?: string;
  /** Where the route begins. */
  readonly depot?: DrawnPlace;
  /** Whether it goes back there after the last stop. */
  readonly returns_to_depot?: boolean;
  /** Where the route must end instead. */
  readonly end?: DrawnPlace;
  readonly stops: readonly DrawnStop[];
  readonly totals: DrawnTotals;
  /** What a driver needs at each door, by order. Default: nothing personal is drawn. */
  readonly manifest?: ReadonlyMap<string, ManifestEntry>;
  /** Whether distances are estimated, or stops known only by their district. */
  readonly approximate?: boolean;
}

/** Whether nobody goes to a stop: it was closed without a delivery. */
export const isSkipped = ({ state, outcome }: DrawnStop): boolean => state === 'CLOSED' && outcome !== 'SUCCEEDED';

/** Returns the line of the route: depot, the stops that somebody goes to, and depot or end. */
export function routeLine(drawing: RouteDrawing): readonly Coordinates[] {
  const depot = drawing.depot ? [drawing.depot] : [];
  const finish = drawing.end ? [drawing.end] : drawing.returns_to_depot ? depot : [];
  const stops = drawing.stops.filter((stop) => !isSkipped(stop));
  return [...depot, ...stops, ...(stops.length > 0 ? finish : [])];
}

/** Returns what is drawn of a route. */
export function drawingOf(route: RouteDto, manifest?: ReadonlyMap<string, ManifestEntry>): RouteDrawing {
  const { route_id, driver_id, status, departure_at, depot, driver, sequence, baseline, approximate } = route;
  const origin = placeOf(driver.start ?? depot, depot, 'Inicio');
  const end = placeOf(driver.end, depot, 'Final');
  const returns = samePlace(origin, end);
  return {
    route_id,
    driver_id,
    status,
    departure_at,
    returns_to_depot: returns,
    stops: sequence.map((stop) => ({
      sequence: stop.sequence,
      order_id: stop.order_id,
      lat: stop.lat,
      lon: stop.lon,
      precision: stop.precision,
      arrival_at: stop.arrival_at,
      departure_at: stop.departure_at,
      leg_distance_km: stop.leg_distance_km,
      cumulative_distance_km: stop.cumulative_distance_km,
      waiting_seconds: stop.waiting_seconds,
      service_seconds: stop.service_seconds,
      state: stop.state,
      ...present({ district: stop.district, outcome: stop.outcome }),
    })),
    totals: {
      distance_km: route.estimated_distance_km,
      duration_seconds: route.estimated_duration_seconds,
      ...present({ improvement_pct: baseline?.improvement_pct ?? undefined }),
    },
    ...present({ depot: origin, end: returns ? undefined : end, approximate, manifest }),
  };
}

/** Returns where a driver begins or ends: the depot, or a place that is drawn under this name. */
function placeOf(point: Coordinates | undefined, depot: DrawnPlace | undefined, name: string): DrawnPlace | undefined {
  if (point === undefined || samePlace(point, depot)) return point && depot;
  return { lat: point.lat, lon: point.lon, name };
}

const samePlace = (a: Coordinates | undefined, b: Coordinates | undefined): boolean =>
  a !== undefined && a.lat === b?.lat && a.lon === b.lon;
