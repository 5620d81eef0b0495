import { present } from '../kernel/present';
import { memberOf } from '../kernel/record';
/** What both clients of Amazon Location Service need. */
export interface AmazonOptions {
  readonly region: string;
  /** Milliseconds for one request. */
  readonly timeout_ms: number;
  /** Another address than the region's: tests. */
  readonly endpoint?: string;
  /** Instead of the function's role: tests. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

export interface AmazonClientConfig {
  readonly region: string;
  readonly maxAttempts: number;
  readonly requestHandler: { connectionTimeout: number; requestTimeout: number; throwOnRequestTimeout: boolean };
  readonly endpoint?: string;
  readonly credentials?: { accessKeyId: string; secretAccessKey: string };
}

/** Returns the settings of a client of Amazon Location: one try and a short limit, as the offline answer is at hand, and the SDK's defaults wait for over 15 s. */
export function clientConfig({ region, timeout_ms, endpoint, credentials }: AmazonOptions): AmazonClientConfig {
  return {
    region,
    maxAttempts: 1,
    requestHandler: {
      connectionTimeout: Math.min(timeout_ms, 500),
      requestTimeout: timeout_ms,
      throwOnRequestTimeout: true,
    },
    ...present({ endpoint, credentials: credentials && { ...credentials } }),
  };
}

/** Returns a failure's reason in a word, without hosts, account numbers or keys: clients see it. */
export function reasonOf(error: unknown): string {
  const name = memberOf(error, 'name');
  if (name === 'TimeoutError' || name === 'AbortError') return 'timeout';
  const status = memberOf(memberOf(error, '$metadata'), 'httpStatusCode');
  return typeof status === 'number' ? `http_${status}` : 'unreachable';
}
