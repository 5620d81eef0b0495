import { present } from '../../kernel/present';
import { GEOJSON_MEDIA_TYPE, routeGeoJson } from './geojson';
import { GPX_MEDIA_TYPE, routeGpx } from './gpx';
import { encodePolyline } from './polyline';
import { routeLine, RouteView as DrawnRoute } from './route-view';
import { routeSvg, SVG_MEDIA_TYPE } from './svg-map';
import type { Depot, Point, RouteView } from '../route';

/** What a route can be read as, by the name that a suffix or `?format=` gives; `Accept` asks for all but the polyline. */
export const FORMATS = {
  json: 'application/json',
  geojson: GEOJSON_MEDIA_TYPE,
  gpx: GPX_MEDIA_TYPE,
  svg: SVG_MEDIA_TYPE,
  polyline: 'text/plain',
} as const;
export type Format = keyof typeof FORMATS;
export const FORMAT_NAMES = Object.keys(FORMATS) as Format[];

/** The media types among which `Accept` chooses; the first is for callers who do not mind. */
export const NEGOTIABLE = FORMAT_NAMES.filter((name) => name !== 'polyline').map((name) => FORMATS[name]);

export const formatOf = (mediaType: string): Format | undefined =>
  FORMAT_NAMES.find((name) => FORMATS[name] === mediaType);

/** `0192….svg`: an id and what it is wanted as. */
export function splitSuffix(text: string): { readonly id: string; readonly format?: Format } {
  const dot = text.lastIndexOf('.');
  const format = FORMAT_NAMES.find((name) => name === text.slice(dot + 1));
  return dot < 0 || format === undefined ? { id: text } : { id: text.slice(0, dot), format };
}

/** The route in that format: an object for JSON, text for everything else. */
export function represent(route: RouteView, format: Format): object | string {
  switch (format) {
    case 'json':
      return route;
    case 'geojson':
      return routeGeoJson(drawn(route));
    case 'gpx':
      return routeGpx(drawn(route));
    case 'svg':
      return routeSvg(drawn(route));
    case 'polyline':
      return encodePolyline(routeLine(drawn(route)));
  }
}

/** A driver may begin and end elsewhere than at the depot; where they do not, it is drawn under its own name. */
function placeOf(point: Point | undefined, depot: Depot | undefined, name: string): Depot | undefined {
  if (point === undefined || samePlace(point, depot)) return point && depot;
  return { lat: point.lat, lon: point.lon, name };
}

const samePlace = (a: Point | undefined, b: Point | undefined): boolean =>
  a !== undefined && a.lat === b?.lat && a.lon === b.lon;

function drawn(route: RouteView): DrawnRoute {
  const { route_id, driver_id, status, departure_at, depot, driver, sequence, baseline, approximate } = route;
  const origin = placeOf(driver.start ?? depot, depot, 'Inicio');
  const end = placeOf(driver.end, depot, 'Final');
  const returns = samePlace(origin, end);
  return {
    route_id,
    driver_id,
    status,
    departure_at,
    ...present({ depot: origin }),
    returns_to_depot: returns,
    ...present({ end: returns ? undefined : end }),
    stops: sequence.map((stop) => ({
      sequence: stop.sequence,
      order_id: stop.order_id,
      lat: stop.lat,
      lon: stop.lon,
      ...present({ district: stop.district }),
      precision: stop.precision,
      arrival_at: stop.arrival_at,
      departure_at: stop.departure_at,
      leg_distance_km: stop.leg_distance_km,
      cumulative_distance_km: stop.cumulative_distance_km,
      waiting_seconds: stop.waiting_seconds,
      service_seconds: stop.service_seconds,
    })),
    totals: {
      distance_km: route.estimated_distance_km,
      duration_seconds: route.estimated_duration_seconds,
      ...present({ improvement_pct: baseline?.improvement_pct ?? undefined }),
    },
    ...present({ approximate }),
  };
}
