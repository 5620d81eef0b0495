import { conflict, DinexError } from '../kernel/errors';
import { present } from '../kernel/present';
import type { KeyToken } from './key-token';
import type { Actor, KeyScope, Limits, Principal } from './principal';

/** Whose key it is: a shop's, or that of a machine which works as a dispatcher or operator. */
export type Holder =
  | { readonly role: 'shop'; readonly shop_id: string }
  | { readonly role: 'dispatcher' | 'operator'; readonly subject: string };

/** A DINEX key as stored. The key's own text is nowhere: `hash` is its SHA-256. */
export interface Credential {
  readonly credential_id: string;
  readonly hash: string;
  readonly holder: Holder;
  /** What its makers call it: "Tienda web", "nightly export". */
  readonly name: string;
  /** What it is limited to; absent: all that its role may. */
  readonly scopes?: readonly KeyScope[];
  readonly last_four: string;
  /** RFC 3339 UTC. */
  readonly created_at: string;
  readonly created_by: Actor;
  readonly expires_at?: string;
  readonly revoked_at?: string;
  /** Its holder's limits, on the key so that who asks and how much is one read. */
  readonly limits?: Limits;
  /** Since when its shop is suspended. */
  readonly suspended_at?: string;
  /** UTC date of the last day on which it was used; not more often written. */
  readonly last_used_on?: string;
  readonly version: number;
  readonly write_id: string;
}

/** The keys that one holder has had, newest first, as one item: what makes "two active at once" a condition of a write. */
export interface KeyRing {
  /** `ring#shop:SHOP-LIMA-01` */
  readonly credential_id: string;
  readonly credential_ids: readonly string[];
  readonly version: number;
  readonly write_id: string;
}

/** While one key is exchanged for the next, both work. */
export const MAX_ACTIVE_KEYS = 2;
/** Older ones fall off the ring; their records stay. */
export const MAX_KEPT_KEYS = 50;

export const holderKey = (holder: Holder): string =>
  holder.role === 'shop' ? `shop:${holder.shop_id}` : `${holder.role}:${holder.subject}`;

export const isActive = (credential: Credential, now: number): boolean =>
  credential.revoked_at === undefined &&
  (credential.expires_at === undefined || Date.parse(credential.expires_at) > now);

/** @throws DinexError `conflict` when the holder has two keys that work. */
export function checkRoom(held: readonly Credential[], now: number): void {
  const active = held.filter((credential) => isActive(credential, now));
  if (active.length >= MAX_ACTIVE_KEYS)
    throw conflict(`There are ${MAX_ACTIVE_KEYS} active keys already: revoke one first.`, {
      active_credential_ids: active.map(({ credential_id }) => credential_id),
    });
}

/**
 * Returns who bears a key.
 *
 * @throws DinexError `unauthenticated` for one that is revoked, expired or suspended.
 */
export function bearerOf(credential: Credential, { hash }: KeyToken, now: number): Principal {
  if (credential.hash !== hash) throw refusedKey('is not known');
  if (credential.revoked_at !== undefined) throw refusedKey('has been revoked');
  if (!isActive(credential, now)) throw refusedKey('has expired');
  if (credential.suspended_at !== undefined) throw refusedKey('belongs to a shop that is suspended');
  const identity = {
    credential_id: credential.credential_id,
    ...present({ scopes: credential.scopes, limits: credential.limits }),
  };
  const { holder } = credential;
  return holder.role === 'shop'
    ? { ...identity, role: 'shop', subject: holder.shop_id, shop_id: holder.shop_id }
    : { ...identity, role: holder.role, subject: holder.subject };
}

export const refusedKey = (fault: string): DinexError =>
  new DinexError('unauthenticated', `The key ${fault}.`, { challenge: 'invalid_token' });

export type KeyState = 'ACTIVE' | 'EXPIRED' | 'REVOKED' | 'SUSPENDED';

export function stateOf(credential: Credential, now: number): KeyState {
  if (credential.revoked_at !== undefined) return 'REVOKED';
  if (!isActive(credential, now)) return 'EXPIRED';
  return credential.suspended_at === undefined ? 'ACTIVE' : 'SUSPENDED';
}
