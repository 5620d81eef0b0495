import { ApiProperty, ApiPropertyOptional, OmitType, PickType } from '@nestjs/swagger';
import type { OrderId, TrackingId } from '../kernel/ids';
import { ActorDto } from '../access/changes.dto';
import { CreateOrderDto, ProductDto, RecipientDto } from './orders.dto';
import {
  PARCEL_STATUSES,
  type ParcelStatus,
  REASON_CODES,
  type ReasonCode,
  REFUSALS,
  STOP_OUTCOMES,
  type StopOutcome,
  type Refusal,
} from './states';

const CENTIMOS = { type: 'integer', description: 'In céntimos of a sol.' } as const;
const INSTANT = { format: 'date-time', example: '2026-11-21T15:04:05.123Z' } as const;

export class OrderLineDto extends ProductDto {
  @ApiProperty({ ...CENTIMOS, example: 15900 }) readonly subtotal!: number;
  @ApiProperty({ ...CENTIMOS, example: 2862 }) readonly igv!: number;
  @ApiProperty({ ...CENTIMOS, example: 18762 }) readonly total!: number;
}

/** A route that an order was on. */
export class FormerRouteDto {
  @ApiProperty({ example: '01936f10-1c2d-7e3f-8a4b-5c6d7e8f9a0b' }) readonly route_id!: string;
  @ApiProperty({ example: 'DRV001' }) readonly driver_id!: string;

  @ApiProperty({ ...INSTANT, description: 'When the order left the route, or the route ended.' })
  readonly until!: string;

  @ApiProperty({ enum: STOP_OUTCOMES, enumName: 'StopOutcome', example: 'FAILED', description: 'Of its stop there.' })
  readonly outcome!: StopOutcome;
}

/** Who handed a parcel over, as far as the scan says so. */
export class DelivererDto extends PickType(ActorDto, ['role', 'subject', 'driver_id']) {
  @ApiPropertyOptional({ example: '01936f10-1c2d-7e3f-8a4b-5c6d7e8f9a0b' }) readonly route_id?: string;
}

/** A scan of an earlier time that came too late to be taken: a dispatcher decides what it means. */
export class RefusedScanDto {
  @ApiProperty({ example: 'scan-7f3a' }) readonly event_id!: string;
  @ApiProperty({ enum: PARCEL_STATUSES, enumName: 'ParcelStatus', example: 'ATTEMPT_FAILED' })
  readonly status!: ParcelStatus;
  @ApiPropertyOptional({ enum: REASON_CODES, enumName: 'ReasonCode', example: 'CONSIGNEE_ABSENT' })
  readonly reason_code?: ReasonCode;
  @ApiProperty({ ...INSTANT, description: 'By the device.' }) readonly occurred_at!: string;
  @ApiProperty({ ...INSTANT, description: 'When it was refused.' }) readonly refused_at!: string;
  @ApiProperty({ enum: REFUSALS, enumName: 'Refusal', example: 'unsettles', description: 'Why it was refused.' })
  readonly why!: Refusal;
  @ApiProperty({ type: ActorDto }) readonly actor!: ActorDto;
}

/** An order as the API shows it: what the shop said, and what became of it. */
export class OrderDto extends OmitType(CreateOrderDto, ['products']) {
  @ApiProperty({ type: String, format: 'uuid', example: '01936f0e-7a3b-7c11-9d2e-3f4a5b6c7d8e' })
  readonly order_id!: OrderId;

  @ApiProperty({
    type: String,
    example: 'DNX01JDQGWYHVFG8SVBHZ9ABCFZCEX',
    description: 'What is printed on the label.',
  })
  readonly tracking_id!: TrackingId;

  @ApiProperty({ type: 'integer', example: 1, description: 'Also the ETag.' }) readonly version!: number;
  @ApiProperty(INSTANT) readonly created_at!: string;
  @ApiProperty(INSTANT) readonly updated_at!: string;

  @ApiProperty({ enum: PARCEL_STATUSES, enumName: 'ParcelStatus', example: 'CREATED' })
  readonly status!: ParcelStatus;

  @ApiProperty({
    format: 'date',
    example: '2026-11-23',
    description: 'The day in Lima on which it is to be delivered: that of its time window, else of its creation.',
  })
  readonly service_day!: string;

  @ApiProperty({ type: [OrderLineDto] }) readonly products!: readonly OrderLineDto[];
  @ApiProperty({ ...CENTIMOS, example: 15900 }) readonly subtotal!: number;
  @ApiProperty({ ...CENTIMOS, example: 2862 }) readonly igv!: number;
  @ApiProperty({ ...CENTIMOS, example: 18762 }) readonly total!: number;
  @ApiProperty({ enum: ['PEN'], example: 'PEN' }) readonly currency!: 'PEN';
  @ApiProperty({ type: 'integer', example: 0 }) readonly attempt_count!: number;

  @ApiPropertyOptional({ type: 'integer', example: 1, description: 'Attempts granted beyond the usual three.' })
  readonly attempts_granted?: number;

  @ApiProperty({ example: false, description: 'A scan that belongs on its way was left out.' })
  readonly missing_scan!: boolean;

  @ApiPropertyOptional({ ...INSTANT, description: 'From the route that the order is on.' })
  readonly estimated_delivery_at?: string;

  @ApiPropertyOptional({ example: '01936f10-1c2d-7e3f-8a4b-5c6d7e8f9a0b' }) readonly route_id?: string;
  @ApiPropertyOptional({ example: 'DRV001' }) readonly driver_id?: string;

  @ApiPropertyOptional({ ...INSTANT, description: 'When the parcel was handed over; while it is DELIVERED.' })
  readonly delivered_at?: string;

  @ApiPropertyOptional({ type: DelivererDto, description: 'Shown to dispatchers and operators.' })
  readonly delivered_by?: DelivererDto;

  @ApiPropertyOptional({
    type: [FormerRouteDto],
    description: 'The last five routes that the order was on. Shown to dispatchers and operators.',
  })
  readonly former_routes?: readonly FormerRouteDto[];

  @ApiPropertyOptional({
    type: [RefusedScanDto],
    description: 'The last ten scans that came too late to be taken, oldest first. Shown to dispatchers and operators.',
  })
  readonly refused_scans?: readonly RefusedScanDto[];
}

export class RecipientForDriverDto extends PickType(RecipientDto, ['name', 'phone']) {}

/** An order as the driver sees it on whose route it is: where it goes and to whom. */
export class OrderForDriverDto extends PickType(OrderDto, [
  'order_id',
  'tracking_id',
  'version',
  'status',
  'delivery_address',
  'time_window_start',
  'time_window_end',
  'estimated_delivery_at',
  'attempt_count',
  'notes',
  'route_id',
]) {
  @ApiPropertyOptional({ type: RecipientForDriverDto }) readonly recipient?: RecipientForDriverDto;
}
