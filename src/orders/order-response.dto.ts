import { ApiProperty, ApiPropertyOptional, OmitType, PickType } from '@nestjs/swagger';
import type { OrderId, TrackingId } from '../kernel/ids';
import { CreateOrderDto, ProductDto, RecipientDto } from './orders.dto';
import { PARCEL_STATUSES, ParcelStatus } from './states';

const CENTIMOS = { type: 'integer', description: 'In céntimos of a sol.' } as const;
const INSTANT = { format: 'date-time', example: '2026-11-21T15:04:05.123Z' } as const;

export class OrderLineDto extends ProductDto {
  @ApiProperty({ ...CENTIMOS, example: 15900 }) readonly subtotal!: number;
  @ApiProperty({ ...CENTIMOS, example: 2862 }) readonly igv!: number;
  @ApiProperty({ ...CENTIMOS, example: 18762 }) readonly total!: number;
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

  @ApiProperty({ example: false, description: 'Delivered without having been scanned out for delivery.' })
  readonly missing_scan!: boolean;

  @ApiPropertyOptional({ ...INSTANT, description: 'From the route that the order is on.' })
  readonly estimated_delivery_at?: string;

  @ApiPropertyOptional({ example: '01936f10-1c2d-7e3f-8a4b-5c6d7e8f9a0b' }) readonly route_id?: string;
  @ApiPropertyOptional({ example: 'DRV001' }) readonly driver_id?: string;
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

export class OrderPageDto {
  @ApiProperty({ type: [OrderDto] }) readonly items!: readonly OrderDto[];

  @ApiProperty({
    type: String,
    nullable: true,
    example: null,
    description: 'For the `cursor` of the next page; `null` on the last.',
  })
  readonly next_cursor!: string | null;
}
