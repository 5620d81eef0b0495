import { ApiProperty, ApiPropertyOptional, IntersectionType, OmitType } from '@nestjs/swagger';
import type { GeocodePrecision } from '../geo/geocoder';
import { Texts, Whole } from '../http/properties';
import type { OrderId, TrackingId } from '../kernel/ids';
import { DepotDto, DriverDto, PointDto, SKILLS } from './driver.dto';
import { OrderForDriverDto } from '../orders/order-response.dto';
import { STOP_OUTCOMES, type StopOutcome } from '../orders/states';
import {
  PRECISIONS,
  ROUTE_STATUSES,
  type RouteStatus,
  STOP_STATES,
  type StopState,
  UNASSIGNED_REASONS,
  type UnassignedReason,
} from './route-states';

export const INSTANT = { format: 'date-time', example: '2026-11-23T13:20:00.000Z' } as const;
export const UUID = { type: String, format: 'uuid', example: '01936f0e-7a3b-7c11-9d2e-3f4a5b6c7d8e' } as const;
export const KM = { example: 12.345 } as const;
const KM_OR_NULL = { type: Number, nullable: true, example: 15.1 } as const;
const SECONDS = { type: 'integer', example: 180 } as const;

const DAY_SECONDS = 86_400;
/** How long a stop may take, in seconds. */
export const SERVICE = { min: 0, max: DAY_SECONDS } as const;

/** What a vehicle carries, in the three dimensions that couriers bill and load by. */
export class LoadDto {
  @ApiProperty({ type: 'integer', example: 12_400 }) readonly weight_grams!: number;
  @ApiProperty({ type: 'integer', example: 48_000 }) readonly volume_cm3!: number;
  @ApiProperty({ type: 'integer', example: 7 }) readonly parcels!: number;
}

export class StopLinksDto {
  @ApiProperty({ format: 'uri', example: 'https://waze.com/ul?ll=-12.0464,-77.0428&navigate=yes' })
  readonly waze!: string;

  @ApiProperty({ format: 'uri', example: 'https://www.google.com/maps/dir/?api=1&destination=-12.0464,-77.0428' })
  readonly google_maps!: string;
}

/** What a planning request may say about a stop, and the route then keeps. */
export class StopNeedsDto {
  @Whole(
    { min: 0, max: 100 },
    { optional: true, example: 50, description: 'When not all orders fit, the higher is served first; 0 by default.' },
  )
  readonly priority?: number;

  @Texts(SKILLS, { optional: true, example: ['cold_box'] })
  readonly skills?: readonly string[];
}

export class RouteStopDto extends IntersectionType(PointDto, StopNeedsDto) {
  @ApiProperty({ type: 'integer', example: 1, description: 'From 1, in visiting order.' })
  readonly sequence!: number;

  @ApiProperty(UUID) readonly order_id!: OrderId;
  @ApiProperty({ type: String, example: 'DNX01JDQGWYHVFG8SVBHZ9ABCFZCEX' }) readonly tracking_id!: TrackingId;
  @ApiProperty({ enum: PRECISIONS, enumName: 'Precision', description: 'How exactly the place is known.' })
  readonly precision!: GeocodePrecision;
  @ApiPropertyOptional({
    example: 0.8,
    description: 'From 0 to 1: how sure it is that the place is the right one. Below 0.7 a person should look.',
  })
  readonly confidence?: number;

  @ApiPropertyOptional({ example: 'Miraflores' }) readonly district?: string;
  @ApiProperty(INSTANT) readonly arrival_at!: string;
  @ApiProperty({ ...SECONDS, example: 0, description: 'Until its time window opens.' })
  readonly waiting_seconds!: number;

  @ApiPropertyOptional({ ...SECONDS, description: 'How long after its time window it is served, where it is.' })
  readonly late_seconds?: number;

  @ApiProperty(SECONDS) readonly service_seconds!: number;
  @ApiProperty(INSTANT) readonly departure_at!: string;
  @ApiProperty({ type: LoadDto, description: 'On board after this stop.' }) readonly load!: LoadDto;
  @ApiProperty({ ...KM, example: 1.2 }) readonly leg_distance_km!: number;
  @ApiProperty(KM) readonly cumulative_distance_km!: number;
  @ApiProperty({ enum: STOP_STATES, enumName: 'StopState', example: 'NEW' }) readonly state!: StopState;
  @ApiPropertyOptional({
    enum: STOP_OUTCOMES,
    enumName: 'StopOutcome',
    description: 'Of a CLOSED stop, as it is known now.',
  })
  readonly outcome?: StopOutcome;

  @ApiPropertyOptional({
    type: OrderForDriverDto,
    description: 'Whom it goes to and where, phone, notes and window; a driver sees it while the parcel is under way.',
  })
  readonly order?: OrderForDriverDto;

  @ApiPropertyOptional({
    example: 'DRV001',
    description: 'Of a closed stop: who drove it, before the route was handed over.',
  })
  readonly driver_id?: string;

  @ApiProperty({ type: StopLinksDto, description: 'Open the driver’s navigation to this stop.' })
  readonly links!: StopLinksDto;
}

/** An order that is on no route of its plan, and why. */
export class UnassignedDto {
  @ApiProperty(UUID) readonly order_id!: string;
  @ApiProperty({ enum: UNASSIGNED_REASONS, enumName: 'UnassignedReason', example: 'NO_COORDINATES' })
  readonly reason_code!: UnassignedReason;

  @ApiPropertyOptional({ example: 'The address names no district.' }) readonly detail?: string;
  @ApiPropertyOptional({ ...UUID, description: 'The open route it is on.' }) readonly route_id?: string;
}

/** Lengths of the same visits without optimisation. */
export class BaselineDto {
  @ApiProperty({ ...KM_OR_NULL, description: 'The same orders by nearest neighbour; null where that is not possible.' })
  readonly nearest_neighbour_km!: number | null;

  @ApiProperty({ ...KM_OR_NULL, description: 'The same orders as they were given.' })
  readonly given_order_km!: number | null;

  @ApiProperty({
    ...KM_OR_NULL,
    example: 18.2,
    description: 'How much shorter than the nearest neighbour, in per cent.',
  })
  readonly improvement_pct!: number | null;
}

export class MatrixUseDto {
  @ApiProperty({ example: 'estimate', description: 'Where distances and times come from.' }) readonly source!: string;
  @ApiPropertyOptional({ example: 'timeout', description: 'Why it is not the configured provider.' })
  readonly fallback_reason?: string;
}

/** A driver's sequence of stops, as the API shows it. What is stored of it and how that is read follow this class. */
export class RouteDto {
  @ApiProperty(UUID) readonly route_id!: string;
  @ApiProperty({ example: 'DRV001' }) readonly driver_id!: string;
  @ApiPropertyOptional({ type: [String], example: ['DRV002'], description: 'Who drove it before it was handed over.' })
  readonly former_driver_ids?: readonly string[];

  @ApiPropertyOptional({
    type: [String],
    example: [UUID.example],
    description: 'The routes that open stops of it were handed over to.',
  })
  readonly handed_over_to?: readonly string[];

  @ApiProperty(UUID) readonly plan_id!: string;
  @ApiProperty({ enum: ROUTE_STATUSES, enumName: 'RouteStatus', example: 'PLANNED' }) readonly status!: RouteStatus;
  @ApiProperty({ type: 'integer', example: 2, description: 'Also the ETag.' }) readonly version!: number;
  @ApiProperty(INSTANT) readonly created_at!: string;
  @ApiProperty(INSTANT) readonly updated_at!: string;
  @ApiPropertyOptional({ ...INSTANT, description: 'When it was completed or cancelled.' }) readonly ended_at?: string;
  @ApiProperty({ format: 'date', example: '2026-11-23', description: 'The day in Lima on which it leaves.' })
  readonly service_day!: string;

  @ApiProperty(INSTANT) readonly departure_at!: string;
  @ApiPropertyOptional({ type: DepotDto }) readonly depot?: DepotDto;
  @ApiProperty({ type: DriverDto }) readonly driver!: DriverDto;
  @ApiProperty({ type: [String], example: [UUID.example], description: 'In visiting order.' })
  readonly order_ids!: readonly OrderId[];

  @ApiProperty({ type: 'integer', example: 12 }) readonly stops!: number;
  @ApiProperty({ type: [RouteStopDto] }) readonly sequence!: readonly RouteStopDto[];
  @ApiProperty({ ...KM, description: 'With the way back where the route has an end.' })
  readonly estimated_distance_km!: number;

  @ApiProperty({ ...SECONDS, example: 9_300 }) readonly estimated_duration_seconds!: number;
  @ApiPropertyOptional({
    ...SECONDS,
    example: 1_200,
    description: 'How long after the end of the shift, or of the working day, the route ends, where it does.',
  })
  readonly overtime_seconds?: number;

  @ApiPropertyOptional({ type: BaselineDto }) readonly baseline?: BaselineDto;
  @ApiPropertyOptional({
    type: Boolean,
    example: true,
    description: 'Some stops are known by their district only: the road is longer.',
  })
  readonly approximate?: true;

  @ApiProperty({ type: MatrixUseDto }) readonly matrix!: MatrixUseDto;
  @ApiProperty({ type: 'integer', example: 1_840, description: 'Of the planner.' }) readonly iterations!: number;
  @ApiProperty({ type: [UnassignedDto] }) readonly unassigned!: readonly UnassignedDto[];
}

/** A route in a list: a page of them with their stops would be megabytes. */
export class RouteSummaryDto extends OmitType(RouteDto, ['sequence']) {}

export class RoutePageDto {
  @ApiProperty({ type: [RouteSummaryDto] }) readonly items!: readonly RouteSummaryDto[];
  @ApiProperty({
    type: String,
    nullable: true,
    example: null,
    description: 'For the `cursor` of the next page; `null` on the last.',
  })
  readonly next_cursor!: string | null;
}
