import { Body, Controller, Delete, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal } from '../../access/current-principal';
import type { Principal } from '../../access/principal';
import { ApiProblems } from '../../http/api-problems';
import { IdempotencyKeyHeader } from '../../http/idempotency-key';
import { Example } from '../../http/operation-marks';
import { IfMatch } from '../../http/preconditions';
import { LongRequest } from '../../http/route-needs';
import { Versioned } from '../../http/versioned';
import type { IdempotencyKey } from '../../kernel/idempotency-key';
import { present } from '../../kernel/present';
import { ApiOrderId, orderIdFrom } from '../../orders/order-id';
import { ApiRouteId, uuidFrom } from '../route-id';
import { RouteDto, UUID } from '../route.dto';
import { InsertOrdersDto, TransferDto, TransferredDto } from './changing.dto';
import { InsertionService } from './insertion.service';
import { RemovalService } from './removal.service';
import { TransferService } from './transfer.service';

/** Changes routes that are planned or under way. */
@ApiTags('Routes')
@Controller('routes/:route_id')
export class ChangingController {
  constructor(
    private readonly insertion: InsertionService,
    private readonly removal: RemovalService,
    private readonly transfers: TransferService,
  ) {}

  @Post('orders')
  @HttpCode(200)
  @LongRequest()
  @ApiOperation({
    operationId: 'insertOrders',
    summary: 'Put up to 40 orders into a planned or started route',
    description:
      'All or none: each where it costs least, then what is ahead is sequenced anew, but for the stop that the driver is at. An order that fits ' +
      'nowhere (its window, the room, the end of the route, or another stop that would become late) is named, and nothing changes.',
  })
  @Example({ body: { order_ids: [UUID.example] } })
  @ApiRouteId()
  @ApiOkResponse({ type: RouteDto })
  @ApiProblems(404, 409)
  @Versioned()
  insert(
    @CurrentPrincipal() principal: Principal,
    @Param('route_id') routeId: string,
    @Body() body: InsertOrdersDto,
    @IfMatch() ifMatch: number | undefined,
    @IdempotencyKeyHeader() key: IdempotencyKey | undefined,
  ): Promise<RouteDto> {
    return this.insertion.insert(principal, uuidFrom(routeId, 'route_id'), body, present({ ifMatch, key }));
  }

  @Delete('orders/:order_id')
  @LongRequest()
  @ApiOperation({
    operationId: 'removeOrder',
    summary: 'Take an order off a planned or started route',
    description:
      'It can join another route at once. A parcel that is out for delivery is IN_TRANSIT again, told to nobody; a failed stop stays as it ended. ' +
      'Safe to repeat.',
  })
  @ApiRouteId()
  @ApiOrderId()
  @ApiOkResponse({ type: RouteDto, description: 'The route without it.' })
  @ApiProblems(404, 409)
  @Versioned()
  remove(
    @CurrentPrincipal() principal: Principal,
    @Param('route_id') routeId: string,
    @Param('order_id') orderId: string,
    @IfMatch() ifMatch: number | undefined,
  ): Promise<RouteDto> {
    return this.removal.remove(principal, uuidFrom(routeId, 'route_id'), orderIdFrom(orderId), ifMatch);
  }

  @Post('transfer')
  @HttpCode(200)
  @LongRequest()
  @ApiOperation({
    operationId: 'transferRoute',
    summary: 'Hand the open stops of a route on to another driver, or to several',
    description:
      'A driver without an open route takes over this one, or of several a new one; else the stops join the route that the driver has, late if need be. Closed stops keep ' +
      'their driver, whose scans of before the hand-over are still taken. No parcel changes its state and nobody is told. Safe to repeat.',
  })
  @Example({ body: { driver_id: 'DRV002' } })
  @ApiRouteId()
  @ApiOkResponse({ type: TransferredDto })
  @ApiProblems(404, 409)
  transfer(
    @CurrentPrincipal() principal: Principal,
    @Param('route_id') routeId: string,
    @Body() body: TransferDto,
    @IfMatch() ifMatch: number | undefined,
    @IdempotencyKeyHeader() key: IdempotencyKey | undefined,
  ): Promise<TransferredDto> {
    return this.transfers.transfer(principal, uuidFrom(routeId, 'route_id'), body, present({ ifMatch, key }));
  }
}
