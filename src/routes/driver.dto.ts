import { ApiProperty, ApiPropertyOptional, ApiPropertyOptions } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
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
import { IsInstant, Optional } from '../http/fields';

const DRIVER_ID = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/;
export const SKILLS: ApiPropertyOptions = { type: [String], maxItems: 10, example: ['cold_box'] };

/** A driver id as every request spells it. */
export const IsDriverId = (): PropertyDecorator =>
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
