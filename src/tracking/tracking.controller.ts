import { Body, Controller, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { IdempotencyKey, IdempotencyKeyHeader } from '../http/idempotency-key';
import { ApiProblems } from '../http/api-problems';
import { IfMatch } from '../http/preconditions';
import type { Principal } from '../access/principal';
import { CurrentPrincipal } from '../access/principal.guard';
import { Located, Versioned } from '../http/versioned';
import { OrderDto } from '../orders/order-response.dto';
import { ApiOrderId, orderIdFrom } from '../orders/order-id';
import { statusTable } from './statuses';
import { CancelDto, ReportDto, StatusesDto, TrackerDto, TrackingQuery, TrackingReceiptDto } from './tracking.dto';
import { ReportOptions, TrackingService } from './tracking.service';
import type { TrackerView, TrackingReceipt } from './tracking.views';

@ApiTags('Tracking')
@Controller()
export class TrackingController {
  constructor(private readonly tracking: TrackingService) {}

  @Post('tracking')
  @ApiOperation({
    operationId: 'reportEvent',
    summary: 'Report a tracking event',
    description:
      'Appends the event and moves the order in one transaction. An id that is not ours opens a stand-alone tracker.',
  })
  @ApiCreatedResponse({ type: TrackingReceiptDto })
  @ApiProblems(404, 409)
  @Versioned()
  @Located((receipt: TrackingReceipt) => `/tracking?tracking_id=${receipt.tracking_id}`)
  report(
    @CurrentPrincipal() principal: Principal,
    @Body() body: ReportDto,
    @IfMatch() ifMatch: number | undefined,
    @IdempotencyKeyHeader() key: IdempotencyKey | undefined,
  ): Promise<TrackingReceipt> {
    return this.tracking.report(principal, body, options(ifMatch, key));
  }

  @Put('tracking')
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
  ): Promise<TrackingReceipt> {
    return this.tracking.report(principal, body, { ...options(ifMatch, undefined), repeatable: true });
  }

  @Get('tracking')
  @ApiOperation({ operationId: 'getTracking', summary: 'Where a parcel is and has been' })
  @ApiOkResponse({ type: TrackerDto })
  @ApiProblems(404)
  @Versioned()
  read(@Query() query: TrackingQuery): Promise<TrackerView> {
    return this.tracking.view(query);
  }

  @Get('tracking/statuses')
  @ApiOperation({ operationId: 'listStatuses', summary: 'The states of a parcel and what may follow each' })
  @ApiOkResponse({ type: StatusesDto })
  statuses() {
    return statusTable();
  }

  @Post('orders/:order_id/cancel')
  @HttpCode(200)
  @ApiOperation({ operationId: 'cancelOrder', summary: 'Cancel an order that was never picked up' })
  @ApiOrderId()
  @ApiOkResponse({ type: OrderDto })
  @ApiProblems(404, 409)
  @Versioned()
  cancel(
    @CurrentPrincipal() principal: Principal,
    @Param('order_id') orderId: string,
    @Body() body: CancelDto,
    @IfMatch() ifMatch: number | undefined,
    @IdempotencyKeyHeader() key: IdempotencyKey | undefined,
  ): Promise<OrderDto> {
    return this.tracking.cancel(principal, orderIdFrom(orderId), body, options(ifMatch, key));
  }
}

const options = (ifMatch: number | undefined, request: IdempotencyKey | undefined): ReportOptions => ({
  ...(ifMatch === undefined ? {} : { ifMatch }),
  ...(request === undefined ? {} : { request }),
});
