import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Example } from '../http/operation-marks';
import type { Principal } from '../access/principal';
import { CurrentPrincipal } from '../access/current-principal';
import { ApiProblems } from '../http/api-problems';
import { IdempotencyKeyHeader } from '../http/idempotency-key';
import { IfMatch } from '../http/preconditions';
import { Versioned } from '../http/versioned';
import { present } from '../kernel/present';
import type { IdempotencyKey } from '../kernel/idempotency-key';
import { ApiOrderId, orderIdFrom } from '../orders/order-id';
import { OrderDto } from '../orders/order-response.dto';
import { CancelDto } from './tracking.dto';
import { TrackingService } from './tracking.service';

/** Cancels an order. It stands in tracking because cancelling is an event in a parcel's history, and orders know nothing of tracking. */
@ApiTags('Orders')
@Controller('orders/:order_id/cancel')
export class CancellationController {
  constructor(private readonly tracking: TrackingService) {}

  @Post()
  @HttpCode(200)
  @Example({ body: { reason_code: 'CONSIGNEE_CANCELLED', message: 'El cliente desistió de la compra' } })
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
    return this.tracking.cancel(principal, orderIdFrom(orderId), body, present({ ifMatch, request: key }));
  }
}
