import { namesIn } from '../kernel/record';
/** Everything that a state of a parcel decides, told once: one row is one state. */
interface StateFacts<State> {
  /** The states that may follow. Without any the parcel has ended. */
  readonly next: readonly State[];
  /** Those among `next` that leave out the scan "out for delivery": the order then says `missing_scan`. */
  readonly unscanned?: readonly State[];
  /** What the shop may still change. */
  readonly editable: 'all' | 'all_but_products' | 'nothing';
  /** Whether the parcel waits for a driver, so that its order may join a route. */
  readonly assignable: boolean;
  /** Whether the parcel is no longer its driver's to deliver, so that its order leaves the route. */
  readonly leavesRoute: boolean;
  /** What its stop is while its order is on a route: still ahead, being driven to, or done. */
  readonly stop: 'NEW' | 'ENROUTE' | 'SUCCEEDED';
  /** Whether it proves that the courier took the parcel over. */
  readonly collected: boolean;
  /** Whether it can be reached only while the courier has never taken the parcel over. */
  readonly onlyUncollected?: true;
  /** Whether it is a failed attempt to deliver: those count, and need a `reason_code`. */
  readonly failedAttempt?: true;
  /** Whether it leads to another attempt, and so is closed to a parcel after its last one. */
  readonly towardsAttempt?: true;
  /** Whether its recipient also gets a text message, unless SMS_STATUSES says otherwise. */
  readonly sms?: true;
}

const ROWS = {
  CREATED: {
    next: ['PICKED_UP', 'IN_TRANSIT', 'EXCEPTION', 'CANCELLED'],
    editable: 'all',
    assignable: true,
    leavesRoute: false,
    stop: 'NEW',
    collected: false,
  },
  PICKED_UP: {
    next: ['IN_TRANSIT', 'OUT_FOR_DELIVERY', 'EXCEPTION', 'RETURNING'],
    editable: 'all_but_products',
    assignable: true,
    leavesRoute: false,
    stop: 'NEW',
    collected: true,
  },
  IN_TRANSIT: {
    next: ['IN_TRANSIT', 'OUT_FOR_DELIVERY', 'AVAILABLE_FOR_PICKUP', 'DELIVERED', 'EXCEPTION', 'RETURNING'],
    unscanned: ['DELIVERED'],
    editable: 'all_but_products',
    assignable: true,
    leavesRoute: false,
    stop: 'NEW',
    collected: true,
    towardsAttempt: true,
  },
  OUT_FOR_DELIVERY: {
    next: ['DELIVERED', 'ATTEMPT_FAILED', 'AVAILABLE_FOR_PICKUP', 'IN_TRANSIT', 'EXCEPTION'],
    editable: 'nothing',
    assignable: false,
    leavesRoute: false,
    stop: 'ENROUTE',
    collected: true,
    towardsAttempt: true,
    sms: true,
  },
  ATTEMPT_FAILED: {
    next: ['OUT_FOR_DELIVERY', 'IN_TRANSIT', 'AVAILABLE_FOR_PICKUP', 'RETURNING', 'EXCEPTION'],
    editable: 'all_but_products',
    assignable: true,
    leavesRoute: true,
    stop: 'NEW',
    collected: true,
    failedAttempt: true,
    sms: true,
  },
  AVAILABLE_FOR_PICKUP: {
    next: ['DELIVERED', 'RETURNING', 'EXCEPTION'],
    editable: 'all_but_products',
    assignable: false,
    leavesRoute: true,
    stop: 'NEW',
    collected: true,
    sms: true,
  },
  EXCEPTION: {
    next: ['PICKED_UP', 'IN_TRANSIT', 'OUT_FOR_DELIVERY', 'AVAILABLE_FOR_PICKUP', 'RETURNING', 'FAILURE', 'CANCELLED'],
    editable: 'all_but_products',
    assignable: false,
    leavesRoute: false,
    stop: 'NEW',
    collected: false,
  },
  RETURNING: {
    next: ['RETURNING', 'RETURNED', 'FAILURE'],
    editable: 'nothing',
    assignable: false,
    leavesRoute: true,
    stop: 'NEW',
    collected: true,
  },
  DELIVERED: {
    next: [],
    editable: 'nothing',
    assignable: false,
    leavesRoute: false,
    stop: 'SUCCEEDED',
    collected: true,
  },
  RETURNED: { next: [], editable: 'nothing', assignable: false, leavesRoute: true, stop: 'NEW', collected: true },
  CANCELLED: {
    next: [],
    editable: 'nothing',
    assignable: false,
    leavesRoute: true,
    stop: 'NEW',
    collected: false,
    onlyUncollected: true,
  },
  FAILURE: { next: [], editable: 'nothing', assignable: false, leavesRoute: true, stop: 'NEW', collected: true },
} as const satisfies Record<string, StateFacts<string>>;

export type ParcelStatus = keyof typeof ROWS;

/** The one table of the states of a parcel. Rules, documents and `GET /tracking/statuses` derive from it. */
export const STATES: Readonly<Record<ParcelStatus, StateFacts<ParcelStatus>>> = ROWS;

export const PARCEL_STATUSES = namesIn(ROWS);
export const isTerminal = (status: ParcelStatus): boolean => STATES[status].next.length === 0;

/** The state in which an order begins, and to which nothing leads back. */
export const FIRST_STATUS = 'CREATED' satisfies ParcelStatus;

/** What a parcel can be told: every state but the first, which only an order's creation gives. */
export const REPORTABLE_STATUSES = PARCEL_STATUSES.filter((status) => status !== FIRST_STATUS);
export type ReportableStatus = (typeof REPORTABLE_STATUSES)[number];

/** After this many failed attempts no further one is made. */
export const MAX_ATTEMPTS = 3;

/** What of a parcel's history decides which moves are legal. */
export interface Progress {
  readonly status: ParcelStatus;
  readonly attempt_count: number;
  readonly picked_up: boolean;
}

/** Whether the last attempt of all has just failed. */
export const hasNoAttemptLeft = ({ status, attempt_count }: Omit<Progress, 'picked_up'>): boolean =>
  STATES[status].failedAttempt === true && attempt_count >= MAX_ATTEMPTS;

/** Returns the states that may follow, in the table's order. */
export function allowedNext(progress: Progress): ParcelStatus[] {
  const exhausted = hasNoAttemptLeft(progress);
  return STATES[progress.status].next.filter((to) => {
    const { towardsAttempt, onlyUncollected } = STATES[to];
    return !(exhausted && towardsAttempt === true) && !(progress.picked_up && onlyUncollected === true);
  });
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
