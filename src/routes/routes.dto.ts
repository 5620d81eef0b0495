import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsString,
  Length,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { IsInstant, Optional } from '../http/fields';
import { PageQuery } from '../http/paging';
import { DepotDto, DriverDto, IsDriverId, PointDto, SKILLS } from './driver.dto';
import { FORMAT_NAMES, Format } from './documents/representations';
import { ROUTE_LIMITS } from './planning/plan-request';

const DAY_SECONDS = 86_400;

export class StopTermsDto {
  @ApiProperty({ format: 'uuid', example: '01936f0e-7a3b-7c11-9d2e-3f4a5b6c7d8e', description: 'One of order_ids.' })
  @IsString()
  @Length(1, 64)
  order_id!: string;

  @ApiPropertyOptional({ example: 50, minimum: 0, maximum: 100, default: 0, type: 'integer' })
  @Optional()
  @IsInt()
  @Min(0)
  @Max(100)
  priority?: number;

  @ApiPropertyOptional(SKILLS)
  @Optional()
  @IsArray()
  @ArrayMaxSize(10)
  @IsString({ each: true })
  @Length(1, 32, { each: true })
  skills?: string[];

  @ApiPropertyOptional({ example: 300, minimum: 0, maximum: DAY_SECONDS, type: 'integer' })
  @Optional()
  @IsInt()
  @Min(0)
  @Max(DAY_SECONDS)
  service_seconds?: number;
}

/** How hard the planner searches. */
export class SearchDto {
  @ApiPropertyOptional({
    example: 300,
    minimum: 1,
    maximum: 20_000,
    type: 'integer',
    description:
      'CPU milliseconds. Routes of one driver are planned within the request, which has 500; a fleet that asks for more is queued.',
  })
  @Optional()
  @IsInt()
  @Min(1)
  @Max(20_000)
  time_limit_ms?: number;

  @ApiPropertyOptional({
    example: 2_000,
    minimum: 0,
    maximum: 20_000,
    type: 'integer',
    description: 'In place of the time limit: with the same input and seed the answer is the same.',
  })
  @Optional()
  @IsInt()
  @Min(0)
  @Max(20_000)
  max_iterations?: number;

  @ApiPropertyOptional({ example: 1, type: 'integer', minimum: 0, maximum: 2_147_483_647 })
  @Optional()
  @IsInt()
  @Min(0)
  @Max(2_147_483_647)
  seed?: number;
}

export class CreateRouteDto extends SearchDto {
  @ApiProperty({
    type: [String],
    minItems: 1,
    maxItems: ROUTE_LIMITS.fleetOrders,
    uniqueItems: true,
    description: `Up to ${ROUTE_LIMITS.routeOrders} for one driver, ${ROUTE_LIMITS.fleetOrders} for a fleet.`,
    example: ['01936f0e-7a3b-7c11-9d2e-3f4a5b6c7d8e', '01936f0e-7a3b-7c12-8a1b-2c3d4e5f6a7b'],
  })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(ROUTE_LIMITS.fleetOrders)
  @IsString({ each: true })
  order_ids!: string[];

  @ApiPropertyOptional({ example: 'DRV001', maxLength: 64, description: 'Either this, or drivers.' })
  @Optional()
  @IsDriverId()
  driver_id?: string;

  @ApiPropertyOptional({ type: [DriverDto], minItems: 1, maxItems: ROUTE_LIMITS.drivers })
  @Optional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(ROUTE_LIMITS.drivers)
  @ValidateNested({ each: true })
  @Type(() => DriverDto)
  drivers?: DriverDto[];

  @ApiPropertyOptional({ type: DepotDto, description: 'Without it a route begins at its first stop.' })
  @Optional()
  @IsObject()
  @ValidateNested()
  @Type(() => DepotDto)
  depot?: DepotDto;

  @ApiPropertyOptional({ default: false })
  @Optional()
  @IsBoolean()
  return_to_depot?: boolean;

  @ApiPropertyOptional({ format: 'date-time', example: '2026-11-23T13:00:00.000Z', description: 'Now by default.' })
  @Optional()
  @IsInstant()
  departure_at?: string;

  @ApiPropertyOptional({ example: 180, minimum: 0, maximum: DAY_SECONDS, default: 180, type: 'integer' })
  @Optional()
  @IsInt()
  @Min(0)
  @Max(DAY_SECONDS)
  service_seconds?: number;

  @ApiPropertyOptional({ type: [StopTermsDto], maxItems: ROUTE_LIMITS.fleetOrders })
  @Optional()
  @IsArray()
  @ArrayMaxSize(ROUTE_LIMITS.fleetOrders)
  @ValidateNested({ each: true })
  @Type(() => StopTermsDto)
  stops?: StopTermsDto[];
}

export class ReoptimizeDto extends SearchDto {
  @ApiPropertyOptional({
    type: PointDto,
    description: 'Where the driver is; by default where the last closed stop was.',
  })
  @Optional()
  @IsObject()
  @ValidateNested()
  @Type(() => PointDto)
  position?: PointDto;

  @ApiPropertyOptional({ format: 'date-time', example: '2026-11-23T16:30:00.000Z', description: 'Now by default.' })
  @Optional()
  @IsInstant()
  at?: string;
}

export class ListRoutesQuery extends PageQuery {
  @ApiProperty({ example: 'DRV001' })
  @IsDriverId()
  driver_id!: string;
}

export class ReadRouteQuery {
  @ApiPropertyOptional({ enum: FORMAT_NAMES, example: 'geojson', description: 'Goes before the Accept header.' })
  @Optional()
  @IsIn(FORMAT_NAMES)
  format?: Format;
}
