/** What can go wrong, without HTTP: the one filter turns a kind into a status. */
export type ErrorKind =
  | 'malformed'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'stale'
  | 'too_large'
  | 'unsupported_media_type'
  | 'invalid'
  | 'rate_limited'
  | 'unavailable';

/** One wrong field: `pointer` is a JSON Pointer fragment (`#/products/0/quantity`); `in` names where it is if not in the body. */
export interface FieldError {
  readonly pointer: string;
  readonly detail: string;
  readonly in?: 'query' | 'path' | 'header';
}

export class DinexError extends Error {
  constructor(
    readonly kind: ErrorKind,
    message: string,
    readonly details: {
      readonly errors?: readonly FieldError[];
      /** Further members of the problem document, e.g. `current_status`. */
      readonly members?: Readonly<Record<string, unknown>>;
      readonly retryAfterSeconds?: number;
      /** What was wrong with the credential, by RFC 6750. */
      readonly challenge?: 'invalid_token' | 'insufficient_scope';
      readonly cause?: unknown;
    } = {},
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'DinexError';
  }
}

/** Returns the error for input that is understood but cannot be accepted. */
export const invalid = (pointer: string, detail: string, where?: FieldError['in']): DinexError =>
  new DinexError('invalid', detail, {
    errors: [where === undefined ? { pointer, detail } : { pointer, detail, in: where }],
  });

export const notFound = (what: string, id: string): DinexError =>
  new DinexError('not_found', `There is no ${what} ${id}.`);

/** Returns the error for something that nobody in this role, or with this credential, may do. */
export const forbidden = (detail: string): DinexError => new DinexError('forbidden', detail);

export const conflict = (detail: string, members: Record<string, unknown> = {}): DinexError =>
  new DinexError('conflict', detail, { members });

/** Returns the error for what a later try may do: the store is busy, or others keep changing the same things. */
export const unavailable = (detail: string, cause?: unknown): DinexError =>
  new DinexError('unavailable', detail, { retryAfterSeconds: 1, cause });

export const stale = (current: number): DinexError =>
  new DinexError('stale', 'The resource has changed since the version that If-Match names; read it again.', {
    members: { current_etag: `"${current}"` },
  });
