import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { PROBLEM_TYPE_PREFIX } from './problem';

/** One wrong field, as a problem document names it. */
export class FieldProblem {
  @ApiProperty({ example: '#/products/0/quantity', description: 'A JSON Pointer in a URI fragment.' })
  pointer!: string;

  @ApiProperty({ example: 'must be an integer number' })
  detail!: string;

  @ApiPropertyOptional({
    enum: ['query', 'path', 'header'],
    enumName: 'FieldPlace',
    description: 'Where the field is, if not in the body.',
  })
  in?: 'query' | 'path' | 'header';
}

/** The body of every failure (RFC 9457, problem details). */
export class ProblemDocument {
  @ApiProperty({ format: 'uri', example: `${PROBLEM_TYPE_PREFIX}invalid` })
  type!: string;

  @ApiProperty({ example: 'Invalid content' })
  title!: string;

  @ApiProperty({ type: 'integer', minimum: 400, maximum: 599, example: 422 })
  status!: number;

  @ApiProperty({ example: '#/products/0/quantity must be an integer number.' })
  detail!: string;

  @ApiProperty({ format: 'uri-reference', example: '/orders' })
  instance!: string;

  @ApiProperty({
    example: '0191f0c4-7a3e-7c1d-9a57-0a8f2f0d9c11',
    description: 'Name it when you ask about a failure.',
  })
  correlation_id!: string;

  @ApiPropertyOptional({ type: [FieldProblem] })
  errors?: FieldProblem[];
}
