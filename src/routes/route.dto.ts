import { ApiProperty, ApiPropertyOptional, getSchemaPath, OmitType } from '@nestjs/swagger';
import { FORMATS } from './documents/representations';
import {
  ROUTE_STATUSES,
  RouteStatus,
  STOP_OUTCOMES,
  STOP_STATES,
  StopOutcome,
  StopState,
  UNASSIGNED_REASONS,
  UnassignedReason,
} from './route-states';
import { PLAN_STATUSES, PlanStatus } from './plans/plan-record';
import { DepotDto, DriverDto } from './driver.dto';

const INSTANT = { format: 'date-time', example: '2026-11-23T13:20:00.000Z' } as const;
const SECONDS = { type: 'integer', example: 180 } as const;
const KM = { example: 12.345 } as const;
const KM_OR_NULL = { type: Number, nullable: true, example: 15.1 } as const;
const UUID = { format: 'uuid', example: '01936f0e-7a3b-7c11-9d2e-3f4a5b6c7d8e' } as const;

export class LoadDto {
  @ApiProperty({ type: 'integer', example: 12_400 }) weight_grams!: number;
  @ApiProperty({ type: 'integer', example: 48_000 }) volume_cm3!: number;
  @ApiProperty({ type: 'integer', example: 7 }) parcels!: number;
}

export class StopLinksDto {
  @ApiProperty({ format: 'uri', example: 'https://waze.com/ul?ll=-12.1211,-77.0297&navigate=yes' }) waze!: string;
  @ApiProperty({ format: 'uri', example: 'https://www.google.com/maps/dir/?api=1&destination=-12.1211,-77.0297' })
  google_maps!: string;
}

export class RouteStopDto {
  @ApiProperty({ type: 'integer', example: 1, description: 'From 1, in visiting order.' }) sequence!: number;
  @ApiProperty(UUID) order_id!: string;
  @ApiProperty({ example: 'DNX01JDQGWYHVFG8SVBHZ9ABCFZCEX' }) tracking_id!: string;
  @ApiProperty({ example: -12.1211 }) lat!: number;
  @ApiProperty({ example: -77.0297 }) lon!: number;
  @ApiProperty({ enum: ['point', 'district', 'province'], description: 'How exactly the place is known.' })
  precision!: string;
  @ApiPropertyOptional({ example: 'Miraflores' }) district?: string;
  @ApiProperty(INSTANT) arrival_at!: string;
  @ApiProperty({ ...SECONDS, example: 0, description: 'Until its time window opens.' }) waiting_seconds!: number;
  @ApiProperty(SECONDS) service_seconds!: number;
  @ApiProperty(INSTANT) departure_at!: string;
  @ApiProperty({ type: LoadDto, description: 'On board after this stop.' }) load!: LoadDto;
  @ApiProperty({ ...KM, example: 1.2 }) leg_distance_km!: number;
  @ApiProperty(KM) cumulative_distance_km!: number;
  @ApiPropertyOptional({ type: 'integer', example: 50 }) priority?: number;
  @ApiPropertyOptional({ type: [String], example: ['cold_box'] }) skills?: string[];
  @ApiProperty({ enum: STOP_STATES, enumName: 'StopState', example: 'NEW' }) state!: StopState;
  @ApiPropertyOptional({ enum: STOP_OUTCOMES, enumName: 'StopOutcome', description: 'Of a CLOSED stop.' })
  outcome?: StopOutcome;
  @ApiProperty({ type: StopLinksDto, description: 'Open the driver’s navigation to this stop.' }) links!: StopLinksDto;
}

export class UnassignedDto {
  @ApiProperty(UUID) order_id!: string;
  @ApiProperty({ enum: UNASSIGNED_REASONS, enumName: 'UnassignedReason', example: 'NO_COORDINATES' })
  reason_code!: UnassignedReason;
  @ApiPropertyOptional({ example: 'The address names no district.' }) detail?: string;
  @ApiPropertyOptional({ ...UUID, description: 'The open route it is on.' }) route_id?: string;
}

export class BaselineDto {
  @ApiProperty({ ...KM_OR_NULL, description: 'The same orders by nearest neighbour; null where that is not possible.' })
  nearest_neighbour_km!: number | null;
  @ApiProperty({ ...KM_OR_NULL, description: 'The same orders as they were given.' }) given_order_km!: number | null;
  @ApiProperty({
    ...KM_OR_NULL,
    example: 18.2,
    description: 'How much shorter than the nearest neighbour, in per cent.',
  })
  improvement_pct!: number | null;
}

export class MatrixUseDto {
  @ApiProperty({ example: 'estimate', description: 'Where distances and times come from.' }) source!: string;
  @ApiPropertyOptional({ example: 'timeout', description: 'Why it is not the configured provider.' })
  fallback_reason?: string;
}

export class RouteDto {
  @ApiProperty(UUID) route_id!: string;
  @ApiProperty({ example: 'DRV001' }) driver_id!: string;
  @ApiProperty(UUID) plan_id!: string;
  @ApiProperty({ enum: ROUTE_STATUSES, enumName: 'RouteStatus', example: 'PLANNED' }) status!: RouteStatus;
  @ApiProperty({ type: 'integer', example: 2, description: 'Also the ETag.' }) version!: number;
  @ApiProperty(INSTANT) created_at!: string;
  @ApiProperty(INSTANT) updated_at!: string;
  @ApiProperty(INSTANT) departure_at!: string;
  @ApiPropertyOptional({ type: DepotDto }) depot?: DepotDto;
  @ApiProperty({ type: DriverDto }) driver!: DriverDto;
  @ApiProperty({ type: [String], example: [UUID.example], description: 'In visiting order.' }) order_ids!: string[];
  @ApiProperty({ type: 'integer', example: 12 }) stops!: number;
  @ApiProperty({ type: [RouteStopDto] }) sequence!: RouteStopDto[];
  @ApiProperty(KM) estimated_distance_km!: number;
  @ApiProperty({ ...SECONDS, example: 9_300 }) estimated_duration_seconds!: number;
  @ApiPropertyOptional({ type: BaselineDto }) baseline?: BaselineDto;
  @ApiPropertyOptional({
    example: true,
    description: 'Some stops are known by their district only: the road is longer.',
  })
  approximate?: boolean;
  @ApiProperty({ type: MatrixUseDto }) matrix!: MatrixUseDto;
  @ApiProperty({ type: 'integer', example: 1_840, description: 'Of the planner.' }) iterations!: number;
  @ApiProperty({ type: [UnassignedDto] }) unassigned!: UnassignedDto[];
}

export class RouteSummaryDto extends OmitType(RouteDto, ['sequence']) {}

export class RoutePageDto {
  @ApiProperty({ type: [RouteSummaryDto] }) items!: RouteSummaryDto[];
  @ApiProperty({
    type: String,
    nullable: true,
    example: null,
    description: 'For the `cursor` of the next page; `null` on the last.',
  })
  next_cursor!: string | null;
}

/** A fleet's plan: made at once, or behind the queue. */
export class PlanDto {
  @ApiProperty(UUID) plan_id!: string;
  @ApiProperty({ enum: PLAN_STATUSES, enumName: 'PlanStatus', example: 'QUEUED' }) status!: PlanStatus;
  @ApiProperty({ type: 'integer', example: 1 }) version!: number;
  @ApiProperty(INSTANT) created_at!: string;
  @ApiProperty(INSTANT) updated_at!: string;
  @ApiProperty({ type: [RouteDto], description: 'Once it is DONE.' }) routes!: RouteDto[];
  @ApiProperty({ type: [UnassignedDto] }) unassigned!: UnassignedDto[];
  @ApiPropertyOptional({ ...KM, description: 'Of all routes, once it is DONE.' }) estimated_distance_km?: number;
  @ApiPropertyOptional({ type: BaselineDto }) baseline?: BaselineDto;
  @ApiPropertyOptional({ type: 'integer', example: 1_840 }) iterations?: number;
  @ApiPropertyOptional({ example: 'The plan could not be made.', description: 'Of a FAILED one.' }) failure?: string;
}

/** The bodies of `GET /routes/{route_id}` by media type. */
export const REPRESENTATIONS = {
  [FORMATS.json]: { schema: { $ref: getSchemaPath(RouteDto) } },
  [FORMATS.geojson]: {
    schema: { type: 'object', description: 'RFC 7946: a FeatureCollection of the line, depot and stops.' },
  },
  [FORMATS.gpx]: { schema: { type: 'string', description: 'GPX 1.1.' } },
  [FORMATS.svg]: { schema: { type: 'string', description: 'A printable map.' } },
  [FORMATS.polyline]: { schema: { type: 'string', description: 'Google’s encoded polyline, precision 5.' } },
} as const;
