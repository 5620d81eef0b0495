import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
} from '@nestjs/swagger';
import { CurrentPrincipal } from '../access/current-principal';
import type { Principal } from '../access/principal';
import { ApiProblems } from '../http/api-problems';
import { IdempotencyKeyHeader } from '../http/idempotency-key';
import { Example } from '../http/operation-marks';
import { PageQuery } from '../http/paging';
import { IfMatch } from '../http/preconditions';
import { Located, Versioned } from '../http/versioned';
import type { IdempotencyKey } from '../kernel/idempotency-key';
import { DepotPageDto, NewDepotDto, PatchDepotDto, RegisteredDepotDto } from './depots.dto';
import { FleetService } from './fleet.service';

const ApiDepotId = (): MethodDecorator =>
  ApiParam({ name: 'depot_id', schema: { type: 'string', example: 'DEPOT-LIMA' } });

@ApiTags('Fleet')
@Controller('depots')
export class DepotsController {
  constructor(private readonly fleet: FleetService) {}

  @Post()
  @Example({ body: { depot_id: 'DEPOT-LIMA', name: 'Almacén Lima', lat: -12.0464, lon: -77.0428 } })
  @ApiOperation({ operationId: 'registerDepot', summary: 'Register a depot' })
  @ApiCreatedResponse({ type: RegisteredDepotDto })
  @ApiProblems(409)
  @Versioned()
  @Located((depot: RegisteredDepotDto) => `/depots/${depot.depot_id}`)
  register(
    @CurrentPrincipal() principal: Principal,
    @Body() body: NewDepotDto,
    @IdempotencyKeyHeader() key: IdempotencyKey | undefined,
  ): Promise<RegisteredDepotDto> {
    return this.fleet.addDepot(principal, body, key);
  }

  @Get()
  @ApiOperation({ operationId: 'listDepots', summary: 'List the registered depots by their id' })
  @ApiOkResponse({ type: DepotPageDto })
  list(@Query() { limit, cursor }: PageQuery): Promise<DepotPageDto> {
    return this.fleet.listDepots(limit, cursor);
  }

  @Get(':depot_id')
  @ApiOperation({ operationId: 'getDepot', summary: 'Read one depot' })
  @ApiDepotId()
  @ApiOkResponse({ type: RegisteredDepotDto })
  @ApiProblems(404)
  @Versioned()
  read(@Param('depot_id') depotId: string): Promise<RegisteredDepotDto> {
    return this.fleet.viewDepot(depotId);
  }

  @Patch(':depot_id')
  @Example({ body: { name: 'Almacén Ate' } })
  @ApiOperation({
    operationId: 'patchDepot',
    summary: 'Change a depot',
    description: 'A JSON Merge Patch. Routes that are planned stay as they are.',
  })
  @ApiDepotId()
  @ApiOkResponse({ type: RegisteredDepotDto })
  @ApiProblems(404)
  @Versioned()
  patch(
    @CurrentPrincipal() principal: Principal,
    @Param('depot_id') depotId: string,
    @Body() body: PatchDepotDto,
    @IfMatch() ifMatch: number | undefined,
  ): Promise<RegisteredDepotDto> {
    return this.fleet.patchDepot(principal, depotId, body, ifMatch);
  }

  @Delete(':depot_id')
  @HttpCode(204)
  @ApiOperation({
    operationId: 'removeDepot',
    summary: 'Take a depot off the register',
    description: 'A depot where registered drivers begin is kept (409). Routes that are planned stay as they are.',
  })
  @ApiDepotId()
  @ApiNoContentResponse({ description: 'It is no longer registered.' })
  @ApiProblems(404, 409)
  async remove(
    @CurrentPrincipal() principal: Principal,
    @Param('depot_id') depotId: string,
    @IfMatch() ifMatch: number | undefined,
  ): Promise<void> {
    await this.fleet.removeDepot(principal, depotId, ifMatch);
  }
}
