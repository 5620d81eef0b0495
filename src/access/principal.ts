import { present } from '../kernel/present';

/** What somebody is to the courier. Everyone has exactly one role; of several in a token the most powerful counts. */
export const ROLES = ['shop', 'driver', 'dispatcher', 'operator'] as const;
export type Role = (typeof ROLES)[number];

/** What a credential may be limited to. A person's token bears none and may do all that the role may. */
export const SCOPES = [
  'orders:read',
  'orders:write',
  'tracking:read',
  'tracking:write',
  'routes:read',
  'routes:write',
  'fleet:read',
  'fleet:write',
  'shops:read',
  'shops:write',
  'changes:read',
] as const;
export type KeyScope = (typeof SCOPES)[number];

/** What a credential's holder may take of us, where that is not the default. */
export interface Limits {
  /** Requests of one key. */
  readonly requests_per_second?: number;
  /** Imports that may be under way. */
  readonly imports_at_once?: number;
}

interface Identity {
  /** Names the person, shop or machine for good, whatever credential it shows: `SHOP-LIMA-01`, a token's `sub`. */
  readonly subject: string;
  /** The key that was shown; absent for a token and on a laptop without access control. */
  readonly credential_id?: string;
  /** What the credential is limited to; absent: all that the role may. */
  readonly scopes?: readonly KeyScope[];
  /** Its holder's own limits; absent: the defaults. */
  readonly limits?: Limits;
}

/** Who asks. Services receive it as an argument; nothing may assume how it was established. */
export type Principal =
  | (Identity & { readonly role: 'shop'; readonly shop_id: string })
  | (Identity & { readonly role: 'driver'; readonly driver_id: string })
  | (Identity & { readonly role: 'dispatcher' | 'operator' });

/** Whoever asks where access control is off: a developer on a laptop. */
export const LOCAL_OPERATOR: Principal = { role: 'operator', subject: 'local' };

/**
 * Returns whose requests share idempotency keys: all credentials of a shop are one tenant, so that a rotated key repeats
 * safely, and every person is one.
 */
export const tenantOf = (principal: Principal): string =>
  principal.role === 'shop' ? `shop:${principal.shop_id}` : `${principal.role}:${principal.subject}`;

/** Whether a principal is a person with a token, and no machine with a key of its own, nor a laptop's developer. */
export const isPerson = ({ role, subject, credential_id }: Principal): boolean =>
  role !== 'shop' && credential_id === undefined && subject !== LOCAL_OPERATOR.subject;

/** Who can have done something: besides principals a recipient with the link of a letter, and the courier's own programs. */
export const ACTOR_ROLES = [...ROLES, 'recipient', 'system'] as const;

/** Who did something, as events and change records bear it. */
export interface Actor {
  readonly role: (typeof ACTOR_ROLES)[number];
  readonly subject: string;
  readonly credential_id?: string;
  readonly driver_id?: string;
}

export const actorOf = (principal: Principal): Actor => ({
  role: principal.role,
  subject: principal.subject,
  ...present({
    credential_id: principal.credential_id,
    driver_id: principal.role === 'driver' ? principal.driver_id : undefined,
  }),
});
