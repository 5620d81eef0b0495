import { ApiProperty, ApiPropertyOptional, ApiPropertyOptions } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsInt,
  IsLatitude,
  IsLongitude,
  IsNumber,
  IsObject,
  IsString,
  Length,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { IsInstant, Optional } from '../common/fields';
import { PageQuery } from '../common/paging';
import { ROUTE_LIMITS } from './route-request';

const DRIVER_ID = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/;
const SKILLS: ApiPropertyOptions = { type: [String], maxItems: 10, example: ['cold_box'] };
const DAY_SECONDS = 86_400;

/** A driver id as every request spells it. */
const IsDriverId = (): PropertyDecorator =>
  Matches(DRIVER_ID, { message: '$property must be 1 to 64 of A-Z a-z 0-9 . _ : - and begin with a letter or digit' });

export class PointDto {
  @ApiProperty({ example: -12.0464, minimum: -90, maximum: 90, description: 'WGS 84 degrees.' })
  @IsNumber()
  @IsLatitude()
  lat!: number;

  @ApiProperty({ example: -77.0428, minimum: -180, maximum: 180, description: 'WGS 84 degrees.' })
  @IsNumber()
  @IsLongitude()
  lon!: number;
}

export class DepotDto extends PointDto {
  @ApiPropertyOptional({ example: 'Almacén Lima', maxLength: 120 })
  @Optional()
  @IsString()
  @Length(1, 120)
  name?: string;
}

export class CapacityDto {
  @ApiPropertyOptional({ example: 400_000, minimum: 0, type: 'integer' })
  @Optional()
  @IsInt()
  @Min(0)
  @Max(1_000_000_000)
  weight_grams?: number;

  @ApiPropertyOptional({ example: 2_000_000, minimum: 0, type: 'integer' })
  @Optional()
  @IsInt()
  @Min(0)
  @Max(1_000_000_000)
  volume_cm3?: number;

  @ApiPropertyOptional({ example: 60, minimum: 0, type: 'integer', description: 'An order is one parcel.' })
  @Optional()
  @IsInt()
  @Min(0)
  @Max(10_000)
  parcels?: number;
}

export class DriverDto {
  @ApiProperty({ example: 'DRV001', maxLength: 64 })
  @IsDriverId()
  driver_id!: string;

  @ApiPropertyOptional({ type: PointDto, description: 'Where the driver begins; the depot by default.' })
  @Optional()
  @IsObject()
  @ValidateNested()
  @Type(() => PointDto)
  start?: PointDto;

  @ApiPropertyOptional({ type: PointDto, description: 'Where the driver must end.' })
  @Optional()
  @IsObject()
  @ValidateNested()
  @Type(() => PointDto)
  end?: PointDto;

  @ApiPropertyOptional({ format: 'date-time', example: '2026-11-23T13:00:00.000Z' })
  @Optional()
  @IsInstant()
  shift_start?: string;

  @ApiPropertyOptional({ format: 'date-time', example: '2026-11-23T22:00:00.000Z' })
  @Optional()
  @IsInstant()
  shift_end?: string;

  @ApiPropertyOptional({ type: CapacityDto, description: 'What is left out is unlimited.' })
  @Optional()
  @IsObject()
  @ValidateNested()
  @Type(() => CapacityDto)
  capacity?: CapacityDto;

  @ApiPropertyOptional(SKILLS)
  @Optional()
  @IsArray()
  @ArrayMaxSize(10)
  @IsString({ each: true })
  @Length(1, 32, { each: true })
  skills?: string[];
}

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
