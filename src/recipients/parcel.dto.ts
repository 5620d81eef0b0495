import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { STOPPABLE_CHANNELS, type StoppableChannel } from '../orders/opt-outs';
import { WISH_KINDS, type WishKind } from '../tracking/fold';
import { PARCEL_STATUSES, type ParcelStatus, REASON_CODES, type ReasonCode } from '../orders/states';

const STATUS = { enum: PARCEL_STATUSES, enumName: 'ParcelStatus', example: 'OUT_FOR_DELIVERY' };
const INSTANT = { type: String, format: 'date-time', example: '2026-11-21T15:04:05.000Z' } as const;

/** One line of what happened to a parcel, in its own time. */
export class ParcelHistoryEntryDto {
  @ApiPropertyOptional({ ...STATUS, description: 'Absent where the recipient asked for something.' })
  readonly status?: ParcelStatus;

  @ApiPropertyOptional({
    enum: WISH_KINDS,
    enumName: 'WishKind',
    example: 'note',
    description: 'What the recipient asked for.',
  })
  readonly kind?: WishKind;

  @ApiPropertyOptional({
    type: String,
    format: 'date',
    example: '2026-11-24',
    description: 'With reschedule: the day.',
  })
  readonly day?: string;

  @ApiPropertyOptional({
    enum: REASON_CODES,
    enumName: 'ReasonCode',
    example: 'CONSIGNEE_ABSENT',
    description: 'Of a failed attempt: why.',
  })
  readonly reason_code?: ReasonCode;

  @ApiProperty(INSTANT) readonly occurred_at!: string;

  @ApiProperty({ example: false, description: 'Whether it takes the place of something that was told and was wrong.' })
  readonly correction!: boolean;
}

/** One way by which the recipient is told. */
export class ParcelChannelDto {
  @ApiProperty({ enum: STOPPABLE_CHANNELS, enumName: 'MessageChannel', example: 'sms' })
  readonly name!: StoppableChannel;
  @ApiProperty({ example: false, description: 'Whether the recipient wants no more of it.' })
  readonly stopped!: boolean;
}

/** What the holder of a parcel's link sees of it: nothing that would help who found the link, neither address nor whole name. */
export class ParcelViewDto {
  @ApiProperty({ example: 'DNX01JDQGWYHVFG8SVBHZ9ABCFZCEX', description: 'What is printed on the label.' })
  readonly tracking_id!: string;

  @ApiProperty(STATUS) readonly status!: ParcelStatus;

  @ApiProperty({ example: true, description: 'Whether the courier is still to bring it.' })
  readonly under_way!: boolean;

  @ApiPropertyOptional({ example: 'Ana G.', description: 'The first name, and of each other one its letter.' })
  readonly recipient_name?: string;

  @ApiPropertyOptional({ example: 'Zapatería Gamarra', description: 'The shop that sends it.' })
  readonly shop_name?: string;

  @ApiPropertyOptional({ example: 'Miraflores', description: 'Where it goes, no nearer than that.' })
  readonly district?: string;

  @ApiPropertyOptional({
    example: 'Agencia Miraflores',
    description: 'Where it waits, while it waits to be collected.',
  })
  readonly pickup_point?: string;

  @ApiProperty({ example: 'soporte@dinex.example', description: 'Where the courier is reached.' })
  readonly contact!: string;

  @ApiProperty({
    type: String,
    format: 'date',
    example: '2026-11-23',
    description: 'The day in Lima it is planned for.',
  })
  readonly service_day!: string;

  @ApiPropertyOptional(INSTANT) readonly time_window_start?: string;
  @ApiPropertyOptional(INSTANT) readonly time_window_end?: string;
  @ApiPropertyOptional(INSTANT) readonly estimated_delivery_at?: string;

  @ApiProperty({ type: 'integer', example: 3, description: 'How often the courier may still come.' })
  readonly attempts_left!: number;

  @ApiProperty({
    type: [String],
    example: ['2026-11-24'],
    description: 'The days that may be asked for now, by `POST /t/{token}/day`.',
  })
  readonly days!: readonly string[];

  @ApiProperty({ type: [ParcelChannelDto], description: 'By what the recipient is told, and what of it was stopped.' })
  readonly channels!: readonly ParcelChannelDto[];

  @ApiProperty({ type: [ParcelHistoryEntryDto], description: 'Newest first.' })
  readonly history!: readonly ParcelHistoryEntryDto[];
}

/** The link under which a recipient follows a parcel. */
export class RecipientLinkDto {
  @ApiProperty({ type: String, format: 'uuid', example: '01936f0e-7a3b-7c11-9d2e-3f4a5b6c7d8e' })
  readonly order_id!: string;

  @ApiProperty({ type: 'integer', example: 2, description: "The order's, also the ETag." })
  readonly version!: number;

  @ApiProperty({
    type: String,
    format: 'uri-reference',
    example: 'https://api.dinex.example/prod/t/kq0vXb1v3nJk0Q5m2b1c7A',
    description: 'Whoever has it sees the parcel: keep it out of logs. Without PUBLIC_BASE_URL it is a path.',
  })
  readonly url!: string;
}
