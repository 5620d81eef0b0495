import { ApiProperty, ApiPropertyOptional, OmitType, PickType } from '@nestjs/swagger';
import { AnyText, Parts, Texts } from '../http/properties';
import { ProblemDocument } from '../http/problem.dto';
import type { ParcelStatus } from '../orders/states';
import { PARCEL_STATUSES } from '../orders/states';
import { ReportDto } from './tracking.dto';

/** The most parcels that one call scans. */
export const MOST_SCANS = 100;

export const TRACKING_ID = 'DNX01JDQGWYHVFG8SVBHZ9ABCFZCEX';

/** One parcel of a scan of many; what it leaves out is as the whole call says. */
export class ScanDto extends PickType(ReportDto, ['event_id', 'occurred_at', 'reason_code']) {
  @AnyText({ min: 1, max: 64 }, { example: TRACKING_ID })
  readonly tracking_id!: string;
}

/** Says the same of many parcels of a route. Exactly one of `tracking_ids` and `scans` is given. */
export class ScansDto extends PickType(ReportDto, ['status', 'reason_code', 'occurred_at']) {
  @Texts({ min: 1, max: MOST_SCANS, length: 64 }, { optional: true, example: [TRACKING_ID] })
  readonly tracking_ids?: readonly string[];

  @Parts(() => ScanDto, { min: 1, max: MOST_SCANS }, { optional: true, description: 'In place of tracking_ids.' })
  readonly scans?: readonly ScanDto[];
}

/** Why one scan of many was refused: the problem that it would have been alone. */
export class ScanProblemDto extends OmitType(ProblemDocument, ['instance', 'correlation_id']) {
  @ApiPropertyOptional({ enum: PARCEL_STATUSES, enumName: 'ParcelStatus', example: 'DELIVERED' })
  current_status?: ParcelStatus;

  @ApiPropertyOptional({ enum: PARCEL_STATUSES, enumName: 'ParcelStatus', isArray: true, example: [] })
  allowed?: ParcelStatus[];
}

/** What came of a scan; `unchanged`: the parcel was in that state already. */
export const SCAN_RESULTS = ['taken', 'unchanged', 'refused'] as const;

export class ScannedDto {
  @ApiProperty({ example: TRACKING_ID }) readonly tracking_id!: string;
  @ApiProperty({ enum: SCAN_RESULTS, enumName: 'ScanResult', example: 'taken' })
  readonly result!: (typeof SCAN_RESULTS)[number];

  @ApiPropertyOptional({
    enum: PARCEL_STATUSES,
    enumName: 'ParcelStatus',
    example: 'OUT_FOR_DELIVERY',
    description: 'Where the parcel stands now.',
  })
  readonly status?: ParcelStatus;

  @ApiPropertyOptional({ type: 'integer', example: 3, description: 'Of its order.' }) readonly version?: number;
  @ApiPropertyOptional({ example: 'scan-7f3a', description: 'Of the event that says so.' }) readonly event_id?: string;

  @ApiPropertyOptional({
    example: true,
    description: 'False for a late scan that was not legal at its own time: stored, but it moved nothing.',
  })
  readonly applied?: boolean;

  @ApiPropertyOptional({ type: ScanProblemDto }) readonly problem?: ScanProblemDto;
}

export class ScannedListDto {
  @ApiProperty({ type: [ScannedDto], description: 'One for each parcel of the request, in its order.' })
  readonly items!: readonly ScannedDto[];
}
