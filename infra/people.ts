/** How a stage knows people and old clients: what `stages.ts` says of it. */
/** Where the stage's people sign in: a Cognito user pool of its own (docs/runbook.md, "Onboarding"). */
export interface PoolConfig {
  /** People sign in at `https://PREFIX.auth.REGION.amazoncognito.com`; no two pools of a region, of whatever account, have the same. */
  readonly domainPrefix: string;
  /** Addresses of the apps to which a sign-in, or the end of one, leads back; Cognito refuses any other. */
  readonly callbackUrls: readonly [string, ...string[]];
  /** Whether Cognito refuses leaked passwords and sign-ins that look like another's: 0.02 USD a month for each person (the plan Plus). */
  readonly threatProtection: boolean;
}

/** An OpenID Connect issuer that is not ours: what its tokens must say, and where in them DINEX's own facts are. */
export interface IssuerConfig {
  /** The `iss` claim, exactly. */
  readonly issuer: string;
  /** At least one of them is in `aud`, or is the `client_id`. */
  readonly audiences: readonly [string, ...string[]];
  /** Default `ISSUER/.well-known/jwks.json`. */
  readonly keySetUrl?: string;
  /** The claim that holds operator, dispatcher or driver. Default `cognito:groups`. */
  readonly roleClaim?: string;
  /** The claim that holds a driver's id. Default `username`. */
  readonly driverClaim?: string;
}

/** Whose tokens a stage takes. Without both, only DINEX keys are taken. */
export interface PeopleConfig {
  readonly pool?: PoolConfig;
  /** Taken instead of the pool's. The pool goes with a later deployment: while the api names it, it cannot. */
  readonly issuer?: IssuerConfig;
}

/** For clients of before DINEX had keys of its own: whom a key of API Gateway stands for, for 30 days. */
export interface GatewayKeysConfig {
  /** The day (UTC) from which the 30 days count: `2026-12-01`. */
  readonly since: string;
  /** By the key's id, which is no secret (the outputs `KeyId-…` of the api stack): a key that is not named stands for nobody. */
  readonly principals: Readonly<Record<string, `${'shop' | 'dispatcher' | 'operator'}:${string}`>>;
}

const GATEWAY_KEY_DAYS = 30;

/** Returns the moment (RFC 3339) from which on the gateway's keys stand for nobody. @throws Error when `since` is no date. */
export function gatewayKeysEnd({ since }: GatewayKeysConfig): string {
  const begun = Date.parse(`${since}T00:00:00Z`);
  if (Number.isNaN(begun)) throw new Error(`gatewayKeys.since must be a date such as 2026-12-01, not ${since}`);
  return new Date(begun + GATEWAY_KEY_DAYS * 86_400_000).toISOString();
}

/** Returns the variables through which the api knows an issuer that is not ours. */
export const issuerVariables = (config: IssuerConfig): Readonly<Record<string, string>> => ({
  AUTH_ISSUER: config.issuer,
  AUTH_AUDIENCES: config.audiences.join(','),
  ...(config.keySetUrl === undefined ? {} : { AUTH_KEY_SET_URL: config.keySetUrl }),
  ...(config.roleClaim === undefined ? {} : { AUTH_ROLE_CLAIM: config.roleClaim }),
  ...(config.driverClaim === undefined ? {} : { AUTH_DRIVER_CLAIM: config.driverClaim }),
});
