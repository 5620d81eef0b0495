import { getSchemaPath } from '@nestjs/swagger';
import { OneOf } from '../../http/properties';
import { RouteDto } from '../route.dto';
import { type Format, FORMAT_NAMES, FORMATS } from './representations';

export class ReadRouteQuery {
  @OneOf(FORMAT_NAMES, { optional: true, enumName: 'RouteFormat', description: 'Goes before the Accept header.' })
  readonly format?: Format;
}

/** The bodies of `GET /routes/{route_id}` by media type, for the OpenAPI document. */
export const REPRESENTATIONS = {
  [FORMATS.json]: { schema: { $ref: getSchemaPath(RouteDto) } },
  [FORMATS.geojson]: {
    schema: { type: 'object', description: 'RFC 7946: a FeatureCollection of the line, depot and stops.' },
  },
  [FORMATS.gpx]: { schema: { type: 'string', description: 'GPX 1.1.' } },
  [FORMATS.svg]: { schema: { type: 'string', description: 'A printable map.' } },
  [FORMATS.polyline]: { schema: { type: 'string', description: 'Google’s encoded polyline, precision 5.' } },
} as const;
