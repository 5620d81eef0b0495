import type { Coordinates } from '../../geo/coordinates';
import { navigationLinks } from '../navigation-links';
import { DrawnPlace, DrawnStop, isSkipped, RouteDrawing } from './route-drawing';
import { escapeXml } from './xml';

export const GPX_MEDIA_TYPE = 'application/gpx+xml';

const at = ({ lat, lon }: Coordinates): string => `lat="${lat.toFixed(6)}" lon="${lon.toFixed(6)}"`;

function links(point: Coordinates): string {
  const { waze, google_maps } = navigationLinks(point);
  return `<link href="${escapeXml(waze)}"><text>Waze</text></link><link href="${escapeXml(google_maps)}"><text>Google Maps</text></link>`;
}

/** Returns a stop of the route. The order of a point's children is fixed by the schema: time, name, desc, link, sym, type. */
function routePoint(stop: DrawnStop): string {
  const place = stop.district ? `${stop.district}: ` : '';
  const described = `${place}${stop.order_id}, ${stop.cumulative_distance_km.toFixed(1)} km`;
  const type = stop.state === 'CLOSED' ? 'stop closed' : 'stop';
  const link = stop.state === 'CLOSED' ? '' : links(stop);
  return `<rtept ${at(stop)}><time>${escapeXml(stop.arrival_at)}</time><name>${stop.sequence}</name><desc>${escapeXml(described)}</desc>${link}<type>${type}</type></rtept>`;
}

/** Returns a stop that nobody goes to, which is no point of the route. */
const skippedPoint = (stop: DrawnStop): string =>
  `<wpt ${at(stop)}><name>${stop.sequence}</name><desc>${escapeXml(stop.order_id)}</desc><type>stop skipped</type></wpt>`;

function placePoint(element: 'wpt' | 'rtept', place: DrawnPlace, type: string, unnamed: string): string {
  const name = escapeXml(place.name ?? unnamed);
  return `<${element} ${at(place)}><name>${name}</name>${links(place)}<type>${type}</type></${element}>`;
}

/**
 * Returns a route in GPX 1.1 (topografix.com/GPX/1/1): `rte` with the depot and the stops in order. A `trk` would claim a road that
 * nobody has asked for.
 */
export function routeGpx(view: RouteDrawing): string {
  const name = escapeXml(view.route_id);
  const depot = (element: 'wpt' | 'rtept'): string =>
    view.depot ? placePoint(element, view.depot, 'depot', 'Depot') : '';
  const end = view.end ? placePoint('rtept', view.end, 'end', 'End') : view.returns_to_depot ? depot('rtept') : '';
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<gpx version="1.1" creator="DINEX" xmlns="http://www.topografix.com/GPX/1/1" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.topografix.com/GPX/1/1 http://www.topografix.com/GPX/1/1/gpx.xsd">',
    `<metadata><name>${name}</name>${view.departure_at ? `<time>${escapeXml(view.departure_at)}</time>` : ''}</metadata>`,
    depot('wpt'),
    ...view.stops.filter(isSkipped).map(skippedPoint),
    `<rte><name>${name}</name><desc>${escapeXml(`${view.driver_id}, ${view.stops.filter((stop) => !isSkipped(stop)).length} stops, ${view.totals.distance_km.toFixed(1)} km`)}</desc>`,
    depot('rtept'),
    ...view.stops.filter((stop) => !isSkipped(stop)).map(routePoint),
    end,
    '</rte>',
    '</gpx>',
  ]
    .filter((line) => line !== '')
    .join('\n');
}
