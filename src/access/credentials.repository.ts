import { Injectable } from '@nestjs/common';
import { Database } from '../database/database';
import type { TableStore } from '../database/table-store';
import type { Outcome, Write } from '../database/transaction';
import { instant, listOf, objectOf, oneOf, optional, text, whole } from '../kernel/shape';
import { Credential, Holder, holderKey, KeyRing } from './credential';
import { Actor, ACTOR_ROLES, Limits, SCOPES } from './principal';

/** Keys and, under an id that no key has, each holder's ring of them. */
@Injectable()
export class CredentialsRepository {
  private readonly credentials: TableStore<Credential, 'credentials'>;
  private readonly rings: TableStore<KeyRing, 'credentials'>;

  constructor(database: Database) {
    this.credentials = database.table('credentials', { read: readCredential });
    this.rings = database.table('credentials', { read: readRing });
  }

  get(credentialId: string): Promise<Credential | undefined> {
    return this.credentials.get({ credential_id: credentialId });
  }

  ringOf(holder: Holder): Promise<KeyRing | undefined> {
    return this.rings.get({ credential_id: ringId(holder) });
  }

  /** Returns the keys on a ring, newest first. */
  async onRing(ring: KeyRing | undefined): Promise<Credential[]> {
    const ids = ring?.credential_ids ?? [];
    const found = await this.credentials.getMany(ids.map((credential_id) => ({ credential_id })));
    return ids.flatMap((id) => found.find(({ credential_id }) => credential_id === id) ?? []);
  }

  insert(credential: Credential): Write {
    return this.credentials.insert(`credential:${credential.credential_id}`, credential);
  }

  replace(credential: Credential, expectedVersion: number): Write {
    return this.credentials.replace(`credential:${credential.credential_id}`, credential, expectedVersion);
  }

  /** Stores a ring; refused where it is no longer at that version (0: where there is one). */
  putRing(ring: KeyRing, expectedVersion: number): Write {
    return expectedVersion === 0
      ? this.rings.insert(RING_WRITE, ring)
      : this.rings.replace(RING_WRITE, ring, expectedVersion);
  }

  /** Notes that a key was used on a day, unless that is known. The key's version stays: this is no change of the key. */
  noteUse(credentialId: string, day: string): Promise<Outcome> {
    return this.credentials.apply(
      this.credentials.update(
        'use',
        { credential_id: credentialId },
        { expression: 'SET last_used_on = :day', values: { ':day': day } },
        {
          expression: 'attribute_exists(credential_id) AND (attribute_not_exists(last_used_on) OR last_used_on < :day)',
          values: { ':day': day },
        },
      ),
    );
  }
}

/** The name by which a refused transaction tells that the holder's keys have changed. */
export const RING_WRITE = 'ring';

export const ringId = (holder: Holder): string => `ring#${holderKey(holder)}`;

export const readActor = objectOf<Actor>({
  role: oneOf(ACTOR_ROLES),
  subject: text,
  credential_id: optional(text),
  driver_id: optional(text),
});

const readHolder = (value: unknown): Holder => {
  const { role } = objectOf<{ role: Holder['role'] }>({ role: oneOf(['shop', 'dispatcher', 'operator']) })(value);
  return role === 'shop'
    ? { role, shop_id: objectOf<{ shop_id: string }>({ shop_id: text })(value).shop_id }
    : { role, subject: objectOf<{ subject: string }>({ subject: text })(value).subject };
};

const readCredential = objectOf<Credential>({
  credential_id: text,
  hash: text,
  holder: readHolder,
  name: text,
  scopes: optional(listOf(oneOf(SCOPES))),
  last_four: text,
  created_at: instant,
  created_by: readActor,
  expires_at: optional(instant),
  revoked_at: optional(instant),
  suspended_at: optional(instant),
  limits: optional(objectOf<Limits>({ requests_per_second: optional(whole), imports_at_once: optional(whole) })),
  last_used_on: optional(text),
  version: whole,
  write_id: text,
});

const readRing = objectOf<KeyRing>({
  credential_id: text,
  credential_ids: listOf(text),
  version: whole,
  write_id: text,
});
