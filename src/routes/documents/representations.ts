import { GEOJSON_MEDIA_TYPE, routeGeoJson } from './geojson';
import { GPX_MEDIA_TYPE, routeGpx } from './gpx';
import { encodePolyline } from './polyline';
import { manifestOf } from './manifest';
import { drawingOf, routeLine } from './route-drawing';
import { routeSvg, SVG_MEDIA_TYPE } from './svg-map';
import type { Order } from '../../orders/order';
import type { RouteDto } from '../route.dto';

/** What a route can be read as, by the names that a suffix or `?format=` gives; `Accept` asks for all but the polyline. */
export const FORMAT_NAMES = ['json', 'geojson', 'gpx', 'svg', 'polyline'] as const;
export type Format = (typeof FORMAT_NAMES)[number];

/** The media type of each. */
export const FORMATS = {
  json: 'application/json',
  geojson: GEOJSON_MEDIA_TYPE,
  gpx: GPX_MEDIA_TYPE,
  svg: SVG_MEDIA_TYPE,
  polyline: 'text/plain',
} as const satisfies Readonly<Record<Format, string>>;

/** The media types among which `Accept` chooses; the first is for callers who do not mind. */
export const NEGOTIABLE = FORMAT_NAMES.filter((name) => name !== 'polyline').map((name) => FORMATS[name]);

/** Returns the name of the format that a media type is, if it is one. */
export const formatOf = (mediaType: string): Format | undefined =>
  FORMAT_NAMES.find((name) => FORMATS[name] === mediaType);

/** Returns the id in such a text as `0192….svg`, and the format that its suffix names. */
export function splitSuffix(text: string): { readonly id: string; readonly format?: Format } {
  const dot = text.lastIndexOf('.');
  const format = FORMAT_NAMES.find((name) => name === text.slice(dot + 1));
  return dot < 0 || format === undefined ? { id: text } : { id: text.slice(0, dot), format };
}

/** Returns the route in that format: an object for JSON, text for everything else. Only the printed sheet shows what the orders say. */
export function represent(
  route: RouteDto,
  format: Format,
  orders: ReadonlyMap<string, Order> = new Map(),
): object | string {
  switch (format) {
    case 'json':
      return route;
    case 'geojson':
      return routeGeoJson(drawingOf(route));
    case 'gpx':
      return routeGpx(drawingOf(route));
    case 'svg':
      return routeSvg(drawingOf(route, manifestOf(orders)));
    case 'polyline':
      return encodePolyline(routeLine(drawingOf(route)));
  }
}
