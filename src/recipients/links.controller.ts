import { Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal } from '../access/current-principal';
import type { Principal } from '../access/principal';
import { ApiProblems } from '../http/api-problems';
import { IdempotencyKeyHeader } from '../http/idempotency-key';
import { IfMatch } from '../http/preconditions';
import { Versioned } from '../http/versioned';
import type { IdempotencyKey } from '../kernel/idempotency-key';
import { present } from '../kernel/present';
import { ApiOrderId, orderIdFrom } from '../orders/order-id';
import { LinksService } from './links.service';
import { RecipientLinkDto } from './parcel.dto';

/** Replaces the link of an order's recipient: one that fell into wrong hands then opens nothing. */
@ApiTags('Recipients')
@Controller('orders/:order_id/link')
export class LinksController {
  constructor(private readonly links: LinksService) {}

  @Post()
  @HttpCode(200)
  @ApiOperation({
    operationId: 'replaceLink',
    summary: "Replace the link of a parcel's recipient",
    description: 'The links of earlier letters open nothing from then on; later letters have the new one.',
  })
  @ApiOrderId()
  @ApiOkResponse({ type: RecipientLinkDto })
  @ApiProblems(404, 409)
  @Versioned()
  replace(
    @CurrentPrincipal() principal: Principal,
    @Param('order_id') orderId: string,
    @IfMatch() ifMatch: number | undefined,
    @IdempotencyKeyHeader() key: IdempotencyKey | undefined,
  ): Promise<RecipientLinkDto> {
    return this.links.renew(principal, orderIdFrom(orderId), present({ ifMatch, request: key }));
  }
}
