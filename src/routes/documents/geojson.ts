import type { BBox, Feature, FeatureCollection, LineString, MultiLineString, Point, Position } from 'geojson';
import type { Coordinates } from '../../geo/coordinates';
import { present } from '../../kernel/present';
import { navigationLinks } from '../navigation-links';
import { encodePolyline } from './polyline';
import { DrawnPlace, isSkipped, RouteDrawing, routeLine } from './route-drawing';

export const GEOJSON_MEDIA_TYPE = 'application/geo+json';

/** Returns degrees with seven decimals, which are a centimetre; more would feign precision (RFC 7946, 11.2). */
const round = (value: number): number => Math.round(value * 1e7) / 1e7;
const position = ({ lat, lon }: Coordinates): Position => [round(lon), round(lat)];

/** Returns the line, cut where it crosses the date line (RFC 7946, 3.1.9). */
function lineOf(points: readonly Coordinates[]): LineString | MultiLineString {
  const parts: Position[][] = [[]];
  points.forEach((point, i) => {
    const before = points[i - 1];
    if (before && Math.abs(point.lon - before.lon) > 180) {
      const side = before.lon < 0 ? -180 : 180;
      const span = 360 - Math.abs(point.lon - before.lon);
      const share = span === 0 ? 0 : (180 - Math.abs(before.lon)) / span;
      const lat = round(before.lat + (point.lat - before.lat) * share);
      parts.at(-1)?.push([side, lat]);
      parts.push([[-side, lat]]);
    }
    parts.at(-1)?.push(position(point));
  });
  return parts.length > 1
    ? { type: 'MultiLineString', coordinates: parts }
    : { type: 'LineString', coordinates: parts[0] ?? [] };
}

/** Returns west, south, east, north; across the date line west is the greater number (RFC 7946, 5.2). */
export function boundingBox(points: readonly Coordinates[]): BBox | undefined {
  if (points.length === 0) return undefined;
  const lats = points.map(({ lat }) => lat);
  const lons = points.map(({ lon }) => ((lon % 360) + 360) % 360).sort((a, b) => a - b);
  // The points lie outside of the widest gap between neighbours on the circle.
  let [gap, east] = [-1, 0];
  lons.forEach((lon, i) => {
    const next = lons[i + 1] ?? (lons[0] ?? 0) + 360;
    // On a tie the gap over the date line stays open, so that a box is cut there only when it must be.
    if (next - lon > gap) [gap, east] = [next - lon, i];
  });
  const signed = (lon: number): number => round(lon > 180 ? lon - 360 : lon);
  const west = lons[(east + 1) % lons.length] ?? 0;
  return [signed(west), round(Math.min(...lats)), signed(lons[east] ?? 0), round(Math.max(...lats))];
}

function placeFeature(kind: 'depot' | 'end', place: DrawnPlace): Feature<Point> {
  const { name } = place;
  const properties = { kind, ...present({ name }), links: navigationLinks(place) };
  return { type: 'Feature', geometry: { type: 'Point', coordinates: position(place) }, properties };
}

/** Returns a route as a FeatureCollection: its line, its depot, its stops in order, and its end where that is elsewhere. */
export function routeGeoJson(view: RouteDrawing): FeatureCollection<Point | LineString | MultiLineString> {
  const line = routeLine(view);
  const features: Feature<Point | LineString | MultiLineString>[] = [];
  if (line.length > 1) {
    const { route_id, driver_id, status, totals, approximate } = view;
    features.push({
      type: 'Feature',
      id: route_id,
      geometry: lineOf(line),
      properties: {
        kind: 'route',
        route_id,
        driver_id,
        status,
        ...totals,
        approximate: approximate ?? false,
        polyline: encodePolyline(line),
      },
    });
  }
  if (view.depot) features.push(placeFeature('depot', view.depot));
  for (const stop of view.stops) {
    const { lat: _lat, lon: _lon, ...known } = stop;
    const { arrival_at: _arrival, departure_at: _departure, ...timeless } = known;
    const rest = isSkipped(stop) ? timeless : known;
    features.push({
      type: 'Feature',
      id: stop.order_id,
      geometry: { type: 'Point', coordinates: position(stop) },
      properties: {
        kind: 'stop',
        ...rest,
        // Nobody is to drive to what is closed.
        ...present({ links: stop.state === 'CLOSED' ? undefined : navigationLinks(stop) }),
      },
    });
  }
  if (view.end) features.push(placeFeature('end', view.end));
  const places = [...view.stops, ...(view.end ? [view.end] : [])];
  const bbox = boundingBox([...line, ...places]);
  return { type: 'FeatureCollection', ...present({ bbox }), features };
}
