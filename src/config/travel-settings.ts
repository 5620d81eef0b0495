import { applyDecorators } from '@nestjs/common';
import { plainToInstance, Transform } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsNumber,
  IsString,
  Length,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import type { CitySpeeds } from '../geo/travel-speeds';

/** km/h: slower stands still, and faster drives no van. */
const SLOWEST = 3;
const FASTEST = 120;

/** Takes a speed in km/h that a van can have. */
export const IsSpeed = (options: { readonly each?: boolean } = {}): PropertyDecorator =>
  applyDecorators(IsNumber({}, options), Min(SLOWEST, options), Max(FASTEST, options));

/** One city in `CITY_SPEEDS`. */
export class CitySetting implements CitySpeeds {
  @IsString() @Length(1, 60) city!: string;
  @IsNumber() @Min(-90) @Max(90) lat!: number;
  @IsNumber() @Min(-180) @Max(180) lon!: number;
  @IsNumber() @Min(0.1) @Max(500) radius_km!: number;
  @IsSpeed() mean_kmh!: number;
  @IsArray() @ArrayMinSize(24) @ArrayMaxSize(24) @IsSpeed({ each: true }) by_hour_kmh!: number[];
}

const MOST_CITIES = 50;
const message = `must be a JSON list of at most ${MOST_CITIES} cities`;

/** Takes a JSON list of cities, or the list itself. */
export const IsCities = (): PropertyDecorator =>
  applyDecorators(
    Transform(({ value }: { value: unknown }) => toCities(fromJson(value))),
    IsArray({ message }),
    ArrayMaxSize(MOST_CITIES, { message }),
    ValidateNested({ message }),
  );

const toCities = (value: unknown): unknown =>
  Array.isArray(value) ? value.map((city: unknown) => plainToInstance(CitySetting, city)) : value;

/** Returns the list that a text spells in JSON, and anything else as it is. */
function fromJson(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    const parsed: unknown = JSON.parse(value);
    return Array.isArray(parsed) ? parsed : value;
  } catch {
    return value;
  }
}
