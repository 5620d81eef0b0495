import { namesIn } from '../kernel/record';
/** Everything that a state of a parcel decides, told once: one row is one state. */
interface StateFacts<State> {
  /** The states that may follow. Without any the parcel has ended. */
  readonly next: readonly State[];
  /** Those among `next` that leave a scan out: the order then says `missing_scan`. */
  readonly unscanned?: readonly State[];
  /** What the shop may still change. */
  readonly editable: 'all' | 'all_but_products' | 'contact_and_notes' | 'nothing';
  /** Whether the parcel waits for a driver, so that its order may join a route. */
  readonly assignable: boolean;
  /** Whether the parcel is no longer its driver's to deliver, so that its order leaves the route. */
  readonly leavesRoute: boolean;
  /** The states that take its order off the route when they follow, beside those that always do. */
  readonly leavesRouteTo?: readonly State[];
  /** What its stop is while its order is on a route: still ahead, being driven to, or closed with an outcome. */
  readonly stop: 'NEW' | 'ENROUTE' | Extract<StopOutcome, 'SUCCEEDED' | 'FAILED'>;
  /** Whether it proves that the courier took the parcel over. */
  readonly collected: boolean;
  /** Whether it can be reached only while the courier has never taken the parcel over. */
  readonly onlyUncollected?: true;
  /** Whether it is a failed attempt to deliver: those count, and need a `reason_code`. */
  readonly failedAttempt?: true;
  /** Whether it begins an attempt, and so is closed to a parcel that has none left. */
  readonly beginsAttempt?: true;
  /** Whether nothing but a correction undoes it: a later report of an earlier time that would is refused. */
  readonly settles?: true;
  /** Whether it is a decision of the moment, which nobody reports for an earlier one. */
  readonly notBackDated?: true;
  /** Whether the parcel waits for its recipient to come for it. */
  readonly awaitsCollection?: true;
  /** Whether its recipient also gets a text message, unless SMS_STATUSES says otherwise. */
  readonly sms?: true;
}

const ROWS = {
  CREATED: {
    next: ['PICKED_UP', 'IN_TRANSIT', 'OUT_FOR_DELIVERY', 'DELIVERED', 'ATTEMPT_FAILED', 'EXCEPTION', 'CANCELLED'],
    unscanned: ['OUT_FOR_DELIVERY', 'DELIVERED', 'ATTEMPT_FAILED'],
    editable: 'all',
    assignable: true,
    leavesRoute: false,
    stop: 'NEW',
    collected: false,
  },
  PICKED_UP: {
    next: ['IN_TRANSIT', 'OUT_FOR_DELIVERY', 'DELIVERED', 'ATTEMPT_FAILED', 'EXCEPTION', 'RETURNING'],
    unscanned: ['DELIVERED', 'ATTEMPT_FAILED'],
    editable: 'all_but_products',
    assignable: true,
    leavesRoute: false,
    stop: 'NEW',
    collected: true,
  },
  IN_TRANSIT: {
    next: [
      'IN_TRANSIT',
      'OUT_FOR_DELIVERY',
      'AVAILABLE_FOR_PICKUP',
      'DELIVERED',
      'ATTEMPT_FAILED',
      'EXCEPTION',
      'RETURNING',
    ],
    unscanned: ['DELIVERED', 'ATTEMPT_FAILED'],
    editable: 'all_but_products',
    assignable: true,
    leavesRoute: false,
    stop: 'NEW',
    collected: true,
  },
  OUT_FOR_DELIVERY: {
    next: ['OUT_FOR_DELIVERY', 'DELIVERED', 'ATTEMPT_FAILED', 'AVAILABLE_FOR_PICKUP', 'IN_TRANSIT', 'EXCEPTION'],
    editable: 'contact_and_notes',
    assignable: false,
    leavesRoute: false,
    stop: 'ENROUTE',
    collected: true,
    beginsAttempt: true,
    sms: true,
  },
  ATTEMPT_FAILED: {
    next: ['OUT_FOR_DELIVERY', 'IN_TRANSIT', 'DELIVERED', 'AVAILABLE_FOR_PICKUP', 'RETURNING', 'EXCEPTION'],
    unscanned: ['DELIVERED'],
    editable: 'all_but_products',
    assignable: true,
    leavesRoute: false,
    leavesRouteTo: ['IN_TRANSIT'],
    stop: 'FAILED',
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
    awaitsCollection: true,
    sms: true,
  },
  EXCEPTION: {
    next: [
      'PICKED_UP',
      'IN_TRANSIT',
      'OUT_FOR_DELIVERY',
      'DELIVERED',
      'ATTEMPT_FAILED',
      'AVAILABLE_FOR_PICKUP',
      'RETURNING',
      'FAILURE',
      'CANCELLED',
    ],
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
    notBackDated: true,
  },
  DELIVERED: {
    next: [],
    editable: 'nothing',
    assignable: false,
    leavesRoute: false,
    stop: 'SUCCEEDED',
    collected: true,
    settles: true,
  },
  RETURNED: {
    next: [],
    editable: 'nothing',
    assignable: false,
    leavesRoute: true,
    stop: 'NEW',
    collected: true,
    settles: true,
  },
  CANCELLED: {
    next: [],
    editable: 'nothing',
    assignable: false,
    leavesRoute: true,
    stop: 'NEW',
    collected: false,
    onlyUncollected: true,
    notBackDated: true,
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

/** How a stop of a route ended. What was in the van at the route's end is carried over, what nobody drove to was not attempted. */
export const STOP_OUTCOMES = ['SUCCEEDED', 'FAILED', 'CARRIED_OVER', 'NOT_ATTEMPTED'] as const;
export type StopOutcome = (typeof STOP_OUTCOMES)[number];

/** What a parcel can be told: every state but the first, which only an order's creation gives. */
export const REPORTABLE_STATUSES = PARCEL_STATUSES.filter((status) => status !== FIRST_STATUS);
export type ReportableStatus = (typeof REPORTABLE_STATUSES)[number];

/** After this many failed attempts no further one begins, unless a dispatcher grants it. */
export const MAX_ATTEMPTS = 3;

/** What of a parcel's history decides which moves are legal. */
export interface Progress {
  readonly status: ParcelStatus;
  readonly attempt_count: number;
  /** Attempts that a dispatcher granted beyond the usual ones. */
  readonly attempts_granted?: number;
  readonly picked_up: boolean;
}

/** Whether every attempt that a parcel has, granted ones included, has failed. */
export const hasNoAttemptLeft = ({
  attempt_count,
  attempts_granted = 0,
}: Pick<Progress, 'attempt_count' | 'attempts_granted'>): boolean => attempt_count >= MAX_ATTEMPTS + attempts_granted;

/** Whether a state may follow another, whatever the number of attempts: those are counted when a report comes in, not in a history. */
export const isLegal = (from: ParcelStatus, to: ParcelStatus, pickedUp: boolean): boolean =>
  STATES[from].next.includes(to) && !(pickedUp && STATES[to].onlyUncollected === true);

/** Returns the states that may follow, in the table's order. */
export function allowedNext(progress: Progress): ParcelStatus[] {
  const { status, picked_up } = progress;
  const exhausted = hasNoAttemptLeft(progress);
  return STATES[status].next.filter(
    (to) => isLegal(status, to, picked_up) && !(exhausted && STATES[to].beginsAttempt === true),
  );
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

/** Why DINEX itself reports something; nobody else gives it. */
export const CARRIED_OVER = 'CARRIED_OVER';

/** Every reason that an event may bear. */
export const EVENT_REASONS = [...REASON_CODES, CARRIED_OVER] as const;
export type EventReason = (typeof EVENT_REASONS)[number];

/** Whether events of a reason are told to nobody. */
export const isSilent = (reason: EventReason | undefined): reason is typeof CARRIED_OVER => reason === CARRIED_OVER;

/** Why a report of an earlier time was refused and kept for a dispatcher. */
export const REFUSALS = ['unsettles', 'no_attempt_left'] as const;
export type Refusal = (typeof REFUSALS)[number];
