import type { NextFunction } from 'express';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { DinexError } from '../kernel/errors';
import type { DinexRequest, DinexResponse } from './request';

const WINDOW_SECONDS = 1;

/**
 * Returns the middleware that bounds how many requests a second one caller makes of one process; 0 means no limit. The
 * gateway's usage plan is the bound on the whole. The headers are those of draft-ietf-httpapi-ratelimit-headers.
 *
 * @throws DinexError `rate_limited`, from the middleware, beyond the limit.
 */
export function rateLimit(perSecond: number) {
  const limiter = new RateLimiterMemory({ points: perSecond, duration: WINDOW_SECONDS });
  return async (request: DinexRequest, response: DinexResponse, next: NextFunction): Promise<void> => {
    if (perSecond > 0) {
      const caller = request.principal?.subject ?? request.ip ?? 'unknown';
      // In memory nothing can fail: what `consume` rejects with is the state of a caller that is over the limit.
      const state = await limiter.consume(caller).catch((refusal: unknown) => refusal as RateLimiterRes);
      const seconds = Math.max(1, Math.ceil(state.msBeforeNext / 1_000));
      response.setHeader('RateLimit-Policy', `"default";q=${perSecond};w=${WINDOW_SECONDS}`);
      response.setHeader('RateLimit', `"default";r=${Math.max(0, state.remainingPoints)};t=${seconds}`);
      if (state.consumedPoints > perSecond)
        throw new DinexError('rate_limited', `More than ${perSecond} requests in one second.`, {
          retryAfterSeconds: seconds,
        });
    }
    next();
  };
}
