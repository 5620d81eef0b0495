import { exportJWK, generateKeyPair, importJWK, JWK, SignJWT } from 'jose';
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { present } from '../kernel/present';
import { PlatformError } from './platform-error';

/** Who signs tokens on a laptop: nobody else takes them, as no other server has this issuer's key. */
const ISSUER = 'https://issuer.dinex.localhost';
const AUDIENCE = 'dinex-laptop';
const FILE = 'issuer.json';
const ALGORITHM = 'ES256';

/** Whom a token is for, and how long. */
export interface TokenWish {
  readonly role: 'driver' | 'dispatcher' | 'operator';
  /** Names the person for good. */
  readonly subject: string;
  readonly driver_id?: string;
  readonly minutes: number;
}

/**
 * Returns the variables with which a server takes the tokens that this data folder's key signs. The key is made at the first start
 * and stays, so that a token outlives a restart.
 */
export async function issuerVariables(folder: string): Promise<Readonly<Record<string, string>>> {
  const file = join(folder, FILE);
  if (!existsSync(file)) await makeKey(file);
  const { d: _private, ...published } = readKey(file);
  return {
    AUTH_ISSUER: ISSUER,
    AUTH_AUDIENCES: AUDIENCE,
    AUTH_KEY_SET: JSON.stringify({ keys: [{ ...published, use: 'sig', alg: ALGORITHM }] }),
  };
}

/** Signs a token with the key of a data folder. @throws PlatformError where it has none. */
export async function signToken(folder: string, { role, subject, driver_id, minutes }: TokenWish): Promise<string> {
  const file = join(folder, FILE);
  if (!existsSync(file))
    throw new PlatformError(`There is no issuer in ${folder}: start it once with AUTH_MODE=jwt npm start.`);
  const key = readKey(file);
  return new SignJWT({
    client_id: AUDIENCE,
    token_use: 'access',
    'cognito:groups': [role],
    ...present({ username: driver_id }),
  })
    .setProtectedHeader({ alg: ALGORITHM, kid: key.kid ?? '' })
    .setIssuer(ISSUER)
    .setSubject(subject)
    .setIssuedAt()
    .setExpirationTime(`${minutes}m`)
    .sign(await importJWK(key, ALGORITHM));
}

async function makeKey(file: string): Promise<void> {
  const { privateKey } = await generateKeyPair(ALGORITHM, { extractable: true });
  const key = { ...(await exportJWK(privateKey)), kid: randomUUID() };
  // `wx`: of two starts at once one makes the key.
  writeFileSync(file, JSON.stringify(key), { mode: 0o600, flag: 'wx' });
}

// `makeKey` alone writes the file, and a damaged key is refused when it is imported to sign.
const readKey = (file: string): JWK => JSON.parse(readFileSync(file, 'utf8')) as JWK;
