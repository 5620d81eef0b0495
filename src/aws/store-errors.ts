import { DinexError, ErrorKind, invalid } from '../kernel/errors';

/** What the SDK, its sockets and the stores say when they are busy, slow or away: a later try may succeed. */
const PASSING = new Set([
  'AbortError',
  'CredentialsProviderError',
  'ExpiredTokenException',
  'TimeoutError',
  'RequestTimeout',
  'RequestTimeoutException',
  'InternalServerError',
  'InternalServiceError',
  'InternalFailure',
  'ServiceUnavailable',
  'ServiceUnavailableException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'ThrottlingException',
  'ThrottlingError',
  'Throttling',
  'TooManyRequestsException',
  'KMSThrottlingException',
  'RequestThrottled',
  'TransactionInProgressException',
  'ReplicatedWriteConflictException',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_SOCKET',
]);
/** What the SDK makes of a socket error of another realm (jest runs tests in one): name, code and cause are gone. */
const FOREIGN = /^AWS SDK error wrapper for .*\b(E[A-Z]{4,}|TimeoutError|AbortError|socket hang up)\b/;
const PASSING_REASONS = new Set(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded']);

/** Limits of the stores that a request can reach although each of its fields is valid. Any other refusal is our mistake. */
const LIMITS: readonly (readonly [RegExp, ErrorKind, string])[] = [
  [
    /item size|item collection size|transaction request|message.*(must be shorter|size)|BatchRequestTooLong/i,
    'too_large',
    'The resource would become larger than the store can hold (400 KB).',
  ],
  [/size of (hashkey|range ?keys?)|range keys? has exceeded/i, 'invalid', 'An identifier is too long for the store.'],
  [/key attribute .*empty string|empty string value.*key/i, 'invalid', 'An identifier is empty.'],
  [
    /number overflow|number underflow|38 significant digits|magnitude/i,
    'invalid',
    'A number is outside the range the store can hold.',
  ],
  [/nesting levels/i, 'invalid', 'The resource is nested too deeply for the store.'],
];

interface StoreFault {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly message?: unknown;
  readonly cause?: unknown;
  readonly $fault?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly CancellationReasons?: readonly { readonly Code?: string; readonly Message?: string }[];
}

/** Returns the error that a store's, socket's or SDK's failure means to a caller; `undefined` if it is none of theirs. */
export function storeFailure(error: unknown, depth = 0): DinexError | undefined {
  if (typeof error !== 'object' || error === null || depth > 4) return undefined;
  // It is an error of the SDK or of a socket, or has none of these members, all of which may be absent.
  const fault = error as StoreFault;
  if (isPassing(fault))
    return new DinexError('unavailable', 'A store that this request needs does not answer in time; try again.', {
      retryAfterSeconds: 1,
      cause: error,
    });
  return limitReached(fault) ?? storeFailure(fault.cause, depth + 1);
}

function isPassing(fault: StoreFault): boolean {
  if (PASSING.has(String(fault.name)) || PASSING.has(String(fault.code))) return true;
  if (FOREIGN.test(String(fault.message))) return true;
  if (fault.$metadata !== undefined && (fault.$fault === 'server' || (fault.$metadata.httpStatusCode ?? 0) >= 500))
    return true;
  const codes = (fault.CancellationReasons ?? []).map(({ Code }) => Code ?? 'None').filter((code) => code !== 'None');
  return codes.length > 0 && codes.every((code) => PASSING_REASONS.has(code));
}

function limitReached(fault: StoreFault): DinexError | undefined {
  const reason = fault.CancellationReasons?.find(({ Code }) => Code === 'ValidationError');
  const name = String(fault.name);
  if (reason === undefined && !/Validation|InvalidParameter|BatchRequestTooLong|ItemCollectionSize/.test(name))
    return undefined;
  const message = `${name} ${String(reason?.Message ?? fault.message)}`;
  if (/starting key/i.test(message)) return invalid('#/cursor', 'is not a cursor of this list', 'query');
  const limit = LIMITS.find(([pattern]) => pattern.test(message));
  return limit === undefined ? undefined : new DinexError(limit[1], limit[2], { cause: fault });
}
