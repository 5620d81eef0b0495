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
import { DriverPageDto, NewDriverDto, PatchDriverDto, RegisteredDriverDto } from './drivers.dto';
import { FleetService } from './fleet.service';

const ApiDriverId = (): MethodDecorator =>
  ApiParam({ name: 'driver_id', schema: { type: 'string', example: 'DRV001' } });

@ApiTags('Fleet')
@Controller('drivers')
export class DriversController {
  constructor(private readonly fleet: FleetService) {}

  @Post()
  @Example({
    body: {
      driver_id: 'DRV001',
      name: 'Luis Huamán Rojas',
      phone: '999111222',
      plate: 'ABC-123',
      vehicle: { kind: 'VAN', capacity: { weight_grams: 400_000, parcels: 60 } },
      skills: ['cold_box'],
      shift: { start: '08:00', end: '18:00' },
    },
  })
  @ApiOperation({ operationId: 'registerDriver', summary: 'Register a driver' })
  @ApiCreatedResponse({ type: RegisteredDriverDto })
  @ApiProblems(409)
  @Versioned()
  @Located((driver: RegisteredDriverDto) => `/drivers/${driver.driver_id}`)
  register(
    @CurrentPrincipal() principal: Principal,
    @Body() body: NewDriverDto,
    @IdempotencyKeyHeader() key: IdempotencyKey | undefined,
  ): Promise<RegisteredDriverDto> {
    return this.fleet.addDriver(principal, body, key);
  }

  @Get()
  @ApiOperation({ operationId: 'listDrivers', summary: 'List the registered drivers by their id' })
  @ApiOkResponse({ type: DriverPageDto })
  list(@Query() { limit, cursor }: PageQuery): Promise<DriverPageDto> {
    return this.fleet.listDrivers(limit, cursor);
  }

  @Get(':driver_id')
  @ApiOperation({ operationId: 'getDriver', summary: 'Read one driver', description: 'A driver asks for `me`.' })
  @ApiDriverId()
  @ApiOkResponse({ type: RegisteredDriverDto })
  @ApiProblems(404)
  @Versioned()
  read(@CurrentPrincipal() principal: Principal, @Param('driver_id') driverId: string): Promise<RegisteredDriverDto> {
    return this.fleet.viewDriver(principal, driverId);
  }

  @Patch(':driver_id')
  @Example({ body: { vehicle: { capacity: { parcels: 80 } }, shift: { start: '09:00', end: '19:00' } } })
  @ApiOperation({
    operationId: 'patchDriver',
    summary: 'Change a driver',
    description:
      'A JSON Merge Patch. Routes that are planned stay as they are; no new plan takes a driver who is not active.',
  })
  @ApiDriverId()
  @ApiOkResponse({ type: RegisteredDriverDto })
  @ApiProblems(404)
  @Versioned()
  patch(
    @CurrentPrincipal() principal: Principal,
    @Param('driver_id') driverId: string,
    @Body() body: PatchDriverDto,
    @IfMatch() ifMatch: number | undefined,
  ): Promise<RegisteredDriverDto> {
    return this.fleet.patchDriver(principal, driverId, body, ifMatch);
  }

  @Delete(':driver_id')
  @HttpCode(204)
  @ApiOperation({
    operationId: 'removeDriver',
    summary: 'Take a driver off the register',
    description:
      'Routes that are planned stay as they are, and plans take the id as they take any that is not registered.',
  })
  @ApiDriverId()
  @ApiNoContentResponse({ description: 'It is no longer registered.' })
  @ApiProblems(404)
  async remove(
    @CurrentPrincipal() principal: Principal,
    @Param('driver_id') driverId: string,
    @IfMatch() ifMatch: number | undefined,
  ): Promise<void> {
    await this.fleet.removeDriver(principal, driverId, ifMatch);
  }
}
