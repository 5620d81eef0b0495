import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsIn, IsString, Length } from 'class-validator';
import { Optional } from '../http/fields';
import { IdempotencyKey, IdempotencyKeyHeader } from '../http/idempotency-key';
import { ApiProblems } from '../http/api-problems';
import { PageQuery } from '../http/paging';
import { IfMatch } from '../http/preconditions';
import type { Principal } from '../access/principal';
import { CurrentPrincipal } from '../access/principal.guard';
import { Located, Versioned } from '../http/versioned';
import { present } from '../kernel/present';
import { ApiOrderId, orderIdFrom } from './order-id';
import { OrderDto, OrderPageDto } from './order-response.dto';
import { CreateOrderDto, PatchOrderDto } from './orders.dto';
import { OrdersService } from './orders.service';
import { PARCEL_STATUSES, ParcelStatus } from './states';

export class ListOrdersQuery extends PageQuery {
  @ApiPropertyOptional({ example: 'SHOP-LIMA-01' })
  @Optional()
  @IsString()
  @Length(1, 64)
  customer_id?: string;

  @ApiPropertyOptional({ enum: PARCEL_STATUSES, enumName: 'ParcelStatus' })
  @Optional()
  @IsIn(PARCEL_STATUSES)
  status?: ParcelStatus;
}

/**
 * Makes, lists, reads and changes orders. What moves a parcel from state to state is an event, its cancellation too: see
 * `tracking/cancellation.controller.ts`.
 */
@ApiTags('Orders')
@Controller('orders')
export class OrdersController {
  constructor(private readonly orders: OrdersService) {}

  @Post()
  @ApiOperation({
    operationId: 'createOrder',
    summary: 'Create an order',
    description: 'Computes totals and IGV; the recipient is told.',
  })
  @ApiCreatedResponse({ type: OrderDto })
  @Versioned()
  @Located((order: OrderDto) => `/orders/${order.order_id}`)
  create(
    @CurrentPrincipal() principal: Principal,
    @Body() body: CreateOrderDto,
    @IdempotencyKeyHeader() key: IdempotencyKey | undefined,
  ): Promise<OrderDto> {
    return this.orders.create(principal, body, key);
  }

  @Get()
  @ApiOperation({ operationId: 'listOrders', summary: 'List orders, newest first' })
  @ApiOkResponse({ type: OrderPageDto })
  list(@Query() { customer_id, status, limit, cursor }: ListOrdersQuery): Promise<OrderPageDto> {
    return this.orders.list(present({ customer_id, status }), limit, cursor);
  }

  @Get(':order_id')
  @ApiOperation({ operationId: 'getOrder', summary: 'Read one order' })
  @ApiOrderId()
  @ApiOkResponse({ type: OrderDto })
  @ApiProblems(404, 422)
  @Versioned()
  read(@Param('order_id') orderId: string): Promise<OrderDto> {
    return this.orders.view(orderIdFrom(orderId));
  }

  @Patch(':order_id')
  @ApiOperation({
    operationId: 'patchOrder',
    summary: 'Change an order while that is legal',
    description:
      'A JSON Merge Patch: what is absent stays, `null` removes. Products can be changed only while CREATED.',
  })
  @ApiOrderId()
  @ApiOkResponse({ type: OrderDto })
  @ApiProblems(404, 409)
  @Versioned()
  patch(
    @Param('order_id') orderId: string,
    @Body() body: PatchOrderDto,
    @IfMatch() ifMatch: number | undefined,
  ): Promise<OrderDto> {
    return this.orders.patch(orderIdFrom(orderId), body, ifMatch);
  }
}
