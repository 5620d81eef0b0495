import { Injectable } from '@nestjs/common';
import type { NextFunction } from 'express';
import { Config } from '../config/config';
import { currentGatewayEvent } from '../http/api-gateway';
import type { DinexRequest, DinexResponse } from '../http/request';
import { Clock } from '../kernel/clock';
import { DinexError } from '../kernel/errors';
import { present } from '../kernel/present';
import { CredentialsService } from './credentials.service';
import type { FailedAttempts } from './failed-attempts';
import { KEY_PREFIX } from './key-token';
import { LOCAL_OPERATOR, Principal } from './principal';
import { TokenVerifier } from './token-verifier';

/** Tells who asks, from the credential that a request bears. */
@Injectable()
export class Authenticator {
  private readonly tokens: TokenVerifier | undefined;

  constructor(
    private readonly config: Config,
    private readonly credentials: CredentialsService,
    private readonly clock: Clock,
  ) {
    this.tokens = tokenVerifier(config, clock);
  }

  /**
   * Returns who asks; `undefined` for a request without a credential.
   *
   * @throws DinexError `unauthenticated` for a credential that is wrong, expired or withdrawn, `unavailable` where that cannot be told.
   */
  async principalOf(authorization: string | undefined): Promise<Principal | undefined> {
    if (this.config.AUTH_MODE === 'none') return LOCAL_OPERATOR;
    if (authorization === undefined) return this.byGatewayKey();
    const token = /^Bearer +([^\s]+)$/i.exec(authorization)?.[1];
    if (token === undefined)
      throw new DinexError('unauthenticated', 'Authorization must be: Bearer, then a key or a token.');
    if (token.startsWith(KEY_PREFIX)) return this.credentials.principalOf(token);
    if (this.tokens === undefined) throw new DinexError('unauthenticated', 'Only DINEX keys are taken here.');
    return this.tokens.principalOf(token);
  }

  /** Returns who a client of before is: the key that API Gateway has checked, while it is on the list and its day has not come. */
  private byGatewayKey(): Principal | undefined {
    const { GATEWAY_KEYS, GATEWAY_KEYS_UNTIL } = this.config;
    const id = currentGatewayEvent()?.requestContext.identity.apiKeyId;
    if (typeof id !== 'string' || GATEWAY_KEYS_UNTIL === undefined) return undefined;
    if (this.clock.now() >= Date.parse(GATEWAY_KEYS_UNTIL)) return undefined;
    const [, role, name = ''] = GATEWAY_KEYS.map((entry) => entry.split(/[=:]/)).find(([key]) => key === id) ?? [];
    if (role === 'shop') return { role, subject: name, shop_id: name };
    return role === 'operator' || role === 'dispatcher' ? { role, subject: name } : undefined;
  }
}

/** Returns the middleware that finds out who asks and leaves the principal on the request. */
export const authenticate =
  (authenticator: Authenticator, failed: FailedAttempts) =>
  async (request: DinexRequest, _response: DinexResponse, next: NextFunction): Promise<void> => {
    const { authorization } = request.headers;
    const principal = await failed.guard(request.ip ?? 'unknown', authorization, () =>
      authenticator.principalOf(authorization),
    );
    if (principal !== undefined) request.principal = principal;
    next();
  };

function tokenVerifier(config: Config, clock: Clock): TokenVerifier | undefined {
  if (config.AUTH_ISSUER === undefined) return undefined;
  return new TokenVerifier(
    {
      issuer: config.AUTH_ISSUER,
      audiences: config.AUTH_AUDIENCES,
      roleClaim: config.AUTH_ROLE_CLAIM,
      driverClaim: config.AUTH_DRIVER_CLAIM,
      ...present({ keySetUrl: config.AUTH_KEY_SET_URL, keySet: config.AUTH_KEY_SET }),
    },
    () => clock.now(),
  );
}
