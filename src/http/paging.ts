import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, IsString, Length, Max, Min } from 'class-validator';
import { Optional } from './fields';
import { NumericQuery } from './validation';

export const MAX_PAGE = 100;

/** The query of every list: `limit` and an opaque `cursor`. */
export class PageQuery {
  @ApiPropertyOptional({ minimum: 1, maximum: MAX_PAGE, default: 20, type: 'integer' })
  @NumericQuery()
  @IsInt()
  @Min(1)
  @Max(MAX_PAGE)
  limit: number = 20;

  @ApiPropertyOptional({ description: 'The `next_cursor` of the page before.', maxLength: 16_384 })
  @Optional()
  @IsString()
  @Length(1, 16_384)
  cursor?: string;
}
