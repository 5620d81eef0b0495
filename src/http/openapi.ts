import { applyDecorators, Type } from '@nestjs/common';
import {
  ApiExtension,
  ApiExtraModels,
  ApiProperty,
  ApiPropertyOptional,
  ApiResponse,
  getSchemaPath,
} from '@nestjs/swagger';
import { PROBLEM_TYPE_PREFIX, PROBLEMS } from './problem';

/** Marks that `src/openapi.ts` turns into headers and statuses, and removes. */
export const MARKS = { versioned: 'x-dinex-versioned', located: 'x-dinex-located' } as const;

export const mark = (name: keyof typeof MARKS): MethodDecorator => ApiExtension(MARKS[name], true);

export class FieldProblem {
  @ApiProperty({ example: '#/products/0/quantity', description: 'A JSON Pointer in a URI fragment.' })
  pointer!: string;

  @ApiProperty({ example: 'must be an integer number' })
  detail!: string;

  @ApiPropertyOptional({ enum: ['query', 'path', 'header'], description: 'Where the field is, if not in the body.' })
  in?: string;
}

/** RFC 9457. */
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

export type ProblemStatus = (typeof PROBLEMS)[keyof typeof PROBLEMS]['status'];

const WHEN: Record<ProblemStatus, string> = {
  400: 'A header or the body cannot be read.',
  401: 'No API key.',
  403: 'The principal may not do this.',
  404: 'There is no such resource.',
  405: 'The resource does not take this method.',
  406: 'No acceptable representation.',
  409: 'The current state does not allow it; the members say which state that is.',
  412: 'The resource has changed since the version that If-Match names.',
  413: 'The body is too large, or the resource would become so.',
  415: 'The body has a content type that is not taken here.',
  422: 'Understood, but a field is wrong; errors names each.',
  429: 'Too many requests.',
  500: 'A fault of the service.',
  503: 'A store does not answer in time; try again.',
};

const DETAILS: Partial<Record<ProblemStatus, object>> = {
  409: { current_status: 'DELIVERED', allowed: [] },
  412: { current_etag: '"4"' },
  422: { errors: [{ pointer: '#/products/0/quantity', detail: 'must be an integer number' }] },
};

/** The response object of one status, as OpenAPI wants it. */
export function problemResponse(status: ProblemStatus) {
  const [kind, { title }] = Object.entries(PROBLEMS).find(([, problem]) => problem.status === status) ?? [
    '',
    { title: '' },
  ];
  const example = {
    type: PROBLEM_TYPE_PREFIX + kind.replaceAll('_', '-'),
    title,
    status,
    detail: WHEN[status],
    instance: '/orders',
    correlation_id: '0191f0c4-7a3e-7c1d-9a57-0a8f2f0d9c11',
    ...DETAILS[status],
  };
  return {
    description: WHEN[status],
    content: { 'application/problem+json': { schema: { $ref: getSchemaPath(ProblemDocument) }, example } },
  };
}

/**
 * The problems that only this operation can answer with. Those that follow from its shape (401, 429, 500 and 503 everywhere; 400,
 * 413, 415 and 422 with a body; 422 with a query; 412 with If-Match) are added to every operation by `src/openapi.ts`.
 */
export const ApiProblems = (...statuses: ProblemStatus[]) =>
  applyDecorators(...statuses.map((status) => ApiResponse({ status, ...problemResponse(status) })));

/** A page of a list: `{ items, next_cursor }`. */
export const ApiPage = (item: Type<unknown>, description: string) =>
  applyDecorators(
    ApiExtraModels(item),
    ApiResponse({
      status: 200,
      description,
      schema: {
        type: 'object',
        required: ['items', 'next_cursor'],
        properties: {
          items: { type: 'array', items: { $ref: getSchemaPath(item) } },
          next_cursor: {
            type: 'string',
            nullable: true,
            description: 'Pass it as `cursor` to get the next page; null on the last.',
          },
        },
      },
    }),
  );
