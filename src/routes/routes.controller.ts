import { Body, Controller, Get, HttpCode, NotAcceptableException, Param, Post, Query, Req, Res } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiExtraModels,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import { Example } from '../http/operation-marks';
import { publicPrefix } from '../http/api-gateway';
import type { DinexRequest, DinexResponse } from '../http/request';
import { EmptyBody } from '../http/empty-body';
import { IdempotencyKeyHeader } from '../http/idempotency-key';
import { ApiProblems } from '../http/api-problems';
import { entityTag, IfMatch } from '../http/preconditions';
import { LongRequest } from '../http/route-needs';
import type { Principal } from '../access/principal';
import { CurrentPrincipal } from '../access/current-principal';
import { Versioned } from '../http/versioned';
import { present } from '../kernel/present';
import { LifecycleService, readableOf } from './day/lifecycle.service';
import { ReoptimizeDto } from './day/reoptimize.dto';
import { ReadRouteQuery, REPRESENTATIONS } from './documents/representations.dto';
import { FORMATS, Format, formatOf, NEGOTIABLE, represent, splitSuffix } from './documents/representations';
import { ReoptimizeService } from './day/reoptimize.service';
import { CreateRouteDto } from './planning/plan-request.dto';
import { PlanDto } from './plans/plan.dto';
import { PlansService } from './plans/plans.service';
import { ApiRouteId, uuidFrom } from './route-id';
import { RouteDto, RoutePageDto, UUID } from './route.dto';
import { ListRoutesQuery } from './routes.dto';
import type { IdempotencyKey } from '../kernel/idempotency-key';

@ApiTags('Routes')
@ApiExtraModels(PlanDto, RouteDto)
@Controller('routes')
export class RoutesController {
  constructor(
    private readonly plans: PlansService,
    private readonly lifecycle: LifecycleService,
    private readonly reoptimizing: ReoptimizeService,
  ) {}

  @Post()
  @HttpCode(200)
  @LongRequest()
  @Example({ body: { order_ids: [UUID.example], driver_id: 'DRV001', depot: { lat: -12.0464, lon: -77.0428 } } })
  @ApiOperation({
    operationId: 'planRoutes',
    summary: 'Plan the route of a driver, or the routes of a fleet',
    description:
      'Puts the orders on the routes it makes; those that cannot be planned come back in `unassigned`, each with its reason. ' +
      'A fleet of over 100 orders, or with a longer time limit than a request has, is planned behind a queue (202).',
  })
  @ApiOkResponse({
    description: 'The route of `driver_id`, or the plan of `driver_ids` or `drivers`, which is DONE.',
    schema: { oneOf: [{ $ref: getSchemaPath(RouteDto) }, { $ref: getSchemaPath(PlanDto) }] },
  })
  @ApiAcceptedResponse({
    type: PlanDto,
    description: 'The plan is queued.',
    headers: { Location: { description: 'Where the plan can be read.', schema: { type: 'string' } } },
  })
  @ApiProblems(409)
  async create(
    @CurrentPrincipal() principal: Principal,
    @Body() body: CreateRouteDto,
    @IdempotencyKeyHeader() key: IdempotencyKey | undefined,
    @Res({ passthrough: true }) response: DinexResponse,
  ): Promise<RouteDto | PlanDto> {
    const prefix = publicPrefix();
    const answer = await this.plans.create(principal, body, key);
    switch (answer.kind) {
      case 'route':
        response.setHeader('ETag', entityTag(answer.body.version));
        response.setHeader('Location', `${prefix}/routes/${answer.body.route_id}`);
        break;
      case 'queued':
        response.status(202).setHeader('Location', `${prefix}/routes/plans/${answer.body.plan_id}`);
        break;
      case 'fleet':
        response.setHeader('Location', `${prefix}/routes/plans/${answer.body.plan_id}`);
    }
    return answer.body;
  }

  @Get()
  @Example({ query: { driver_id: 'DRV001' } })
  @ApiOperation({
    operationId: 'listRoutes',
    summary: "List a driver's routes, newest first, or a day's by driver, without their stops",
  })
  @ApiOkResponse({ type: RoutePageDto })
  list(
    @CurrentPrincipal() principal: Principal,
    @Query() { limit, cursor, ...asked }: ListRoutesQuery,
  ): Promise<RoutePageDto> {
    return this.lifecycle.list(principal, present(asked), limit, cursor);
  }

  @Get(':route_id')
  @ApiOperation({
    operationId: 'getRoute',
    summary: 'Read one route with the progress of its stops',
    description:
      'As JSON, GeoJSON, GPX or a printable map, by `Accept`, by `format`, or by a suffix of the id (`.geojson`, `.gpx`, `.svg`, ' +
      '`.polyline`). The ETag is for If-Match only: stops progress without a new version of the route.',
  })
  @ApiRouteId()
  @ApiOkResponse({ description: 'The route.', content: REPRESENTATIONS })
  @ApiProblems(404, 406, 422)
  async read(
    @CurrentPrincipal() principal: Principal,
    @Param('route_id') idAndSuffix: string,
    @Query() query: ReadRouteQuery,
    @Req() request: DinexRequest,
    @Res({ passthrough: true }) response: DinexResponse,
  ): Promise<object | string> {
    const { id, format: suffix } = splitSuffix(idAndSuffix);
    const routeId = uuidFrom(id, 'route_id');
    response.vary('Accept');
    const format = suffix ?? query.format ?? negotiated(request);
    const stored = await this.lifecycle.read(principal, routeId);
    const orders = await this.lifecycle.ordersOf(stored);
    const route = await this.lifecycle.view(principal, stored, orders);
    response.type(FORMATS[format]);
    if (format === 'json') response.setHeader('ETag', entityTag(route.version));
    return represent(route, format, readableOf(principal, orders));
  }

  @Post(':route_id/start')
  @HttpCode(200)
  @LongRequest()
  @Example({ body: {} })
  @ApiOperation({ operationId: 'startRoute', summary: 'The driver sets off' })
  @ApiRouteId()
  @ApiOkResponse({ type: RouteDto })
  @ApiProblems(404, 409, 422)
  @Versioned()
  start(
    @CurrentPrincipal() principal: Principal,
    @Param('route_id') routeId: string,
    @Body() _body: EmptyBody,
    @IfMatch() ifMatch: number | undefined,
  ): Promise<RouteDto> {
    return this.lifecycle.move(principal, uuidFrom(routeId, 'route_id'), 'STARTED', ifMatch);
  }

  @Post(':route_id/complete')
  @HttpCode(200)
  @LongRequest()
  @Example({ body: {} })
  @ApiOperation({
    operationId: 'completeRoute',
    summary: 'The driver is done',
    description: 'Orders that were not delivered are released and can be planned again.',
  })
  @ApiRouteId()
  @ApiOkResponse({ type: RouteDto })
  @ApiProblems(404, 409, 422)
  @Versioned()
  complete(
    @CurrentPrincipal() principal: Principal,
    @Param('route_id') routeId: string,
    @Body() _body: EmptyBody,
    @IfMatch() ifMatch: number | undefined,
  ): Promise<RouteDto> {
    return this.lifecycle.move(principal, uuidFrom(routeId, 'route_id'), 'COMPLETED', ifMatch);
  }

  @Post(':route_id/cancel')
  @HttpCode(200)
  @LongRequest()
  @Example({ body: {} })
  @ApiOperation({ operationId: 'cancelRoute', summary: 'Give the route up and release its orders' })
  @ApiRouteId()
  @ApiOkResponse({ type: RouteDto })
  @ApiProblems(404, 409, 422)
  @Versioned()
  cancel(
    @CurrentPrincipal() principal: Principal,
    @Param('route_id') routeId: string,
    @Body() _body: EmptyBody,
    @IfMatch() ifMatch: number | undefined,
  ): Promise<RouteDto> {
    return this.lifecycle.move(principal, uuidFrom(routeId, 'route_id'), 'CANCELLED', ifMatch);
  }

  @Post(':route_id/reoptimize')
  @HttpCode(200)
  @LongRequest()
  @Example({ body: {} })
  @ApiOperation({
    operationId: 'reoptimizeRoute',
    summary: 'Plan the stops that are still ahead again',
    description:
      'Stops that were driven to come first, as they happened; those that were closed without that come last. What is in the van stays on the route, ' +
      'late and after the shift if need be; other orders whose stops can no longer be made leave it and are named in `unassigned`.',
  })
  @ApiRouteId()
  @ApiOkResponse({ type: RouteDto })
  @ApiProblems(404, 409)
  @Versioned()
  reoptimize(
    @CurrentPrincipal() principal: Principal,
    @Param('route_id') routeId: string,
    @Body() body: ReoptimizeDto,
    @IfMatch() ifMatch: number | undefined,
  ): Promise<RouteDto> {
    return this.reoptimizing.reoptimize(principal, uuidFrom(routeId, 'route_id'), body, ifMatch);
  }
}

function negotiated(request: DinexRequest): Format {
  const accepted = request.accepts(NEGOTIABLE);
  const format = typeof accepted === 'string' ? formatOf(accepted) : undefined;
  if (format === undefined) throw new NotAcceptableException(`A route can be read as ${NEGOTIABLE.join(', ')}.`);
  return format;
}
