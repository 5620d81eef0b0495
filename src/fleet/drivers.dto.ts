import { ApiProperty } from '@nestjs/swagger';
import { AnyText, Code, Flag, Identifier, OneOf, Part, Text, Texts, Whole } from '../http/properties';
import { MergePatchType } from '../http/property';
import { ENTRY_VERSION, INSTANT_OF_ENTRY, RegisterPageDto } from './register.dto';
import { VEHICLE_KINDS, type VehicleKind } from './vehicle-kinds';

const TIME_OF_DAY = /^([01]\d|2[0-3]):[0-5]\d$/;

/** What a vehicle carries; what is left out is unlimited. A vehicle that carries nothing is none, so that no figure is 0. */
export class VehicleCapacityDto {
  @Whole({ min: 1, max: 1_000_000_000 }, { optional: true, example: 400_000 })
  readonly weight_grams?: number;

  @Whole({ min: 1, max: 1_000_000_000 }, { optional: true, example: 2_000_000 })
  readonly volume_cm3?: number;

  @Whole({ min: 1, max: 10_000 }, { optional: true, example: 60, description: 'An order is one parcel.' })
  readonly parcels?: number;
}

export class VehicleDto {
  @OneOf(VEHICLE_KINDS, { optional: true, enumName: 'VehicleKind', example: 'VAN' })
  readonly kind?: VehicleKind;

  @Part(() => VehicleCapacityDto, { optional: true })
  readonly capacity?: VehicleCapacityDto;
}

/** When a driver works, on each day in Lima. */
export class ShiftDto {
  @Code(TIME_OF_DAY, 'a time of the day in Lima such as 08:00', { example: '08:00' })
  readonly start!: string;

  @Code(TIME_OF_DAY, 'a time of the day in Lima such as 18:00', {
    example: '18:00',
    description: 'After the start, on the same day.',
  })
  readonly end!: string;
}

/** What is said of a driver when one is registered. */
export class NewDriverDto {
  @Identifier({ example: 'DRV001', description: 'Any but `me`, which is what drivers call themselves.' })
  readonly driver_id!: string;

  @Text(120, { example: 'Luis Huamán Rojas' })
  readonly name!: string;

  @AnyText({ max: 30 }, { optional: true, example: '+51999111222', description: 'Any usual form; told in E.164.' })
  readonly phone?: string;

  @Text(12, { optional: true, example: 'ABC-123', description: 'The number plate of the vehicle.' })
  readonly plate?: string;

  @Part(() => VehicleDto, { optional: true })
  readonly vehicle?: VehicleDto;

  @Texts({ max: 10, length: 32 }, { optional: true, example: ['cold_box'] })
  readonly skills?: readonly string[];

  @Part(() => ShiftDto, { optional: true, description: 'Without one a working day from when the route leaves.' })
  readonly shift?: ShiftDto;

  @Identifier({
    optional: true,
    description: 'The registered depot where the driver begins, such as DEPOT-LIMA.',
  })
  readonly home_depot_id?: string;

  @Flag({ default: true, description: 'No plan takes a driver who is not active.' })
  readonly active: boolean = true;
}

/** A driver as the register has it. */
export class RegisteredDriverDto extends NewDriverDto {
  @ApiProperty(ENTRY_VERSION) readonly version!: number;
  @ApiProperty(INSTANT_OF_ENTRY) readonly created_at!: string;
  @ApiProperty(INSTANT_OF_ENTRY) readonly updated_at!: string;
}

/** A JSON Merge Patch (RFC 7396) of what may change of a driver. */
export class PatchDriverDto extends MergePatchType(NewDriverDto, ['driver_id']) {}

export class DriverPageDto extends RegisterPageDto {
  @ApiProperty({ type: [RegisteredDriverDto] }) readonly items!: readonly RegisteredDriverDto[];
}
