import { ApiProperty } from '@nestjs/swagger';
import { FieldProblem } from '../../http/problem.dto';

const COUNT = { type: 'integer', minimum: 0 } as const;

export class RowErrorDto {
  @ApiProperty({ example: 17, type: 'integer', description: 'Counts from 1; a CSV header is no row.' })
  readonly row!: number;

  @ApiProperty({ type: [FieldProblem] }) readonly errors!: readonly FieldProblem[];
}

/** How far an import is. */
export class ImportDto {
  @ApiProperty({ format: 'uuid', example: '01936f0e-7a3b-7c11-9d2e-3f4a5b6c7d8e' }) readonly import_id!: string;
  @ApiProperty({ format: 'date-time', example: '2026-11-21T15:04:05.123Z' }) readonly created_at!: string;

  @ApiProperty({
    enum: ['PROCESSING', 'COMPLETED', 'COMPLETED_WITH_ERRORS'],
    example: 'PROCESSING',
    description: 'COMPLETED only when no row failed.',
  })
  readonly status!: 'PROCESSING' | 'COMPLETED' | 'COMPLETED_WITH_ERRORS';

  @ApiProperty({ ...COUNT, example: 5000 }) readonly rows!: number;
  @ApiProperty({ ...COUNT, example: 3500, description: 'Orders made so far.' }) readonly created!: number;

  @ApiProperty({ ...COUNT, example: 0, description: 'Rows whose reference the customer had used before.' })
  readonly duplicates!: number;

  @ApiProperty({ ...COUNT, example: 3, description: 'Rows that can be no order; see errors.' })
  readonly failed!: number;
  @ApiProperty({ ...COUNT, example: 1497 }) readonly pending!: number;

  @ApiProperty({ type: [RowErrorDto], description: 'The first 1,000, or as many as 200 KB tell of.' })
  readonly errors!: readonly RowErrorDto[];

  @ApiProperty({ type: 'integer', example: 2 }) readonly version!: number;
}
