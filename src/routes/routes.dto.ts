import { SpanQuery } from '../http/paging';
import { Day, Identifier, OneOf } from '../http/properties';
import { ROUTE_STATUSES, type RouteStatus } from './route-states';

export class ListRoutesQuery extends SpanQuery {
  @Identifier({ optional: true, example: 'DRV001', description: 'Required without day; a driver may leave it out.' })
  readonly driver_id?: string;

  @Day({ optional: true, description: 'The routes that leave on this day in Lima, by driver.' })
  readonly day?: string;

  @OneOf(ROUTE_STATUSES, { optional: true, enumName: 'RouteStatus', description: 'With day.' })
  readonly status?: RouteStatus;
}
