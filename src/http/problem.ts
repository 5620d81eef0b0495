import { HttpException } from '@nestjs/common';
import { DinexError, ErrorKind, FieldError } from '../kernel/errors';
import { present } from '../kernel/present';
import { storeFailure } from '../aws/store-errors';
import { namesIn } from '../kernel/record';

/** RFC 9457 problem details, with DINEX's extension members. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string;
  readonly correlation_id: string;
  readonly errors?: readonly FieldError[];
  readonly [member: string]: unknown;
}

type ProblemKind = ErrorKind | 'method_not_allowed' | 'not_acceptable' | 'headers_too_large' | 'internal';

/** Every kind of problem: its status and the title that never changes. */
export const PROBLEMS = {
  malformed: { status: 400, title: 'Malformed request' },
  unauthenticated: { status: 401, title: 'Credential missing or not valid' },
  forbidden: { status: 403, title: 'Not allowed' },
  not_found: { status: 404, title: 'Not found' },
  method_not_allowed: { status: 405, title: 'Method not allowed' },
  not_acceptable: { status: 406, title: 'Not acceptable' },
  conflict: { status: 409, title: 'Conflict with the current state' },
  stale: { status: 412, title: 'Stale version' },
  too_large: { status: 413, title: 'Too large' },
  unsupported_media_type: { status: 415, title: 'Unsupported content type' },
  invalid: { status: 422, title: 'Invalid content' },
  rate_limited: { status: 429, title: 'Too many requests' },
  headers_too_large: { status: 431, title: 'Headers too large' },
  internal: { status: 500, title: 'Internal error' },
  unavailable: { status: 503, title: 'Temporarily unavailable' },
} as const satisfies Record<ProblemKind, { status: number; title: string }>;

export const PROBLEM_TYPE_PREFIX = 'urn:dinex:problem:';

/** What an error means over HTTP, before it is tied to one request. */
export interface Answer {
  readonly kind: ProblemKind;
  readonly detail: string;
  readonly errors?: readonly FieldError[];
  readonly members?: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;
}

/** Turns whatever was thrown into an answer; what nobody foresaw is `internal` and says nothing about itself. */
export function answerTo(error: unknown): Answer {
  const known = error instanceof DinexError ? error : storeFailure(error);
  if (known !== undefined) return answerToKnown(known);
  const status = statusOf(error);
  const kind = kindOf(status);
  if (kind === undefined)
    return { kind: 'internal', detail: 'The request failed; its correlation_id leads to the cause.', headers: {} };
  return { kind, detail: detailOf(error, kind), headers: headersFor(kind) };
}

export function problemOf(answer: Answer, instance: string, correlationId: string): Problem {
  const { status, title } = PROBLEMS[answer.kind];
  return {
    ...answer.members,
    type: PROBLEM_TYPE_PREFIX + answer.kind.replaceAll('_', '-'),
    title,
    status,
    detail: answer.detail,
    instance,
    correlation_id: correlationId,
    ...present({ errors: answer.errors }),
  };
}

function answerToKnown({ kind, message, details }: DinexError): Answer {
  return {
    kind,
    detail: message,
    headers: headersFor(kind, details),
    ...present({ errors: details.errors, members: details.members }),
  };
}

function headersFor(
  kind: ProblemKind,
  { retryAfterSeconds = 1, challenge }: DinexError['details'] = {},
): Record<string, string> {
  if (kind === 'unavailable' || kind === 'rate_limited') return { 'Retry-After': String(retryAfterSeconds) };
  // RFC 9110, 11.6.1: a 401 names a scheme; RFC 6750 is that of keys and tokens.
  if (kind === 'unauthenticated' || challenge !== undefined)
    return { 'WWW-Authenticate': `Bearer realm="dinex"${challenge === undefined ? '' : `, error="${challenge}"`}` };
  return {};
}

/** Nest's exceptions and http-errors (Express, its router, middleware) both carry a status. */
function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  if (!(error instanceof Error)) return 500;
  if ('status' in error && typeof error.status === 'number') return error.status;
  return isUriError(error) ? 400 : 500;
}

const isUriError = (error: unknown): boolean => error instanceof Error && error.name === 'URIError';

function kindOf(status: number): ProblemKind | undefined {
  const exact = namesIn(PROBLEMS).find((kind) => PROBLEMS[kind].status === status);
  if (exact !== undefined) return exact === 'internal' ? undefined : exact;
  return status >= 400 && status < 500 ? 'malformed' : undefined;
}

function detailOf(error: unknown, kind: ProblemKind): string {
  if (error instanceof HttpException && kind !== 'unavailable') return error.message;
  if (isUriError(error)) return 'The path is not well encoded.';
  return `${PROBLEMS[kind].title}.`;
}
