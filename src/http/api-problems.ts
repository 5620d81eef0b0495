import { applyDecorators } from '@nestjs/common';
import { ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { PROBLEM_TYPE_PREFIX, PROBLEMS } from './problem';
import { ProblemDocument } from './problem.dto';

export type ProblemStatus = (typeof PROBLEMS)[keyof typeof PROBLEMS]['status'];

const WHEN: Record<ProblemStatus, string> = {
  400: 'A header or the body cannot be read.',
  401: 'No credential, or one that is not valid.',
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
  431: 'The headers are too large: 16 KB on a laptop, 10 KB at API Gateway.',
  500: 'A fault of the service.',
  503: 'A store does not answer in time; try again.',
};

const DETAILS: Partial<Record<ProblemStatus, object>> = {
  409: { current_status: 'DELIVERED', allowed: [] },
  412: { current_etag: '"4"' },
  422: { errors: [{ pointer: '#/products/0/quantity', detail: 'must be an integer number' }] },
};

/** Returns the OpenAPI response object of a problem with this status, with an example. */
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
 * Documents the problems that only this operation can end with. Those that follow from its shape (401, 429, 500 and 503 everywhere; 400,
 * 413, 415 and 422 with a body; 422 with a query; 412 with If-Match) are added to every operation by `openapi-document.ts`.
 */
export const ApiProblems = (...statuses: ProblemStatus[]) =>
  applyDecorators(...statuses.map((status) => ApiResponse({ status, ...problemResponse(status) })));
