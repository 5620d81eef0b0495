import type { JwtPayload } from 'aws-jwt-verify/jwt-model';
import { DinexError } from '../kernel/errors';
import { Principal, Role } from './principal';
import { fetchKeySet } from './key-set';

/** Whose tokens are taken, and where in a token DINEX's own facts are. */
export interface TokenTerms {
  /** The `iss` claim, exactly. */
  readonly issuer: string;
  /** At least one of them is in `aud`, or is the `client_id` (Cognito's access tokens have no `aud`). */
  readonly audiences: readonly string[];
  /** Where the issuer publishes its keys; by default `<issuer>/.well-known/jwks.json`. */
  readonly keySetUrl?: string;
  /** The issuer's keys themselves, as the JSON of a key set (RFC 7517), where nothing can be fetched. */
  readonly keySet?: string;
  /** The claim whose list (or single text) holds the role: `cognito:groups` by default. */
  readonly roleClaim: string;
  /** The claim that holds a driver's `driver_id`: `username` by default. */
  readonly driverClaim: string;
}

/** The clocks of issuer and function may differ by a minute either way. */
const CLOCK_SKEW_SECONDS = 60;
/** Longer is no token of any issuer, and is refused before it costs anything. */
const MAX_LENGTH = 8_192;
/** How long a key that the issuer has withdrawn may still be taken, seconds of this process's life. */
const KEY_SET_SECONDS = 600;
/** After a failed refresh: how long the keys at hand are used before the issuer is asked again. */
const RETRY_SECONDS = 60;
/** The most powerful first: of several roles in one token the first counts. */
const PERSONAL_ROLES = ['operator', 'dispatcher', 'driver'] as const satisfies readonly Role[];

interface Verifier {
  verify(token: string): Promise<JwtPayload>;
  /** Verifies a token with the keys at hand alone. */
  verifySync(token: string): JwtPayload;
  hydrate(): Promise<void>;
}

/** Reads the JSON Web Tokens (RFC 7519) that people bring from an OpenID Connect issuer. */
export class TokenVerifier {
  private verifier: Promise<Verifier> | undefined;
  private refreshAt = 0;

  constructor(
    private readonly terms: TokenTerms,
    private readonly now: () => number,
  ) {}

  /**
   * Returns whose token it is.
   *
   * @throws DinexError `unauthenticated` with what is wrong with it (signature, issuer, audience, use, expiry, role), and
   * `unavailable` when the issuer's keys are needed and cannot be had.
   */
  async principalOf(token: string): Promise<Principal> {
    if (token.length > MAX_LENGTH) throw refused('is longer than any token');
    const verifier = await (this.verifier ??= this.create());
    await this.refresh(verifier);
    try {
      // Keys that were given are all there are: no token makes us ask elsewhere for its own.
      const given = this.terms.keySet !== undefined;
      return this.read(given ? verifier.verifySync(token) : await verifier.verify(token));
    } catch (error) {
      throw await this.meaningOf(error);
    }
  }

  private async create(): Promise<Verifier> {
    const { JwtVerifier: Class } = await import('aws-jwt-verify');
    const { isJwks, SimpleJwksCache } = await import('aws-jwt-verify/jwk');
    const { safeJsonParse } = await import('aws-jwt-verify/safe-json-parse');
    const { issuer, keySetUrl, keySet } = this.terms;
    const jwksUri = keySetUrl ?? `${issuer.replace(/\/$/, '')}/.well-known/jwks.json`;
    const verifier = Class.create(
      { issuer, audience: null, jwksUri, graceSeconds: CLOCK_SKEW_SECONDS },
      { jwksCache: new SimpleJwksCache({ fetcher: { fetch: fetchKeySet } }) },
    );
    if (keySet !== undefined) {
      const keys = safeJsonParse(keySet);
      if (!isJwks(keys)) throw new Error('AUTH_KEY_SET must be a JSON Web Key Set');
      verifier.cacheJwks(keys);
    }
    return verifier;
  }

  /** Fetches the key set anew from time to time: the library itself keeps a withdrawn key for as long as the process lives. */
  private async refresh(verifier: Verifier): Promise<void> {
    const seconds = this.now() / 1_000;
    if (this.terms.keySet !== undefined || seconds < this.refreshAt) return;
    this.refreshAt = seconds + RETRY_SECONDS;
    try {
      await verifier.hydrate();
      this.refreshAt = seconds + KEY_SET_SECONDS;
    } catch {
      // The keys at hand go on; without any, the verification itself asks for them and says why it cannot.
    }
  }

  private read(payload: JwtPayload): Principal {
    const { sub, exp, aud, client_id, token_use } = payload;
    if (typeof exp !== 'number') throw refused('does not expire');
    if (typeof sub !== 'string' || sub === '') throw refused('names nobody');
    // An id token is for the application that asked for it, not for an API.
    if (token_use !== undefined && token_use !== 'access') throw refused('is not an access token');
    const bearers = [aud, client_id].flat().filter((name) => typeof name === 'string');
    if (!bearers.some((name) => this.terms.audiences.includes(name))) throw refused('is for another audience');
    return this.principal(sub, payload);
  }

  private principal(subject: string, payload: JwtPayload): Principal {
    const held = [payload[this.terms.roleClaim]].flat();
    const role = PERSONAL_ROLES.find((name) => held.includes(name));
    if (role === undefined) throw refused('gives no role');
    if (role !== 'driver') return { role, subject };
    const driver_id = payload[this.terms.driverClaim];
    if (typeof driver_id !== 'string' || driver_id === '') throw refused('names no driver');
    return { role, subject, driver_id };
  }

  private async meaningOf(error: unknown): Promise<Error> {
    if (error instanceof DinexError) return error;
    const errors = await import('aws-jwt-verify/error');
    if (error instanceof errors.JwtExpiredError) return refused('has expired');
    if (error instanceof errors.JwtNotBeforeError) return refused('is not valid yet');
    if (error instanceof errors.JwtInvalidIssuerError) return refused('is of another issuer');
    if (error instanceof errors.FetchError || error instanceof errors.WaitPeriodNotYetEndedJwkError)
      return new DinexError('unavailable', "The issuer's keys cannot be had at the moment; try again.", {
        retryAfterSeconds: 10,
        cause: error,
      });
    // Which of signature, algorithm and key was wrong helps nobody but who tries them out.
    if (error instanceof errors.JwtBaseError) return refused('is not valid');
    return error instanceof Error ? error : new Error(String(error));
  }
}

const refused = (fault: string): DinexError =>
  new DinexError('unauthenticated', `The token ${fault}.`, { challenge: 'invalid_token' });
