import { randomInt } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';

declare const brand: unique symbol;
/** A text that is known to be of one kind: a cast to it stands only where a text is checked or built. */
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** A UUIDv7 (RFC 9562); the instant inside it is the order's `created_at`. */
export type OrderId = Branded<'OrderId'>;
/** `DNX` + the order's UUID in Crockford base32 + a check character, or the free id of a stand-alone tracker. */
export type TrackingId = Branded<'TrackingId'>;

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

let lastInstant = -1;
let sequence = 0;

/** Returns a new id that sorts by time; several in one millisecond stay ordered within a process (RFC 9562, 6.2, method 1). */
export function newId(now: number): string {
  sequence = now === lastInstant ? sequence + 1 : randomInt(0x7fff_ffff);
  lastInstant = now;
  return uuidv7({ msecs: now, seq: sequence });
}

/** Returns an id for a new order: a UUID version 7, which becomes an `OrderId` here alone. */
export const newOrderId = (now: number): OrderId => newId(now) as OrderId;

/** Whether a text is an order's id as DINEX writes it: in lower case. */
export const isOrderId = (text: string): text is OrderId => UUID_V7.test(text);

export function parseOrderId(text: string): OrderId | undefined {
  const lower = text.toLowerCase();
  return isOrderId(lower) ? lower : undefined;
}

/** Returns the milliseconds since the epoch at which a UUIDv7 was made. */
export const instantOf = (id: string): number => Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);

/** Returns the `created_at` that belongs to a UUIDv7: RFC 3339 UTC with milliseconds. */
export const createdAtOf = (id: string): string => new Date(instantOf(id)).toISOString();

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const ALPHANUMERIC = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const OWN_TRACKING_ID = /^DNX[0-9A-HJKMNP-TV-Z]{26}[0-9A-Z]$/;

/**
 * Returns the check character of ISO 7064 MOD 37,36, which finds every single wrong character and every swap of two neighbours, and stays within 0-9 A-Z
 * (Crockford's own check symbols would print `*~$=` on labels).
 */
function checkCharacter(text: string): string {
  let check = 36;
  for (const character of text) {
    const sum = (check + ALPHANUMERIC.indexOf(character)) % 36;
    check = ((sum === 0 ? 36 : sum) * 2) % 37;
  }
  return ALPHANUMERIC.charAt((37 - check) % 36);
}

export function trackingIdOf(orderId: OrderId): TrackingId {
  let rest = BigInt(`0x${orderId.replaceAll('-', '')}`);
  let text = '';
  for (let i = 0; i < 26; i++) {
    text = CROCKFORD.charAt(Number(rest & 31n)) + text;
    rest >>= 5n;
  }
  // Here, and in the parser below, a text becomes a `TrackingId`.
  return `DNX${text}${checkCharacter(`DNX${text}`)}` as TrackingId;
}

export type ParsedTrackingId =
  | { readonly kind: 'order'; readonly trackingId: TrackingId; readonly orderId: OrderId }
  | { readonly kind: 'stand_alone'; readonly trackingId: TrackingId }
  | { readonly kind: 'wrong_check_character' };

/** Returns whose tracking id a text is: an order's, in any case, whose id follows without a look-up, or a stand-alone tracker's. */
export function parseTrackingId(text: string): ParsedTrackingId {
  const upper = text.toUpperCase();
  // The caller checks a stand-alone tracker's form: a text of any form may be looked for.
  if (!OWN_TRACKING_ID.test(upper)) return { kind: 'stand_alone', trackingId: text as TrackingId };
  let value = 0n;
  for (const character of upper.slice(3, 29)) value = (value << 5n) | BigInt(CROCKFORD.indexOf(character));
  const hex = value.toString(16).padStart(32, '0');
  const orderId = parseOrderId(
    [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-'),
  );
  if (checkCharacter(upper.slice(0, -1)) !== upper.slice(-1) || hex.length > 32 || orderId === undefined)
    return { kind: 'wrong_check_character' };
  // Form, check character and the id within have been checked.
  return { kind: 'order', trackingId: upper as TrackingId, orderId };
}
