import { NodeHttpHandler } from '@smithy/node-http-handler';
import { currentScope } from './deadline';

/**
 * Aborts a call when the request it serves runs out of time: the SDK's own time-outs count one try, a request makes many calls.
 */
class DeadlineHandler extends NodeHttpHandler {
  override handle(...[request, options]: Parameters<NodeHttpHandler['handle']>): ReturnType<NodeHttpHandler['handle']> {
    const deadline = currentScope()?.signal;
    if (deadline === undefined) return super.handle(request, options);
    const given = options?.abortSignal as AbortSignal | undefined;
    return super.handle(request, {
      ...options,
      abortSignal: given === undefined ? deadline : AbortSignal.any([deadline, given]),
    });
  }
}

/** Embedded stand-ins want some credentials, and must never be shown real ones. */
const EMBEDDED_CREDENTIALS = { accessKeyId: 'embedded', secretAccessKey: 'embedded' };

/**
 * The settings of every AWS client. The SDK's defaults hang over 15 s on a dead endpoint; these fail within 4 s. Retries are the
 * SDK's standard mode: exponential backoff with full jitter, at most 3 tries, and a token bucket as the budget.
 */
export function clientDefaults(region: string, endpoint: string | undefined) {
  return {
    region,
    maxAttempts: 3,
    requestHandler: new DeadlineHandler({ connectionTimeout: 300, requestTimeout: 1_000, throwOnRequestTimeout: true }),
    ...(endpoint === undefined ? {} : { endpoint, credentials: EMBEDDED_CREDENTIALS }),
  };
}
