import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiExtraModels,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import { IdempotencyKeyHeader } from '../http/idempotency-key';
import { ApiProblems } from '../http/api-problems';
import { PageQuery } from '../http/paging';
import { AnyText, OneOf } from '../http/properties';
import { IfMatch } from '../http/preconditions';
import type { Principal } from '../access/principal';
import { CurrentPrincipal } from '../access/current-principal';
import { Located, Versioned } from '../http/versioned';
import { present } from '../kernel/present';
import type { IdempotencyKey } from '../kernel/idempotency-key';
import { ApiOrderId, orderIdFrom } from './order-id';
import { OrderDto, OrderForDriverDto, OrderPageDto } from './order-response.dto';
import { NewOrderDto, PatchOrderDto } from './orders.dto';
import { OrdersService } from './orders.service';
import { PARCEL_STATUSES, type ParcelStatus } from './states';

export class ListOrdersQuery extends PageQuery {
  @AnyText({ min: 1, max: 64 }, { optional: true, example: 'SHOP-LIMA-01' })
  readonly customer_id?: string;

  @OneOf(PARCEL_STATUSES, { optional: true, enumName: 'ParcelStatus' })
  readonly status?: ParcelStatus;
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
    description:
      'Computes totals and IGV; the recipient is told. Without `recipient` nobody is, and the delivery record says why.',
  })
  @ApiCreatedResponse({ type: OrderDto })
  @Versioned()
  @Located((order: OrderDto) => `/orders/${order.order_id}`)
  create(
    @CurrentPrincipal() principal: Principal,
    @Body() body: NewOrderDto,
    @IdempotencyKeyHeader() key: IdempotencyKey | undefined,
  ): Promise<OrderDto> {
    return this.orders.create(principal, body, key);
  }

  @Get()
  @ApiOperation({ operationId: 'listOrders', summary: 'List orders, newest first' })
  @ApiOkResponse({ type: OrderPageDto })
  list(
    @CurrentPrincipal() principal: Principal,
    @Query() { customer_id, status, limit, cursor }: ListOrdersQuery,
  ): Promise<OrderPageDto> {
    return this.orders.list(principal, present({ customer_id, status }), limit, cursor);
  }

  @Get(':order_id')
  @ApiOperation({ operationId: 'getOrder', summary: 'Read one order' })
  @ApiOrderId()
  @ApiExtraModels(OrderForDriverDto)
  @ApiOkResponse({
    description: 'The order; a driver is shown what delivering it needs.',
    schema: { oneOf: [{ $ref: getSchemaPath(OrderDto) }, { $ref: getSchemaPath(OrderForDriverDto) }] },
  })
  @ApiProblems(404, 422)
  @Versioned()
  read(
    @CurrentPrincipal() principal: Principal,
    @Param('order_id') orderId: string,
  ): Promise<OrderDto | OrderForDriverDto> {
    return this.orders.view(principal, orderIdFrom(orderId));
  }

  @Patch(':order_id')
  @ApiOperation({
    operationId: 'patchOrder',
    summary: 'Change an order while that is legal',
    description:
      'A JSON Merge Patch (RFC 7396): what is absent stays, `null` removes, at every depth. `lat` and `lon` do not outlive the place they belong to: another `street`, `district` or `ubigeo` drops them unless the patch gives them too. Lists are replaced whole; products can be changed only while CREATED.',
  })
  @ApiOrderId()
  @ApiOkResponse({ type: OrderDto })
  @ApiProblems(404, 409)
  @Versioned()
  patch(
    @CurrentPrincipal() principal: Principal,
    @Param('order_id') orderId: string,
    @Body() body: PatchOrderDto,
    @IfMatch() ifMatch: number | undefined,
  ): Promise<OrderDto> {
    return this.orders.patch(principal, orderIdFrom(orderId), body, ifMatch);
  }
}
