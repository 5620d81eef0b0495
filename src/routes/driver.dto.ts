import { AnyText, Identifier, Instant, Latitude, Longitude, Part, Texts, Whole } from '../http/properties';

export class PointDto {
  @Latitude({ example: -12.0464, description: 'WGS 84 degrees.' })
  readonly lat!: number;

  @Longitude({ example: -77.0428, description: 'WGS 84 degrees.' })
  readonly lon!: number;
}

/** Where the parcels lie before a route begins. */
export class DepotDto extends PointDto {
  @AnyText({ min: 1, max: 120 }, { optional: true, example: 'Almacén Lima' })
  readonly name?: string;
}

export class CapacityDto {
  @Whole({ min: 0, max: 1_000_000_000 }, { optional: true, example: 400_000 })
  readonly weight_grams?: number;

  @Whole({ min: 0, max: 1_000_000_000 }, { optional: true, example: 2_000_000 })
  readonly volume_cm3?: number;

  @Whole({ min: 0, max: 10_000 }, { optional: true, example: 60, description: 'An order is one parcel.' })
  readonly parcels?: number;
}

/** The most skills that a driver has or a stop needs, and the most characters of one. */
export const SKILLS = { max: 10, length: 32 } as const;

/** A driver as a plan takes them; a route keeps this, so that the rest of the day can be planned again on the same terms. */
export class DriverDto {
  @Identifier({ example: 'DRV001' })
  readonly driver_id!: string;

  @Part(() => PointDto, {
    optional: true,
    description: 'Where the driver begins; the depot by default, else the registered home depot.',
  })
  readonly start?: PointDto;

  @Part(() => PointDto, { optional: true, description: 'Where the driver must end.' })
  readonly end?: PointDto;

  @Instant({ optional: true, example: '2026-11-23T13:00:00.000Z', description: 'The registered shift by default.' })
  readonly shift_start?: string;

  @Instant({ optional: true, example: '2026-11-23T22:00:00.000Z' })
  readonly shift_end?: string;

  @Part(() => CapacityDto, { optional: true, description: 'What is left out is as registered, and else unlimited.' })
  readonly capacity?: CapacityDto;

  @Texts(SKILLS, { optional: true, example: ['cold_box'] })
  readonly skills?: readonly string[];
}
