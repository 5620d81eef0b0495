import { createHash, createHmac } from 'node:crypto';
import type { OrderId } from './ids';

/** One of the stage's keys for links; the id is stored with each order, so that older links hold while a newer key is in use. */
export interface LinkKey {
  readonly id: string;
  readonly secret: string;
}

/** What a token is made of, beside the key: raising `version` revokes the links before it. */
export interface LinkClaim {
  readonly order_id: OrderId;
  readonly version: number;
}

const TOKEN_BYTES = 16;
const TOKEN = /^[A-Za-z0-9_-]{22}$/;

/**
 * Returns the token of a parcel's link: HMAC-SHA-256 over the order and its token version, cut to 128 bits, in 22 characters of base64url.
 * It is never stored, since whoever holds the key can make it again: each later letter bears the same one.
 */
export const linkToken = ({ order_id, version }: LinkClaim, { id, secret }: LinkKey): string =>
  createHmac('sha256', secret)
    .update(`recipient-link\n${id}\n${order_id}\n${version}`)
    .digest()
    .subarray(0, TOKEN_BYTES)
    .toString('base64url');

/** Returns what is stored of a token, and found again by it: its SHA-256 in hexadecimal. It opens nothing. */
export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('hex');

/**
 * Whether a text has a token's form; anything else is found nowhere, and need not be looked for. The last of 22 characters holds four
 * bits, so that a token has one spelling only.
 */
export const isLinkToken = (text: string): boolean =>
  TOKEN.test(text) && Buffer.from(text, 'base64url').toString('base64url') === text;

/** The id of a key that Secrets Manager has generated, which gives no other. */
const GENERATED_ID = '1';

/**
 * Returns the keys of `id=secret` pairs separated by commas, the one in use first; a text without `=` is one key whose id is `1`.
 *
 * @throws Error for a pair of another form, an id that comes twice, or a secret of less than 16 characters.
 */
export function parseLinkKeys(text: string): readonly [LinkKey, ...LinkKey[]] {
  const keys = (text.includes('=') ? text : `${GENERATED_ID}=${text}`).split(',').map((pair) => {
    const match = /^([a-z0-9-]{1,20})=(.{16,})$/.exec(pair.trim());
    const [, id, secret] = match ?? [];
    if (id === undefined || secret === undefined)
      throw new Error('each key is an id of small letters and digits, =, and a secret of 16 characters or more');
    return { id, secret };
  });
  if (new Set(keys.map(({ id }) => id)).size < keys.length) throw new Error('an id comes twice');
  const [current, ...older] = keys;
  if (current === undefined) throw new Error('there is no key');
  return [current, ...older];
}
