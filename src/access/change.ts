import { cutTo } from '../kernel/cut';
import { createHmac } from 'node:crypto';
import { isPersonal, isSecret } from '../kernel/personal-data';
import { present } from '../kernel/present';
import type { Actor } from './principal';

/** One field that a request changed: `from` and `to` as JSON text, or as keyed hashes where they tell of a person. */
export interface FieldChange {
  /** RFC 6901: `/recipient/phone`. */
  readonly pointer: string;
  readonly from?: string;
  readonly to?: string;
}

/** What one request changed of one object: written with the change itself, never altered, deletable by no role. */
export interface Change {
  /** `order:01936f0e-…`, `shop:SHOP-LIMA-01`, `key:…`, `route:…`. */
  readonly object_id: string;
  /** A UUIDv7: changes of an object sort by time. */
  readonly change_id: string;
  /** RFC 3339 UTC. */
  readonly at: string;
  readonly actor: Actor;
  /** `order.patched`, `key.revoked` … */
  readonly action: string;
  readonly fields: readonly FieldChange[];
  readonly correlation_id?: string;
}

/** Characters of a value that a record keeps: it says what was changed, it is no backup. */
const MAX_VALUE = 200;
/** Fields that a record names; a list that was replaced whole is one of them. */
const MAX_FIELDS = 100;

/**
 * Returns what differs between two states of an object. Values that tell of a person become `hmac:` and 32 hexadecimal digits of their
 * HMAC-SHA-256 under the stage's key: equal ones can be told, and none can be read.
 */
export function fieldChanges(before: object, after: object, key: string): FieldChange[] {
  const [old, now] = [leaves(before), leaves(after)];
  const changes: FieldChange[] = [];
  for (const pointer of new Set([...old.keys(), ...now.keys()])) {
    const [from, to] = [old.get(pointer), now.get(pointer)];
    if (from === to || UNTOLD.has(pointer) || changes.length === MAX_FIELDS) continue;
    changes.push({
      pointer,
      ...present({
        from: from === undefined ? undefined : shown(pointer, from, key),
        to: to === undefined ? undefined : shown(pointer, to, key),
      }),
    });
  }
  return changes;
}

/** What every write changes. */
const UNTOLD = new Set(['/version', '/updated_at', '/write_id']);

function shown(pointer: string, value: string, key: string): string {
  const names = pointer.split('/');
  if (names.some(isSecret)) return 'secret';
  return names.some(isPersonal) ? `hmac:${keyedHash(value, key)}` : cutTo(value, MAX_VALUE);
}

export const keyedHash = (value: string, key: string): string =>
  createHmac('sha256', key).update(value).digest('hex').slice(0, 32);

/** Every value of an object that is no object itself, as JSON text, by its pointer. */
function leaves(value: unknown, pointer = ''): Map<string, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return new Map<string, string>(value === undefined ? [] : [[pointer, JSON.stringify(value)]]);
  return new Map(Object.entries(value).flatMap(([name, member]) => [...leaves(member, `${pointer}/${name}`)]));
}
