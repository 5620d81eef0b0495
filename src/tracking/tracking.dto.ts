import { ApiProperty, ApiPropertyOptional, PickType } from '@nestjs/swagger';
import {
  AnyText,
  Code,
  Identifier,
  Instant,
  Latitude,
  Longitude,
  OneOf,
  Text,
  TextOrPart,
  Uuid,
} from '../http/properties';
import { ActorDto } from '../access/changes.dto';
import type { OrderId, TrackingId } from '../kernel/ids';
import { RefusedScanDto } from '../orders/order-response.dto';
import {
  EVENT_REASONS,
  type EventReason,
  PARCEL_STATUSES,
  type ParcelStatus,
  REASON_CODES,
  type ReasonCode,
  REPORTABLE_STATUSES,
  type ReportableStatus,
  STATES,
} from '../orders/states';
import { STOPPABLE_CHANNELS, type StoppableChannel } from '../orders/opt-outs';
import { ATTEMPT_GRANTED, EVENT_KINDS, type EventKind } from './fold';

const STATUS = { enum: PARCEL_STATUSES, enumName: 'ParcelStatus', example: 'IN_TRANSIT' };
const STATUS_LIST = { enum: PARCEL_STATUSES, enumName: 'ParcelStatus', isArray: true };
const INSTANT = { type: String, format: 'date-time', example: '2026-11-21T15:04:05.000Z' } as const;
const ORDER_ID = { type: String, format: 'uuid', example: '01936f0e-7a3b-7c11-9d2e-3f4a5b6c7d8e' } as const;

/** How a client names a tracker: by the order's id, by the tracking id, or by both. */
export class TrackerTargetDto {
  @AnyText(
    { min: 1, max: 64 },
    {
      optional: true,
      example: 'TRK001',
      description:
        'Ours (DNX…), or one of your own: a report on it opens a stand-alone tracker. Needed where order_id is not given.',
    },
  )
  readonly tracking_id?: string;

  @Uuid({ optional: true, example: ORDER_ID.example })
  readonly order_id?: string;
}

export class PlaceDto {
  @Text(120, { optional: true, example: 'Almacén Lurín' })
  readonly name?: string;

  @Latitude({ example: -12.2744 })
  readonly lat!: number;

  @Longitude({ example: -76.8703 })
  readonly lon!: number;
}

/** What a scan, an app or a dispatcher reports of a parcel. */
export class ReportDto extends TrackerTargetDto {
  @OneOf(REPORTABLE_STATUSES, { enumName: 'ReportableStatus', example: 'IN_TRANSIT' })
  readonly status!: ReportableStatus;

  @OneOf(REASON_CODES, {
    optional: true,
    enumName: 'ReasonCode',
    description: 'Why something went wrong; ATTEMPT_FAILED needs one.',
  })
  readonly reason_code?: ReasonCode;

  @Text(500, { optional: true, example: 'Salió del almacén' })
  readonly message?: string;

  @TextOrPart(() => PlaceDto, 200, { optional: true, example: 'Lima' })
  readonly location?: string | PlaceDto;

  @Instant({
    optional: true,
    example: INSTANT.example,
    description: 'When the device saw it; now, if left out. At most 5 minutes ahead.',
  })
  readonly occurred_at?: string;

  @Identifier({
    optional: true,
    example: 'scan-7f3a',
    description: "The device's own id of the event: a repetition changes nothing.",
  })
  readonly event_id?: string;

  @Identifier({
    optional: true,
    example: 'scan-7f3a',
    description:
      'The event_id of the event whose place this one takes, for dispatchers and operators. Without occurred_at it stands at ' +
      'the same time. A correction that names a correction only withdraws it; its status is then that of the event which counts again.',
  })
  readonly corrects?: string;

  @Code(/^\d{4}-\d{2}-\d{2}$/, 'a day such as 2026-11-28', {
    optional: true,
    example: '2026-11-28',
    description:
      'With ATTEMPT_FAILED: the day in Lima, at most 60 days ahead, on which it is tried again; moves service_day.',
  })
  readonly reschedule_to?: string;
}

export class CancelDto extends PickType(ReportDto, ['reason_code', 'message']) {
  @ApiPropertyOptional({ example: 'CONSIGNEE_CANCELLED' })
  override readonly reason_code?: ReasonCode;

  @ApiPropertyOptional({ example: 'El cliente desistió de la compra' })
  override readonly message?: string;
}

/** Why a parcel gets one more attempt. */
export class GrantAttemptDto extends PickType(ReportDto, ['message']) {
  @ApiPropertyOptional({ example: 'El destinatario pidió una visita más' })
  override readonly message?: string;
}

/** One line of a tracker's history. */
export class TrackingEventDto extends PickType(ReportDto, ['message', 'location', 'corrects', 'reschedule_to']) {
  @ApiProperty({ example: '01936f12-3b4c-7d5e-8f6a-7b8c9d0e1f2a' }) readonly event_id!: string;

  @ApiPropertyOptional({
    enum: EVENT_KINDS,
    enumName: 'EventKind',
    example: ATTEMPT_GRANTED,
    description:
      'Of what is no state of the parcel: a dispatcher granted one more attempt, or its recipient asked for something on its page.',
  })
  readonly kind?: EventKind;

  @ApiPropertyOptional({
    enum: STOPPABLE_CHANNELS,
    enumName: 'MessageChannel',
    example: 'sms',
    description: 'With opt_out and opt_in: by which messages.',
  })
  readonly channel?: StoppableChannel;

  @ApiPropertyOptional({ ...STATUS, description: 'Absent where there is a kind.' }) readonly status?: ParcelStatus;

  @ApiPropertyOptional({ enum: EVENT_REASONS, enumName: 'EventReason', example: 'CONSIGNEE_ABSENT' })
  readonly reason_code?: EventReason;

  @ApiProperty({ ...INSTANT, description: 'By the device.' }) readonly occurred_at!: string;
  @ApiProperty({ ...INSTANT, description: 'By the server.' }) readonly recorded_at!: string;

  @ApiProperty({
    example: true,
    description: 'Whether it was legal at its own time, and so moved the parcel; as the history is known now.',
  })
  readonly applied!: boolean;

  @ApiPropertyOptional({ example: '01936f10-1c2d-7e3f-8a4b-5c6d7e8f9a0b', description: 'Where it was reported.' })
  readonly route_id?: string;

  @ApiPropertyOptional({ type: ActorDto, description: 'Who reported it. Shown to dispatchers and operators.' })
  readonly actor?: ActorDto;
}

class TrackerStateDto {
  @ApiProperty({ type: String, example: 'TRK001' }) readonly tracking_id!: TrackingId;
  @ApiPropertyOptional(ORDER_ID) readonly order_id?: OrderId;
  @ApiProperty({ ...STATUS, description: 'Where the parcel stands now.' }) readonly status!: ParcelStatus;
  @ApiProperty({ type: 'integer', example: 0 }) readonly attempt_count!: number;
  @ApiProperty({ example: false }) readonly missing_scan!: boolean;
  @ApiProperty({ type: 'integer', example: 1 }) readonly version!: number;
}

/** What the reporter of an event is told. */
export class TrackingReceiptDto extends TrackerStateDto {
  @ApiProperty({
    example: true,
    description: 'False for a late event that was not legal at its own time: stored, but it moved nothing.',
  })
  readonly applied!: boolean;

  @ApiProperty({ type: TrackingEventDto }) readonly event!: TrackingEventDto;
}

export class TrackerDto extends TrackerStateDto {
  @ApiPropertyOptional(INSTANT) readonly estimated_delivery_at?: string;

  @ApiProperty({ ...STATUS_LIST, example: STATES.IN_TRANSIT.next, description: 'The states that may follow.' })
  readonly allowed!: readonly ParcelStatus[];

  @ApiProperty({ type: [TrackingEventDto], description: 'Oldest first.' })
  readonly events!: readonly TrackingEventDto[];

  @ApiPropertyOptional({
    type: [RefusedScanDto],
    description: 'Scans that came too late to be taken, oldest first. Shown to dispatchers and operators.',
  })
  readonly refused_scans?: readonly RefusedScanDto[];
}

export class StatusDto {
  @ApiProperty(STATUS) readonly status!: ParcelStatus;
  @ApiProperty({ example: false, description: 'Nothing follows.' }) readonly terminal!: boolean;
  @ApiProperty({ ...STATUS_LIST, example: ['DELIVERED'] }) readonly allowed!: readonly ParcelStatus[];

  @ApiProperty({ example: 'En camino', description: 'Peruvian Spanish, as recipients read it in letters.' })
  readonly label_es!: string;

  @ApiProperty({ example: 'On its way', description: 'English, as recipients read it in letters.' })
  readonly label_en!: string;
}

export class StatusesDto {
  @ApiProperty({ type: [StatusDto] }) readonly items!: readonly StatusDto[];

  @ApiProperty({ enum: REASON_CODES, enumName: 'ReasonCode', isArray: true, example: ['CONSIGNEE_ABSENT'] })
  readonly reason_codes!: readonly ReasonCode[];
}
