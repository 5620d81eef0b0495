import { Body, Controller, Get, Post, Put, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Example } from '../http/operation-marks';
import { IdempotencyKeyHeader } from '../http/idempotency-key';
import { ApiProblems } from '../http/api-problems';
import { IfMatch } from '../http/preconditions';
import type { Principal } from '../access/principal';
import { CurrentPrincipal } from '../access/current-principal';
import { Located, Versioned } from '../http/versioned';
import { present } from '../kernel/present';
import type { IdempotencyKey } from '../kernel/idempotency-key';
import { statusTable } from './statuses';
import { ReportDto, StatusesDto, TrackerDto, TrackerTargetDto, TrackingReceiptDto } from './tracking.dto';
import { TrackingService } from './tracking.service';

/** The call of the first specification of tracking, word for word. */
const REPORT = { tracking_id: 'TRK001', location: 'Lima', status: 'IN_TRANSIT' };

@ApiTags('Tracking')
@Controller('tracking')
export class TrackingController {
  constructor(private readonly tracking: TrackingService) {}

  @Post()
  @Example({ body: REPORT })
  @ApiOperation({
    operationId: 'reportEvent',
    summary: 'Report a tracking event',
    description:
      'Appends the event and moves the order in one transaction. An id that is not ours opens a stand-alone tracker.',
  })
  @ApiCreatedResponse({ type: TrackingReceiptDto })
  @ApiProblems(404, 409)
  @Versioned()
  @Located((receipt: TrackingReceiptDto) => `/tracking?tracking_id=${receipt.tracking_id}`)
  report(
    @CurrentPrincipal() principal: Principal,
    @Body() body: ReportDto,
    @IfMatch() ifMatch: number | undefined,
    @IdempotencyKeyHeader() key: IdempotencyKey | undefined,
  ): Promise<TrackingReceiptDto> {
    return this.tracking.report(principal, body, present({ ifMatch, request: key }));
  }

  @Put()
  @Example({ body: REPORT })
  @ApiOperation({
    operationId: 'putEvent',
    summary: 'Report a tracking event, safe to repeat',
    description: 'Like POST, but a repetition of the last event, or of one with the same occurred_at, changes nothing.',
  })
  @ApiOkResponse({ type: TrackingReceiptDto })
  @ApiProblems(404, 409)
  @Versioned()
  put(
    @CurrentPrincipal() principal: Principal,
    @Body() body: ReportDto,
    @IfMatch() ifMatch: number | undefined,
  ): Promise<TrackingReceiptDto> {
    return this.tracking.report(principal, body, { ...present({ ifMatch }), repeatable: true });
  }

  @Get()
  @Example({ query: { tracking_id: REPORT.tracking_id } })
  @ApiOperation({ operationId: 'getTracking', summary: 'Where a parcel is and has been' })
  @ApiOkResponse({ type: TrackerDto })
  @ApiProblems(404)
  @Versioned()
  read(@CurrentPrincipal() principal: Principal, @Query() query: TrackerTargetDto): Promise<TrackerDto> {
    return this.tracking.view(principal, query);
  }

  @Get('statuses')
  @ApiOperation({ operationId: 'listStatuses', summary: 'The states of a parcel and what may follow each' })
  @ApiOkResponse({ type: StatusesDto })
  statuses(): StatusesDto {
    return statusTable();
  }
}
