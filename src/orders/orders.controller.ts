import { Body, Controller, Get, NotAcceptableException, Param, Patch, Post, Query, Req, Res } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiExtraModels,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import { Example } from '../http/operation-marks';
import { IdempotencyKeyHeader } from '../http/idempotency-key';
import { ApiProblems } from '../http/api-problems';
import { IfMatch } from '../http/preconditions';
import type { Principal } from '../access/principal';
import { CurrentPrincipal } from '../access/current-principal';
import { publicPrefix } from '../http/api-gateway';
import type { DinexRequest, DinexResponse } from '../http/request';
import { Located, Versioned } from '../http/versioned';
import { present } from '../kernel/present';
import type { IdempotencyKey } from '../kernel/idempotency-key';
import { ApiOrderId, orderIdFrom } from './order-id';
import { CSV_MEDIA_TYPE, DELIVERED_COLUMNS, deliveredCsv } from './delivered-csv';
import { ListOrdersQuery, OrderPageDto } from './list-orders.dto';
import { OrderDto, OrderForDriverDto } from './order-response.dto';
import { NewOrderDto, PatchOrderDto } from './orders.dto';
import { OrdersService } from './orders.service';

const NEW_ORDER: NewOrderDto = {
  customer_id: 'SHOP-LIMA-01',
  recipient: { name: 'Rosa Quispe Mamani', phone: '+51999888777', email: 'rosa.quispe@example.pe', locale: 'es-PE' },
  products: [{ name: 'Zapatillas talla 42', sku: 'ZAP-42', quantity: 1, unit_price: 15900, weight_grams: 800 }],
  delivery_address: { street: 'Av. José Larco 345', district: 'Miraflores', reference: 'Frente al parque Kennedy' },
};

/**
 * Makes, lists, reads and changes orders. What moves a parcel from state to state is an event, its cancellation too: see
 * `tracking/cancellation.controller.ts`.
 */
@ApiTags('Orders')
@Controller('orders')
export class OrdersController {
  constructor(private readonly orders: OrdersService) {}

  @Post()
  @Example({ body: NEW_ORDER })
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
  @ApiOperation({
    operationId: 'listOrders',
    summary: 'List orders, newest first',
    description:
      'Of a shop, a state, a stretch of time; by the shop’s own id (`reference`); by when they changed (`updated_since`: go through all pages, then ask again from the newest `updated_at` that you ' +
      'have; an order may come again, none is missed); what was handed over on a day (`delivered`), also as ' +
      'CSV, whose `Link` header leads to the next page; or what awaits a route on a day, by district, with what is overdue first. Such a ' +
      'page may be shorter than `limit` where orders find a route meanwhile.',
  })
  @ApiOkResponse({
    description: 'The page.',
    content: {
      'application/json': { schema: { $ref: getSchemaPath(OrderPageDto) } },
      [CSV_MEDIA_TYPE]: { schema: { type: 'string', description: `Columns: ${DELIVERED_COLUMNS.join(', ')}.` } },
    },
  })
  @ApiExtraModels(OrderPageDto)
  @ApiProblems(406)
  async list(
    @CurrentPrincipal() principal: Principal,
    @Query() { limit, cursor, ...asked }: ListOrdersQuery,
    @Req() request: DinexRequest,
    @Res({ passthrough: true }) response: DinexResponse,
  ): Promise<OrderPageDto | string> {
    const prefix = publicPrefix();
    response.vary('Accept');
    const types = asked.delivered === undefined ? [JSON_MEDIA_TYPE] : [JSON_MEDIA_TYPE, CSV_MEDIA_TYPE];
    const accepted = request.accepts(types);
    if (accepted === false) throw new NotAcceptableException(`This list can be read as ${types.join(' or ')}.`);
    const page = await this.orders.list(principal, present(asked), limit, cursor);
    if (accepted !== CSV_MEDIA_TYPE) return page;
    if (page.next_cursor !== null)
      response.setHeader('Link', `<${prefix}${nextOf(request, page.next_cursor)}>; rel="next"`);
    response.type(CSV_MEDIA_TYPE);
    return deliveredCsv(page.items);
  }

  @Get(':order_id')
  @ApiOperation({ operationId: 'getOrder', summary: 'Read one order' })
  @ApiOrderId()
  @ApiExtraModels(OrderForDriverDto)
  @ApiOkResponse({
    description: 'The order; a driver is shown what delivering it needs.',
    // A short order is a driver's view of it too.
    schema: { anyOf: [{ $ref: getSchemaPath(OrderDto) }, { $ref: getSchemaPath(OrderForDriverDto) }] },
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
  @Example({ body: { notes: 'Tocar el timbre 302', recipient: { phone: '+51999888776' } } })
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

const JSON_MEDIA_TYPE = 'application/json';

/** Returns where the next page of a list is. */
function nextOf({ url }: DinexRequest, cursor: string): string {
  const next = new URL(url, 'http://dinex.invalid');
  next.searchParams.set('cursor', cursor);
  return next.pathname + next.search;
}
