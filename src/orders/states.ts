/**
 * The states of a parcel and the legal moves between them. Validation, documentation and `GET /tracking/statuses` all derive
 * from this one table.
 */
export const TRANSITIONS = {
  CREATED: ['PICKED_UP', 'IN_TRANSIT', 'EXCEPTION', 'CANCELLED'],
  PICKED_UP: ['IN_TRANSIT', 'OUT_FOR_DELIVERY', 'EXCEPTION', 'RETURNING'],
  IN_TRANSIT: ['IN_TRANSIT', 'OUT_FOR_DELIVERY', 'AVAILABLE_FOR_PICKUP', 'DELIVERED', 'EXCEPTION', 'RETURNING'],
  OUT_FOR_DELIVERY: ['DELIVERED', 'ATTEMPT_FAILED', 'AVAILABLE_FOR_PICKUP', 'IN_TRANSIT', 'EXCEPTION'],
  ATTEMPT_FAILED: ['OUT_FOR_DELIVERY', 'IN_TRANSIT', 'AVAILABLE_FOR_PICKUP', 'RETURNING', 'EXCEPTION'],
  AVAILABLE_FOR_PICKUP: ['DELIVERED', 'RETURNING', 'EXCEPTION'],
  EXCEPTION: [
    'PICKED_UP',
    'IN_TRANSIT',
    'OUT_FOR_DELIVERY',
    'AVAILABLE_FOR_PICKUP',
    'RETURNING',
    'FAILURE',
    'CANCELLED',
  ],
  RETURNING: ['RETURNING', 'RETURNED', 'FAILURE'],
  DELIVERED: [],
  RETURNED: [],
  CANCELLED: [],
  FAILURE: [],
} as const satisfies Record<string, readonly string[]>;

export type ParcelStatus = keyof typeof TRANSITIONS;
export const PARCEL_STATUSES = Object.keys(TRANSITIONS) as ParcelStatus[];
export const isTerminal = (status: ParcelStatus): boolean => TRANSITIONS[status].length === 0;

/** What a parcel can be told: every state but the first, which only an order's creation gives. */
export const REPORTABLE_STATUSES = PARCEL_STATUSES.filter((status) => status !== 'CREATED');

/** After this many failed attempts no further one is made. */
export const MAX_ATTEMPTS = 3;
const AFTER_LAST_ATTEMPT: readonly ParcelStatus[] = ['AVAILABLE_FOR_PICKUP', 'RETURNING', 'EXCEPTION'];

/** What of a parcel's history decides which moves are legal. */
export interface Progress {
  readonly status: ParcelStatus;
  readonly attempt_count: number;
  readonly picked_up: boolean;
}

/** The states that may follow. */
export function allowedNext({ status, attempt_count, picked_up }: Progress): ParcelStatus[] {
  const next: readonly ParcelStatus[] = TRANSITIONS[status];
  if (status === 'ATTEMPT_FAILED' && attempt_count >= MAX_ATTEMPTS)
    return next.filter((to) => AFTER_LAST_ATTEMPT.includes(to));
  if (status === 'EXCEPTION' && picked_up) return next.filter((to) => to !== 'CANCELLED');
  return [...next];
}

/** Why something went wrong: whose side it was on comes first. */
export const REASON_CODES = [
  'CONSIGNEE_ABSENT',
  'CONSIGNEE_REFUSED',
  'CONSIGNEE_ADDRESS_UNKNOWN',
  'CONSIGNEE_NO_PAYMENT',
  'CONSIGNEE_RESCHEDULED',
  'CONSIGNEE_CANCELLED',
  'CARRIER_CAPACITY',
  'CARRIER_DAMAGE',
  'CARRIER_DELAY',
  'CARRIER_LOST',
  'CARRIER_VEHICLE',
] as const;
export type ReasonCode = (typeof REASON_CODES)[number];
