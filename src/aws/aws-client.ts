import { StandardRetryStrategy } from '@smithy/core/retry';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { present } from '../kernel/present';
import { currentScope } from '../observability/scope';
import { memberOf } from '../kernel/record';

/**
 * Aborts a call when the request it serves runs out of time: the SDK's own time-outs count one try, a request makes many calls.
 * Each try is counted for the request's log line.
 */
class DeadlineHandler extends NodeHttpHandler {
  override handle(...[request, options]: Parameters<NodeHttpHandler['handle']>): ReturnType<NodeHttpHandler['handle']> {
    const scope = currentScope();
    if (scope === undefined) return super.handle(request, options);
    // Smithy's type has room for signals of other makers; ours come from `AbortSignal`.
    const given = options?.abortSignal as AbortSignal | undefined;
    const abortSignal = given === undefined ? scope.signal : AbortSignal.any([scope.signal, given]);
    return scope.calls.measure(callName(request), () => super.handle(request, { ...options, abortSignal }));
  }
}

interface AwsRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly method: string;
  readonly path: string;
}

/** Returns `DynamoDB_20120810.GetItem` for services that name the operation in a header, else `POST /v2/email/outbound-emails`. */
export const callName = ({ headers, method, path }: AwsRequest): string =>
  headers['x-amz-target'] ?? `${method} ${path}`;

/** Embedded stand-ins want some credentials, and must never be shown real ones. */
const EMBEDDED_CREDENTIALS = { accessKeyId: 'embedded', secretAccessKey: 'embedded' };

const isAws = (endpoint: string): boolean => new URL(endpoint).hostname.endsWith('.amazonaws.com');

/** A stand-in shares the processor with the program: many connections at once wait for it, not for a network. */
const EMBEDDED_CONNECTION_MS = 1_000;
const CONNECTION_MS = 300;
const TRY_MS = 1_000;

/** How long one try of a call may take, in milliseconds. */
export interface Timeouts {
  /** Default 1,000. */
  readonly STORE_TIMEOUT_MS?: number;
  /** Default 300, or 1,000 to an endpoint of one's own. */
  readonly STORE_CONNECT_TIMEOUT_MS?: number | undefined;
}

/**
 * Returns the settings of every AWS client. The SDK's defaults hang over 15 s on a dead endpoint; these fail within 4 s. Retries are the
 * SDK's standard mode: exponential backoff with full jitter, at most 3 tries, and a token bucket as the budget.
 */
export function clientDefaults(region: string, endpoint: string | undefined, timeouts: Timeouts = {}) {
  const connecting = endpoint === undefined ? CONNECTION_MS : EMBEDDED_CONNECTION_MS;
  return {
    region,
    maxAttempts: 3,
    requestHandler: new DeadlineHandler({
      connectionTimeout: timeouts.STORE_CONNECT_TIMEOUT_MS ?? connecting,
      requestTimeout: timeouts.STORE_TIMEOUT_MS ?? TRY_MS,
      throwOnRequestTimeout: true,
    }),
    ...present({
      endpoint,
      credentials: endpoint === undefined || isAws(endpoint) ? undefined : EMBEDDED_CREDENTIALS,
    }),
  };
}

/** Errors after which nobody can have received anything. */
const NEVER_CONNECTED = new Set<unknown>(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/**
 * Repeats only what the service certainly did not do: after a lost reply or a time-out a repetition would tell someone twice. What it
 * throttles is not repeated at once, as that is one more request too many: the message comes back later.
 */
class RetryUnlessDone extends StandardRetryStrategy {
  override refreshRetryTokenForRetry(
    ...[token, failure]: Parameters<StandardRetryStrategy['refreshRetryTokenForRetry']>
  ): ReturnType<StandardRetryStrategy['refreshRetryTokenForRetry']> {
    const code = memberOf(failure.error, 'code');
    if (NEVER_CONNECTED.has(code)) return super.refreshRetryTokenForRetry(token, failure);
    return Promise.reject(new Error('It may have been done'));
  }
}

/**
 * Returns the settings of clients of services without an idempotency token, which send to people. They get more time, because giving up does not undo a send,
 * and a connection of their own each time: one that idled while a Lambda was frozen breaks when it is used.
 */
export function onceOnlyDefaults(region: string, endpoint: string | undefined, timeouts: Timeouts = {}) {
  const requestHandler = new DeadlineHandler({
    connectionTimeout: timeouts.STORE_CONNECT_TIMEOUT_MS ?? 1_000,
    requestTimeout: 4_000,
    throwOnRequestTimeout: true,
    httpAgent: { keepAlive: false },
    httpsAgent: { keepAlive: false },
  });
  return { ...clientDefaults(region, endpoint), requestHandler, retryStrategy: new RetryUnlessDone(3) };
}
