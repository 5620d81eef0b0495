import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ADDRESS_SCHEMA, AddressDto, ProductDto, RecipientDto } from './orders.dto';
import type { OrderView } from './order';
import { PARCEL_STATUSES, ParcelStatus } from './states';

const CENTIMOS = { type: 'integer', description: 'In céntimos of a sol.' } as const;
const INSTANT = { format: 'date-time', example: '2026-11-21T15:04:05.123Z' } as const;

export class OrderLineDto extends ProductDto {
  @ApiProperty({ ...CENTIMOS, example: 15900 }) subtotal!: number;
  @ApiProperty({ ...CENTIMOS, example: 2862 }) igv!: number;
  @ApiProperty({ ...CENTIMOS, example: 18762 }) total!: number;
}

/** An order as the API shows it. */
export class OrderDto {
  @ApiProperty({ format: 'uuid', example: '01936f0e-7a3b-7c11-9d2e-3f4a5b6c7d8e' }) order_id!: string;
  @ApiProperty({ example: 'DNX01JDQGWYHVFG8SVBHZ9ABCFZCEX', description: 'What is printed on the label.' })
  tracking_id!: string;
  @ApiProperty({ example: 1, type: 'integer', description: 'Also the ETag.' }) version!: number;
  @ApiProperty(INSTANT) created_at!: string;
  @ApiProperty(INSTANT) updated_at!: string;
  @ApiProperty({ enum: PARCEL_STATUSES, enumName: 'ParcelStatus', example: 'CREATED' }) status!: ParcelStatus;
  @ApiProperty({ example: 'SHOP-LIMA-01' }) customer_id!: string;
  @ApiPropertyOptional({ example: 'PEDIDO-1001' }) reference?: string;
  @ApiProperty({ type: RecipientDto }) recipient!: RecipientDto;
  @ApiProperty({ type: [OrderLineDto] }) products!: OrderLineDto[];
  @ApiProperty(ADDRESS_SCHEMA) delivery_address!: string | AddressDto;
  @ApiPropertyOptional(INSTANT) time_window_start?: string;
  @ApiPropertyOptional(INSTANT) time_window_end?: string;
  @ApiPropertyOptional({ ...INSTANT, description: 'From the route that the order is on.' })
  estimated_delivery_at?: string;
  @ApiPropertyOptional({ example: 'Tocar el timbre 302' }) notes?: string;
  @ApiPropertyOptional({ type: 'object', additionalProperties: { type: 'string' }, example: { channel: 'web' } })
  metadata?: Record<string, string>;
  @ApiProperty({ ...CENTIMOS, example: 15900 }) subtotal!: number;
  @ApiProperty({ ...CENTIMOS, example: 2862 }) igv!: number;
  @ApiProperty({ ...CENTIMOS, example: 18762 }) total!: number;
  @ApiProperty({ enum: ['PEN'], example: 'PEN' }) currency!: 'PEN';
  @ApiProperty({ example: 0, type: 'integer' }) attempt_count!: number;
  @ApiProperty({ example: false, description: 'Delivered without having been scanned out for delivery.' })
  missing_scan!: boolean;
  @ApiPropertyOptional({ example: '01936f10-1c2d-7e3f-8a4b-5c6d7e8f9a0b' }) route_id?: string;
  @ApiPropertyOptional({ example: 'DRV001' }) driver_id?: string;
}

export class OrderPageDto {
  @ApiProperty({ type: [OrderDto] }) items!: OrderView[];
  @ApiProperty({
    type: String,
    nullable: true,
    example: null,
    description: 'For the `cursor` of the next page; `null` on the last.',
  })
  next_cursor!: string | null;
}
