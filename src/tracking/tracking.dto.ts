import { ApiExtraModels, ApiProperty, ApiPropertyOptional, getSchemaPath } from '@nestjs/swagger';
import { IsIn, IsLatitude, IsLongitude, IsNumber, IsString, Length, Matches } from 'class-validator';
import { IsInstant, IsText, Optional, TextOr } from '../http/fields';
import { PARCEL_STATUSES, ParcelStatus, REASON_CODES, ReasonCode, REPORTABLE_STATUSES, STATES } from '../orders/states';
import type { Location } from './tracker';

const STATUS = { enum: PARCEL_STATUSES, enumName: 'ParcelStatus', example: 'IN_TRANSIT' };
const INSTANT = { format: 'date-time', example: '2026-11-21T15:04:05.000Z' } as const;
const TRACKING_ID = {
  example: 'TRK001',
  maxLength: 64,
  description: 'Ours (DNX…), or an own one: that opens a stand-alone tracker.',
};
const ORDER_ID = { format: 'uuid', example: '01936f0e-7a3b-7c11-9d2e-3f4a5b6c7d8e' };

export class PlaceDto {
  @ApiPropertyOptional({ example: 'Almacén Lurín', maxLength: 120 })
  @Optional()
  @IsText(120)
  name?: string;

  @ApiProperty({ example: -12.2744, minimum: -90, maximum: 90 })
  @IsNumber()
  @IsLatitude()
  lat!: number;

  @ApiProperty({ example: -76.8703, minimum: -180, maximum: 180 })
  @IsNumber()
  @IsLongitude()
  lon!: number;
}

const LOCATION = {
  oneOf: [{ type: 'string', minLength: 1, maxLength: 200 }, { $ref: getSchemaPath(PlaceDto) }],
  example: 'Lima',
};

@ApiExtraModels(PlaceDto)
export class ReportDto {
  @ApiPropertyOptional(TRACKING_ID)
  @Optional()
  @IsString()
  @Length(1, 64)
  tracking_id?: string;

  @ApiPropertyOptional(ORDER_ID)
  @Optional()
  @IsString()
  @Length(1, 64)
  order_id?: string;

  @ApiProperty({ enum: REPORTABLE_STATUSES, example: 'IN_TRANSIT' })
  @IsIn(REPORTABLE_STATUSES)
  status!: ParcelStatus;

  @ApiPropertyOptional({ enum: REASON_CODES, enumName: 'ReasonCode', description: 'ATTEMPT_FAILED needs one.' })
  @Optional()
  @IsIn(REASON_CODES)
  reason_code?: ReasonCode;

  @ApiPropertyOptional({ example: 'Salió del almacén', maxLength: 500 })
  @Optional()
  @IsText(500)
  message?: string;

  @ApiPropertyOptional(LOCATION)
  @Optional()
  @TextOr(() => PlaceDto, 200)
  location?: Location;

  @ApiPropertyOptional({
    ...INSTANT,
    description: 'When the device saw it; now, if left out. At most 5 minutes ahead.',
  })
  @Optional()
  @IsInstant()
  occurred_at?: string;

  @ApiPropertyOptional({
    example: 'scan-7f3a',
    maxLength: 64,
    description: "The device's own id of the event: a repetition changes nothing.",
  })
  @Optional()
  @Matches(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/, {
    message: 'event_id must be 1 to 64 of A-Z a-z 0-9 . _ : - and begin with a letter or digit',
  })
  event_id?: string;
}

export class TrackingQuery {
  @ApiPropertyOptional({ ...TRACKING_ID, description: 'One of tracking_id and order_id is needed.' })
  @Optional()
  @IsString()
  @Length(1, 64)
  tracking_id?: string;

  @ApiPropertyOptional(ORDER_ID)
  @Optional()
  @IsString()
  @Length(1, 64)
  order_id?: string;
}

export class CancelDto {
  @ApiPropertyOptional({ enum: REASON_CODES, enumName: 'ReasonCode', example: 'CONSIGNEE_CANCELLED' })
  @Optional()
  @IsIn(REASON_CODES)
  reason_code?: ReasonCode;

  @ApiPropertyOptional({ example: 'El cliente desistió de la compra', maxLength: 500 })
  @Optional()
  @IsText(500)
  message?: string;
}

@ApiExtraModels(PlaceDto)
export class TrackingEventDto {
  @ApiProperty({ example: '01936f12-3b4c-7d5e-8f6a-7b8c9d0e1f2a' }) event_id!: string;
  @ApiProperty(STATUS) status!: ParcelStatus;
  @ApiPropertyOptional({ enum: REASON_CODES, enumName: 'ReasonCode' }) reason_code?: ReasonCode;
  @ApiPropertyOptional({ example: 'Salió del almacén' }) message?: string;
  @ApiPropertyOptional(LOCATION) location?: Location;
  @ApiProperty({ ...INSTANT, description: 'By the device.' }) occurred_at!: string;
  @ApiProperty({ ...INSTANT, description: 'By the server.' }) recorded_at!: string;
}

class TrackerStateDto {
  @ApiProperty({ example: 'TRK001' }) tracking_id!: string;
  @ApiPropertyOptional(ORDER_ID) order_id?: string;
  @ApiProperty({ ...STATUS, description: 'Where the parcel stands now.' }) status!: ParcelStatus;
  @ApiProperty({ example: 0, type: 'integer' }) attempt_count!: number;
  @ApiProperty({ example: false }) missing_scan!: boolean;
  @ApiProperty({ example: 1, type: 'integer' }) version!: number;
}

export class TrackingReceiptDto extends TrackerStateDto {
  @ApiProperty({
    example: true,
    description: 'False for an event older than the last one: stored, but it moved nothing.',
  })
  applied!: boolean;
  @ApiProperty({ type: TrackingEventDto }) event!: TrackingEventDto;
}

export class TrackerDto extends TrackerStateDto {
  @ApiPropertyOptional(INSTANT) estimated_delivery_at?: string;
  @ApiProperty({
    enum: PARCEL_STATUSES,
    enumName: 'ParcelStatus',
    isArray: true,
    example: STATES.IN_TRANSIT.next,
  })
  allowed!: ParcelStatus[];
  @ApiProperty({ type: [TrackingEventDto], description: 'Oldest first.' }) events!: TrackingEventDto[];
}

export class StatusDto {
  @ApiProperty(STATUS) status!: ParcelStatus;
  @ApiProperty({ example: false, description: 'Nothing follows.' }) terminal!: boolean;
  @ApiProperty({ enum: PARCEL_STATUSES, enumName: 'ParcelStatus', isArray: true, example: ['DELIVERED'] })
  allowed!: ParcelStatus[];
  @ApiProperty({ example: 'En camino', description: 'Peruvian Spanish, as recipients read it in letters.' })
  label_es!: string;
  @ApiProperty({ example: 'On its way', description: 'English, as recipients read it in letters.' }) label_en!: string;
}

export class StatusesDto {
  @ApiProperty({ type: [StatusDto] }) items!: StatusDto[];
  @ApiProperty({ enum: REASON_CODES, enumName: 'ReasonCode', isArray: true, example: ['CONSIGNEE_ABSENT'] })
  reason_codes!: readonly ReasonCode[];
}
