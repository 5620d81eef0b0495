import { ApiProperty } from '@nestjs/swagger';
import { FieldProblem } from '../../http/problem.dto';
import type { RowError } from './import';

const COUNT = { type: 'integer', minimum: 0 } as const;

export class RowErrorDto {
  @ApiProperty({ example: 17, type: 'integer', description: 'Counts from 1; a CSV header is no row.' }) row!: number;
  @ApiProperty({ type: [FieldProblem] }) errors!: FieldProblem[];
}

export class ImportDto {
  @ApiProperty({ format: 'uuid', example: '01936f0e-7a3b-7c11-9d2e-3f4a5b6c7d8e' }) import_id!: string;
  @ApiProperty({ format: 'date-time', example: '2026-11-21T15:04:05.123Z' }) created_at!: string;
  @ApiProperty({
    enum: ['PROCESSING', 'COMPLETED', 'COMPLETED_WITH_ERRORS'],
    example: 'PROCESSING',
    description: 'COMPLETED only when no row failed.',
  })
  status!: string;
  @ApiProperty({ ...COUNT, example: 5000 }) rows!: number;
  @ApiProperty({ ...COUNT, example: 3500, description: 'Orders made so far.' }) created!: number;
  @ApiProperty({ ...COUNT, example: 0, description: 'Rows whose reference the customer had used before.' })
  duplicates!: number;
  @ApiProperty({ ...COUNT, example: 3, description: 'Rows that can be no order; see errors.' }) failed!: number;
  @ApiProperty({ ...COUNT, example: 1497 }) pending!: number;
  @ApiProperty({ type: [RowErrorDto], description: 'The first 1,000, or as many as 200 KB tell of.' })
  errors!: readonly RowError[];
  @ApiProperty({ type: 'integer', example: 2 }) version!: number;
}
