import { ApiProperty, ApiPropertyOptional, OmitType } from '@nestjs/swagger';
import { FieldProblem } from '../../http/problem.dto';
import type { OrderId, TrackingId } from '../../kernel/ids';

const COUNT = { type: 'integer', minimum: 0 } as const;
const ROW = {
  example: 17,
  type: 'integer',
  description: 'As a spreadsheet numbers it, where the header is row 1; of JSON lines, the number of the line.',
} as const;
const REFERENCE = { example: 'PEDIDO-1001', description: "The order's, where the row has one." } as const;

/** One fault of a row. */
export class RowFaultDto extends FieldProblem {
  @ApiPropertyOptional({ example: 'Cantidad', description: 'The title of the column, as the file has it.' })
  readonly column?: string;

  @ApiPropertyOptional({ example: 'G17', description: 'The cell, as a spreadsheet names it.' })
  readonly cell?: string;
}

export class RowErrorDto {
  @ApiProperty(ROW) readonly row!: number;
  @ApiPropertyOptional(REFERENCE) readonly reference?: string;
  @ApiProperty({ type: [RowFaultDto] }) readonly errors!: readonly RowFaultDto[];
}

/** How far an import is. */
export class ImportDto {
  @ApiProperty({ format: 'uuid', example: '01936f0e-7a3b-7c11-9d2e-3f4a5b6c7d8e' }) readonly import_id!: string;
  @ApiProperty({ format: 'date-time', example: '2026-11-21T15:04:05.123Z' }) readonly created_at!: string;

  @ApiProperty({
    enum: ['PROCESSING', 'COMPLETED', 'COMPLETED_WITH_ERRORS'],
    enumName: 'ImportStatus',
    example: 'PROCESSING',
    description: 'COMPLETED only when no row failed.',
  })
  readonly status!: 'PROCESSING' | 'COMPLETED' | 'COMPLETED_WITH_ERRORS';

  @ApiProperty({ ...COUNT, example: 5000, description: 'Rows with something in them; the header is none.' })
  readonly rows!: number;

  @ApiProperty({ ...COUNT, example: 3200, description: 'Orders made so far; several rows may make one.' })
  readonly orders!: number;

  @ApiProperty({ ...COUNT, example: 3500, description: 'Rows of which orders were made so far.' })
  readonly created!: number;

  @ApiProperty({ ...COUNT, example: 0, description: 'Rows whose reference the customer had used before.' })
  readonly duplicates!: number;

  @ApiProperty({ ...COUNT, example: 3, description: 'Rows that can be no order; see errors.' })
  readonly failed!: number;
  @ApiProperty({ ...COUNT, example: 1497, description: 'Rows that wait for their order.' }) readonly pending!: number;

  @ApiProperty({ type: [RowErrorDto], description: 'The first 1,000, or as many as 200 KB tell of; rows has all.' })
  readonly errors!: readonly RowErrorDto[];

  @ApiProperty({ type: 'integer', example: 2 }) readonly version!: number;
}

/** An import as lists show it. */
export class ImportSummaryDto extends OmitType(ImportDto, ['errors']) {}

export class ImportPageDto {
  @ApiProperty({ type: [ImportSummaryDto] }) readonly items!: readonly ImportSummaryDto[];

  @ApiProperty({ type: String, nullable: true, example: null, description: 'For the `cursor` of the next page.' })
  readonly next_cursor!: string | null;
}

export const ROW_STATUSES = ['PENDING', 'CREATED', 'DUPLICATE', 'FAILED'] as const;

/** What became of one row. */
export class RowResultDto {
  @ApiProperty(ROW) readonly row!: number;
  @ApiPropertyOptional(REFERENCE) readonly reference?: string;

  @ApiProperty({ enum: ROW_STATUSES, enumName: 'ImportRowStatus', example: 'CREATED' })
  readonly status!: (typeof ROW_STATUSES)[number];

  @ApiPropertyOptional({
    type: String,
    format: 'uuid',
    example: '01936f0e-7a3b-7c11-9d2e-3f4a5b6c7d8e',
    description: 'The order that was made of it; of a duplicate, the one that has its reference.',
  })
  readonly order_id?: OrderId;

  @ApiPropertyOptional({ type: String, example: 'DNX01JDQGWYHVFG8SVBHZ9ABCFZCEX' })
  readonly tracking_id?: TrackingId;

  @ApiPropertyOptional({ type: [RowFaultDto], description: 'Why it FAILED.' })
  readonly errors?: readonly RowFaultDto[];
}

export class RowResultPageDto {
  @ApiProperty({ type: [RowResultDto] }) readonly items!: readonly RowResultDto[];

  @ApiProperty({ type: String, nullable: true, example: null, description: 'For the `cursor` of the next page.' })
  readonly next_cursor!: string | null;
}
