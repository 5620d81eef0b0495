import type { NextFunction } from 'express';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Principal } from '../access/principal';
import type { Config } from '../config/config';
import { DinexError } from '../kernel/errors';
import type { DinexRequest, DinexResponse } from './request';

const WINDOW_SECONDS = 1;

/** Requests a second of one key or person where nothing else is said: a scanner's ten, a shop's web shop, a panel with several lists. */
const ROLE_DEFAULTS: Readonly<Record<Principal['role'], number>> = {
  driver: 10,
  shop: 20,
  dispatcher: 50,
  operator: 50,
};

/** Those who show nothing can do nothing but ask whether we live. */
const NOBODY = 50;

/**
 * Bounds what one credential takes of one process: a bucket that is full again each second. It is in memory and costs the store nothing;
 * the gateway and its web ACL are the bound on the whole. The headers are those of draft-ietf-httpapi-ratelimit-headers.
 */
export function rateLimit(config: Pick<Config, 'RATE_LIMIT_PER_SECOND' | 'AUTH_MODE'>) {
  // A bucket's size belongs to its limiter.
  const limiters = new Map<number, RateLimiterMemory>();
  const limiterOf = (points: number): RateLimiterMemory => {
    const limiter = limiters.get(points) ?? new RateLimiterMemory({ points, duration: WINDOW_SECONDS });
    limiters.set(points, limiter);
    return limiter;
  };
  return async (request: DinexRequest, response: DinexResponse, next: NextFunction): Promise<void> => {
    const perSecond = limitOf(request.principal, config);
    if (perSecond > 0) {
      const state = await limiterOf(perSecond)
        .consume(callerOf(request))
        // In memory nothing can fail: what `consume` rejects with is the state of a caller that is over the limit.
        .catch((refusal: unknown) => refusal as RateLimiterRes);
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

/** Each key has its own bucket: a shop's second key is not starved by its first. */
const callerOf = ({ principal, ip = 'unknown' }: DinexRequest): string =>
  principal === undefined ? `ip:${ip}` : (principal.credential_id ?? `${principal.role}:${principal.subject}`);

function limitOf(
  principal: Principal | undefined,
  { RATE_LIMIT_PER_SECOND, AUTH_MODE }: Pick<Config, 'RATE_LIMIT_PER_SECOND' | 'AUTH_MODE'>,
): number {
  const own = principal?.limits?.requests_per_second;
  if (own !== undefined) return own;
  if (RATE_LIMIT_PER_SECOND !== undefined) return RATE_LIMIT_PER_SECOND;
  if (AUTH_MODE === 'none') return 0;
  return principal === undefined ? NOBODY : ROLE_DEFAULTS[principal.role];
}
