import { createHash, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** `live` in production, `test` in every other stage: a key never works where it was not made. */
export type KeyKind = 'live' | 'test';

/** A key as its holder keeps it, and what DINEX keeps of it: the text itself is shown once and stored nowhere. */
export interface KeyToken {
  /** `dnx_live_` or `dnx_test_`, 27 characters that hold 160 random bits, 6 of checksum. */
  readonly token: string;
  /** The first 20 hexadecimal digits of `hash`: names the key in lists, logs and change records. */
  readonly credential_id: string;
  /** SHA-256 of the token in hexadecimal. The token has 160 random bits, so that a slow hash would add nothing. */
  readonly hash: string;
  readonly last_four: string;
}

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const SECRET_BYTES = 20;
const SECRET_LENGTH = 27;
const CHECKSUM_LENGTH = 6;
const TOKEN = new RegExp(`^dnx_(live|test)_([0-9A-Za-z]{${SECRET_LENGTH}})([0-9A-Za-z]{${CHECKSUM_LENGTH}})$`);

/** What every DINEX key begins with, right or wrong: how one is told from a person's token. */
export const KEY_PREFIX = 'dnx_';

export const keyKindOf = (stage: string): KeyKind => (stage === 'prod' ? 'live' : 'test');

/** Makes a new key. */
export function newKeyToken(kind: KeyKind): KeyToken {
  const secret = base62(BigInt(`0x${randomBytes(SECRET_BYTES).toString('hex')}`), SECRET_LENGTH);
  return describe(`dnx_${kind}_${secret}${checksum(kind, secret)}`);
}

/**
 * Returns what DINEX knows a shown key by; `undefined` for a text that is no key of this kind. The checksum (CRC-32 in base 62,
 * the form that secret scanners know from GitHub's tokens) refuses typing errors and guesses without asking the store.
 */
export function readKeyToken(token: string, kind: KeyKind): KeyToken | undefined {
  const [, shownKind, secret = '', check] = TOKEN.exec(token) ?? [];
  return shownKind === kind && check === checksum(kind, secret) ? describe(token) : undefined;
}

function describe(token: string): KeyToken {
  const hash = createHash('sha256').update(token).digest('hex');
  return { token, hash, credential_id: hash.slice(0, 20), last_four: token.slice(-4) };
}

const checksum = (kind: KeyKind, secret: string): string =>
  base62(BigInt(crc32(`dnx_${kind}_${secret}`)), CHECKSUM_LENGTH);

function base62(value: bigint, length: number): string {
  let text = '';
  for (let rest = value; text.length < length; rest /= 62n) text = BASE62.charAt(Number(rest % 62n)) + text;
  return text;
}
