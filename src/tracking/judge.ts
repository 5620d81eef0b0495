import { allowedNext, FIRST_STATUS, hasNoAttemptLeft, isTerminal, ParcelStatus, STATES } from '../orders/states';
import { activeEvents, foldEvents, Foldable, Folded, Placed, settledEvents } from './fold';

/** A report or a correction that is not stored yet; `head_version` is the one that it would make. */
export type Claimant = Foldable & { readonly status: ParcelStatus };

/** Why a report or correction is not taken, or what its history says with it. */
export type Judgement<E extends Foldable> =
  | { readonly kind: 'taken'; readonly folded: Folded<E> }
  /** The newest event, or a correction, is not legal where it stands. */
  | { readonly kind: 'illegal'; readonly from: ParcelStatus; readonly allowed: readonly ParcelStatus[] }
  /** A late event would take effect away from one that only a correction may undo. */
  | { readonly kind: 'unsettles'; readonly settled: Foldable }
  /** Decisions of the moment are not reported for an earlier one. */
  | { readonly kind: 'back_dated'; readonly newest: string }
  | { readonly kind: 'no_attempt_left' }
  | { readonly kind: 'full' }
  | { readonly kind: 'nothing_to_correct' }
  | { readonly kind: 'corrected_already' }
  /** A correction of a correction brings back the status of what that one took out, and no other. */
  | { readonly kind: 'brings_back'; readonly status: ParcelStatus };

/** Events after which ordinary reports stop, so that there is room for what ends a parcel and for corrections. */
export const MAX_ORDINARY_EVENTS = 80;
/** All events of a tracker: one transaction must be able to change the `ttl` of each of them, and holds 100 items. */
export const MAX_EVENTS = 90;

/** Judges a new event of a history that is known whole. It changes nothing: what is refused is as if it had never come. */
export function judge<E extends Foldable>(history: readonly E[], event: E & Claimant): Judgement<E> {
  const ordinary = event.corrects === undefined && !isTerminal(event.status);
  if (history.length >= (ordinary ? MAX_ORDINARY_EVENTS : MAX_EVENTS)) return { kind: 'full' };
  return event.corrects === undefined ? judgeReport(history, event) : judgeCorrection(history, event);
}

function judgeReport<E extends Foldable>(history: readonly E[], event: E & Claimant): Judgement<E> {
  const before = foldEvents(history);
  const after = foldEvents<E>([...history, event]);
  const own = placeOf(after, event);
  const newest = before.placed.at(-1);
  if (newest !== undefined && event.occurred_at < newest.at) {
    if (STATES[event.status].notBackDated === true) return { kind: 'back_dated', newest: newest.at };
    const kept = new Set(settledEvents(after).map(({ event_id }) => event_id));
    const undone = settledEvents(before).find(({ event_id }) => !kept.has(event_id));
    if (undone !== undefined) return { kind: 'unsettles', settled: undone };
  } else if (own?.applied !== true) return { kind: 'illegal', from: before.status, allowed: allowedNext(before) };
  if (STATES[event.status].beginsAttempt === true && own?.applied === true) {
    const earlier = after.placed.slice(0, after.placed.indexOf(own));
    const attempt_count = earlier.filter(
      ({ applied, status }) => applied && STATES[status].failedAttempt === true,
    ).length;
    if (hasNoAttemptLeft({ ...after, attempt_count })) return { kind: 'no_attempt_left' };
  }
  return { kind: 'taken', folded: after };
}

function judgeCorrection<E extends Foldable>(history: readonly E[], event: E & Claimant): Judgement<E> {
  const target = history.find(({ event_id }) => event_id === event.corrects);
  if (target?.status === undefined) return { kind: 'nothing_to_correct' };
  if (!activeEvents(history)(target)) return { kind: 'corrected_already' };
  const restored = history.find(({ event_id }) => event_id === target.corrects);
  const after = foldEvents<E>([...history, event]);
  if (restored !== undefined) {
    if (restored.status !== event.status) return { kind: 'brings_back', status: restored.status ?? event.status };
    return { kind: 'taken', folded: after };
  }
  const own = placeOf(after, event);
  if (own?.applied === true) return { kind: 'taken', folded: after };
  const from = statusBefore(after, own);
  return { kind: 'illegal', from, allowed: STATES[from].next };
}

const placeOf = <E extends Foldable>(folded: Folded<E>, event: E): Placed<E> | undefined =>
  folded.placed.find((placed) => placed.event.event_id === event.event_id);

/** The state of the parcel just before an event of its history. */
function statusBefore<E extends Foldable>({ placed }: Folded<E>, place: Placed<E> | undefined): ParcelStatus {
  const earlier = place === undefined ? placed : placed.slice(0, placed.indexOf(place));
  return earlier.findLast(({ applied }) => applied)?.status ?? FIRST_STATUS;
}
