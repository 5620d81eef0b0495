import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Example } from '../http/operation-marks';
import { CurrentPrincipal } from '../access/current-principal';
import type { Principal } from '../access/principal';
import { ApiProblems } from '../http/api-problems';
import { IdempotencyKeyHeader } from '../http/idempotency-key';
import { IfMatch } from '../http/preconditions';
import { Versioned } from '../http/versioned';
import type { IdempotencyKey } from '../kernel/idempotency-key';
import { present } from '../kernel/present';
import { ApiOrderId, orderIdFrom } from '../orders/order-id';
import { OrderDto } from '../orders/order-response.dto';
import { AttemptsService } from './attempts.service';
import { GrantAttemptDto } from './tracking.dto';

/** Grants a parcel one more attempt. It stands in tracking because the grant is an event in the parcel's history. */
@ApiTags('Orders')
@Controller('orders/:order_id/attempts')
export class AttemptsController {
  constructor(private readonly attempts: AttemptsService) {}

  @Post()
  @HttpCode(200)
  @Example({ body: { message: 'El destinatario pidió una visita más' } })
  @ApiOperation({
    operationId: 'grantAttempt',
    summary: 'Grant one more attempt to a parcel that has none left',
    description: 'Safe to repeat: a parcel that has an attempt left gets no other.',
  })
  @ApiOrderId()
  @ApiOkResponse({ type: OrderDto })
  @ApiProblems(404, 409)
  @Versioned()
  grant(
    @CurrentPrincipal() principal: Principal,
    @Param('order_id') orderId: string,
    @Body() body: GrantAttemptDto,
    @IfMatch() ifMatch: number | undefined,
    @IdempotencyKeyHeader() key: IdempotencyKey | undefined,
  ): Promise<OrderDto> {
    return this.attempts.grant(principal, orderIdFrom(orderId), body, present({ ifMatch, request: key }));
  }
}
