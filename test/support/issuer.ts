import { generateKeyPairSync, sign } from 'node:crypto';
import type { Role } from '../../src/access/principal';

const ISSUER = 'https://issuer.test';
const AUDIENCE = 'dinex-test';
const { publicKey, privateKey } = generateKeyPairSync('ed25519');

/** The variables with which an application takes this issuer's tokens. */
export const ISSUER_VARIABLES = {
  AUTH_MODE: 'jwt',
  // Tests ask as fast as they can, mostly as one person, and wrongly on purpose.
  RATE_LIMIT_PER_SECOND: '0',
  WRONG_CREDENTIALS_PER_MINUTE: '0',
  AUTH_ISSUER: ISSUER,
  AUTH_AUDIENCES: AUDIENCE,
  AUTH_KEY_SET: JSON.stringify({
    keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'test', use: 'sig', alg: 'EdDSA' }],
  }),
};

const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Signs a person's token; `claims` win over the usual ones. */
export function tokenOf(role: Exclude<Role, 'shop'>, claims: Readonly<Record<string, unknown>> = {}): string {
  const seconds = Math.floor(Date.now() / 1_000);
  const payload = {
    iss: ISSUER,
    sub: `${role}-1`,
    client_id: AUDIENCE,
    token_use: 'access',
    'cognito:groups': [role],
    exp: seconds + 3_600,
    ...claims,
  };
  const input = `${encoded({ alg: 'EdDSA', kid: 'test' })}.${encoded(payload)}`;
  return `${input}.${sign(null, Buffer.from(input), privateKey).toString('base64url')}`;
}

export const bearer = (token: string): { Authorization: string } => ({ Authorization: `Bearer ${token}` });
