import { present } from '../kernel/present';
import { FIRST_STATUS, isLegal, ParcelStatus, STATES } from '../orders/states';

/** What an event is by which a dispatcher grants one more attempt. */
export const ATTEMPT_GRANTED = 'attempt_granted';

/** What a recipient may ask for. */
export const WISH_KINDS = ['reschedule', 'note', 'neighbour', 'safe_place', 'opt_out', 'opt_in'] as const;
export type WishKind = (typeof WISH_KINDS)[number];

/** What an event may be in place of a state of the parcel. */
export const EVENT_KINDS = [ATTEMPT_GRANTED, ...WISH_KINDS] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

/** What the fold reads of a stored event. */
export interface Foldable {
  readonly event_id: string;
  /** Absent on what tells no fact about the parcel: a recipient's wish, a granted attempt. */
  readonly status?: ParcelStatus;
  /** What it is where it tells no fact about the parcel. */
  readonly kind?: EventKind;
  /** The event that this one takes the place of, or, where that is a correction itself, withdraws. */
  readonly corrects?: string;
  /** RFC 3339 UTC; of a correction without a time of its own, that of the event in whose place it stands. */
  readonly occurred_at: string;
  /** The head's version that it made: of two at the same time, arrival decides. */
  readonly head_version: number;
}

/** An event that counts, at its place in time. */
export interface Placed<E extends Foldable> {
  readonly event: E;
  readonly status: ParcelStatus;
  readonly at: string;
  /** Whether it was legal where it stands, and so moved the parcel. */
  readonly applied: boolean;
}

/** What a whole history says, in whatever order it arrived. */
export interface Folded<E extends Foldable> {
  readonly status: ParcelStatus;
  /** The event that made the status; absent while the parcel is CREATED. */
  readonly last?: Placed<E>;
  /** Every event that counts, oldest first: what a correction took out of the history is not among them. */
  readonly placed: readonly Placed<E>[];
  readonly attempt_count: number;
  readonly missing_scan: boolean;
  /** Whether an applied event proves that the courier took the parcel over. */
  readonly picked_up: boolean;
  /** Attempts that a dispatcher granted beyond the usual ones. */
  readonly attempts_granted: number;
}

/**
 * Folds a history: the events that no correction has taken out, by `occurred_at` and then by arrival, each applied where it is legal.
 * The result depends on the set of events alone, as long as their times differ, and never on the order in which they arrived.
 */
export function foldEvents<E extends Foldable>(history: readonly E[]): Folded<E> {
  let status: ParcelStatus = FIRST_STATUS;
  let last: Placed<E> | undefined;
  let attempt_count = 0;
  let missing_scan = false;
  let picked_up = false;
  const attempts_granted = history.filter(({ kind }) => kind === ATTEMPT_GRANTED).length;
  const placed = inPlace(history).map((entry): Placed<E> => {
    const applied = isLegal(status, entry.status, picked_up);
    const counted = { ...entry, applied };
    if (!applied) return counted;
    missing_scan ||= STATES[status].unscanned?.includes(entry.status) === true;
    picked_up ||= STATES[entry.status].collected;
    if (STATES[entry.status].failedAttempt === true) attempt_count++;
    status = entry.status;
    last = counted;
    return counted;
  });
  return { status, placed, attempt_count, missing_scan, picked_up, attempts_granted, ...present({ last }) };
}

/** The events that count, oldest first, a correction in the place of what it corrects unless it has a time of its own. */
function inPlace<E extends Foldable>(history: readonly E[]): Omit<Placed<E>, 'applied'>[] {
  const byId = new Map(history.map((event) => [event.event_id, event]));
  const active = activeEvents(history);
  const counted = history.flatMap((event) => {
    if (event.status === undefined || !active(event)) return [];
    const corrected = event.corrects === undefined ? undefined : byId.get(event.corrects);
    // A correction of a correction only withdraws it; the event that the latter took out counts again by itself.
    if (corrected?.corrects !== undefined) return [];
    // Of two at the same time arrival decides, and a correction arrived where it stands.
    const arrived = corrected?.occurred_at === event.occurred_at ? corrected : event;
    return [{ event, status: event.status, at: event.occurred_at, arrival: arrived.head_version }];
  });
  counted.sort((a, b) => compare(a.at, b.at) || a.arrival - b.arrival);
  return counted.map(({ event, status, at }) => ({ event, status, at }));
}

/** Returns whether an event counts: none of the corrections that name it counts itself. */
export function activeEvents(history: readonly Foldable[]): (event: Foldable) => boolean {
  const corrections = Map.groupBy(
    history.filter(({ corrects }) => corrects !== undefined),
    ({ corrects }) => corrects,
  );
  const known = new Map<string, boolean>();
  const isActive = (event: Foldable): boolean => {
    const found = known.get(event.event_id);
    if (found !== undefined) return found;
    // A circle cannot be stored, as a correction names an event that exists; should one be read, it does not hang.
    known.set(event.event_id, true);
    const active = !(corrections.get(event.event_id) ?? []).some(isActive);
    known.set(event.event_id, active);
    return active;
  };
  return isActive;
}

/** Returns the applied events of a fold that nothing but a correction may undo. */
export const settledEvents = <E extends Foldable>({ placed }: Folded<E>): readonly E[] =>
  placed.filter(({ applied, status }) => applied && STATES[status].settles === true).map(({ event }) => event);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
