import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal } from '../access/current-principal';
import type { Principal } from '../access/principal';
import { ApiProblems } from '../http/api-problems';
import { IdempotencyKeyHeader } from '../http/idempotency-key';
import { Example } from '../http/operation-marks';
import { UUID_SCHEMA } from '../http/properties';
import { LongRequest } from '../http/route-needs';
import { invalid } from '../kernel/errors';
import type { IdempotencyKey } from '../kernel/idempotency-key';
import { parseOrderId } from '../kernel/ids';
import { ScannedListDto, ScansDto, TRACKING_ID } from './scans.dto';
import { ScansService } from './scans.service';

/** Scans many parcels of a route at once. It stands in tracking because each scan is an event in its parcel's history. */
@ApiTags('Routes')
@Controller('routes/:route_id/scans')
export class ScansController {
  constructor(private readonly scans: ScansService) {}

  @Post()
  @HttpCode(200)
  @LongRequest()
  @ApiOperation({
    operationId: 'scanRoute',
    summary: 'Report the same of up to 100 parcels of a route',
    description:
      'Each scan is taken or refused by itself, by the rules of POST /tracking; a parcel of another route is 404. Events have the ids that are ' +
      'given, else ids that follow from the Idempotency-Key and the tracking id, so that a repetition changes nothing; without either a parcel that is in that state already is `unchanged`.',
  })
  @Example({ body: { status: 'OUT_FOR_DELIVERY', tracking_ids: [TRACKING_ID] } })
  @ApiParam({ name: 'route_id', schema: UUID_SCHEMA })
  @ApiOkResponse({ type: ScannedListDto })
  @ApiProblems(404)
  scan(
    @CurrentPrincipal() principal: Principal,
    @Param('route_id') routeId: string,
    @Body() body: ScansDto,
    @IdempotencyKeyHeader() key: IdempotencyKey | undefined,
  ): Promise<ScannedListDto> {
    const id = parseOrderId(routeId);
    if (id === undefined) throw invalid('#/route_id', 'route_id must be a UUIDv7 as this API gives it.', 'path');
    return this.scans.scan(principal, id, body, key);
  }
}
