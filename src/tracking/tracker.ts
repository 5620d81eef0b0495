import type { Actor } from '../access/principal';
import type { DataOf } from '../kernel/data-of';
import type { OrderId, TrackingId } from '../kernel/ids';
import { present } from '../kernel/present';
import type { Order } from '../orders/order';
import { FIRST_STATUS, isSilent, isTerminal, ParcelStatus } from '../orders/states';
import { ATTEMPT_GRANTED, foldEvents, Folded, WISH_KINDS, WishKind } from './fold';
import { judge, Judgement, MAX_ORDINARY_EVENTS } from './judge';
import type { TrackingEventDto } from './tracking.dto';

/** What of an event is stored for good. Whether it is applied follows from the whole history, whenever that is read. */
export type StoredFact = DataOf<Omit<TrackingEventDto, 'applied'>>;

/** What a scan, an app or a dispatcher says; `occurred_at` is when the device saw it. */
export type Report = Pick<
  StoredFact,
  'event_id' | 'reason_code' | 'message' | 'location' | 'corrects' | 'reschedule_to' | 'occurred_at'
> & { readonly status: ParcelStatus };

/** One line of a tracker's history; never changed, never removed before its time. */
export interface TrackingEvent extends StoredFact {
  readonly tracking_id: TrackingId;
  readonly order_id?: OrderId;
  /** The head's version that it made: of two at the same time, arrival decides. */
  readonly head_version: number;
  /** Epoch seconds. */
  readonly ttl?: number;
}

/** Where a tracker stands: for an order the order itself, else an item of the tracker's own. */
export type Head = Pick<
  Order,
  | 'tracking_id'
  | 'status'
  | 'attempt_count'
  | 'attempts_granted'
  | 'missing_scan'
  | 'picked_up'
  | 'event_count'
  | 'last_event_id'
  | 'last_event_at'
  | 'last_reason_code'
  | 'caused_by'
  | 'corrected'
  | 'version'
  | 'ttl'
> & { readonly order_id?: OrderId };

/** The item that a stand-alone tracker has in place of an order. */
export interface StandAloneHead extends Omit<Head, 'order_id'> {
  readonly created_at: string;
  readonly updated_at: string;
  /** Names the write that made this version: how a retry recognises its own after a lost reply. */
  readonly write_id: string;
  /** The correlation id of the request that made the last event. */
  readonly correlation_id?: string;
}

/** What an event makes of a head, whose name and number stay. */
export type HeadChange = Omit<Head, 'tracking_id' | 'order_id' | 'version'>;

/** A new event, and what its history says with it. */
export interface Appended {
  readonly event: TrackingEvent;
  readonly folded: Folded<TrackingEvent>;
  readonly change: HeadChange;
  /** The event that it corrects, where it does. */
  readonly corrected?: TrackingEvent;
  /** Whether it changes which event is the last: then it is told, unless it is silent. */
  readonly moves: boolean;
}

export type Refused = Exclude<Judgement<TrackingEvent>, { kind: 'taken' }> | { readonly kind: 'other_content' };

export type Decision =
  ({ readonly kind: 'append' } & Appended) | { readonly kind: 'known'; readonly event: TrackingEvent } | Refused;

export interface DecisionContext {
  readonly recordedAt: string;
  /** Epoch seconds at which a tracker that ends now, and its events, may be forgotten. */
  readonly ttl: number;
  readonly actor: Actor;
  /** The route that the report is about, where there is one. */
  readonly routeId?: string;
}

/** Returns what a report does to a tracker whose whole history is known. */
export function decide(
  head: Head,
  history: readonly TrackingEvent[],
  report: Report,
  context: DecisionContext,
): Decision {
  const known = history.find(({ event_id }) => event_id === report.event_id);
  if (known !== undefined)
    return known.occurred_at === report.occurred_at && sameSubstance(known, report)
      ? { kind: 'known', event: known }
      : { kind: 'other_content' };
  const event = { ...eventOf(head, report, context), status: report.status };
  const judged = judge<TrackingEvent>(history, event);
  if (judged.kind !== 'taken') return judged;
  const corrected = history.find(({ event_id }) => event_id === report.corrects);
  return { kind: 'append', ...appended(head, event, judged.folded, context), ...present({ corrected }) };
}

/** Returns the event by which a dispatcher grants one more attempt, or `undefined` where the history has no room for it. */
export function grantAttempt(
  head: Head,
  history: readonly TrackingEvent[],
  grant: Pick<TrackingEvent, 'event_id' | 'occurred_at' | 'message'>,
  context: DecisionContext,
): Appended | undefined {
  if (history.length >= MAX_ORDINARY_EVENTS) return undefined;
  const event: TrackingEvent = { ...eventOf(head, grant, context), kind: ATTEMPT_GRANTED };
  return appended(head, event, foldEvents([...history, event]), context);
}

/** The most wishes of a recipient that a history takes: the room is for what happens to the parcel. */
export const MAX_WISHES = 10;

/** What a recipient asks for, as it is stored. */
export type Wish = Pick<TrackingEvent, 'event_id' | 'occurred_at' | 'message' | 'reschedule_to' | 'channel'> & {
  readonly kind: WishKind;
};

/** Returns the event of a recipient's wish, or `undefined` where the history has no room for it. */
export function addWish(
  head: Head,
  history: readonly TrackingEvent[],
  wish: Wish,
  context: DecisionContext,
): Appended | undefined {
  const wishes = history.filter(({ kind }) => WISH_KINDS.some((each) => each === kind)).length;
  // To be told no more is a right, for which there is room as long as there is any.
  const full = wish.kind === 'opt_out' ? history.length >= MAX_OPT_OUT_EVENTS : wishes >= MAX_WISHES;
  if (full || (wish.kind !== 'opt_out' && history.length >= MAX_ORDINARY_EVENTS)) return undefined;
  const event: TrackingEvent = eventOf(head, wish, context);
  return appended(head, event, foldEvents([...history, event]), context);
}

const MAX_OPT_OUT_EVENTS = MAX_ORDINARY_EVENTS + 5;

const eventOf = <R extends Pick<Report, 'event_id' | 'occurred_at'>>(
  head: Head,
  report: R,
  context: DecisionContext,
) => ({
  ...report,
  tracking_id: head.tracking_id,
  ...present({ order_id: head.order_id, route_id: context.routeId }),
  actor: context.actor,
  recorded_at: context.recordedAt,
  head_version: head.version + 1,
});

function appended(
  head: Head,
  event: TrackingEvent,
  folded: Folded<TrackingEvent>,
  { ttl: end }: DecisionContext,
): Appended {
  const { status, last, attempt_count, attempts_granted, missing_scan, picked_up } = folded;
  const ttl = isTerminal(status) ? (head.ttl ?? end) : undefined;
  const opening = { event_id: head.order_id ?? head.last_event_id, at: head.last_event_at };
  const last_event_id = last?.event.event_id ?? opening.event_id;
  const moves = last_event_id !== head.last_event_id;
  const told = moves && !isSilent(event.reason_code);
  return {
    event: { ...event, ...present({ ttl }) },
    folded,
    moves,
    change: {
      status,
      last_event_id,
      last_event_at: last?.at ?? opening.at,
      event_count: head.event_count + 1,
      attempt_count,
      missing_scan,
      picked_up,
      ...present({
        last_reason_code: last?.event.reason_code,
        attempts_granted: attempts_granted === 0 ? undefined : attempts_granted,
        // What is silent leaves in place what was told last.
        caused_by: told ? event.event_id : (head.caused_by ?? head.last_event_id),
        corrected: (told ? event.corrects !== undefined : head.corrected === true) ? (true as const) : undefined,
        ttl,
      }),
    },
  };
}

/** Returns a head as a change leaves it: what the change does not say any more goes with the event that said it. */
export function applyChange<H extends Head>(head: H, change: HeadChange) {
  const { last_reason_code: _reason, attempts_granted: _granted, corrected: _corrected, ttl: _end, ...kept } = head;
  return { ...kept, ...change };
}

/** Returns the events oldest first; those of equal times in the order of arrival. */
export const chronological = (events: readonly TrackingEvent[]): TrackingEvent[] =>
  [...events].sort((a, b) => compare(a.occurred_at, b.occurred_at) || a.head_version - b.head_version);

/** Returns the ids of the events that are told: each that changed, when it arrived, which one is the last of its history. */
export function toldEvents(events: readonly TrackingEvent[]): TrackingEvent[] {
  const arrivals = [...events].sort((a, b) => a.head_version - b.head_version);
  let last: string | undefined;
  return arrivals.filter((event, i) => {
    const now = foldEvents(arrivals.slice(0, i + 1)).last?.event.event_id;
    const moved = now !== last;
    last = now;
    return moved && !isSilent(event.reason_code);
  });
}

/** Returns the ids of the events of a history that moved their parcel. */
export const appliedIds = ({ placed }: Folded<TrackingEvent>): ReadonlySet<string> =>
  new Set(placed.filter(({ applied }) => applied).map(({ event }) => event.event_id));

/** Whether two reports say the same, whenever they happened. */
export const sameSubstance = (a: Omit<Report, 'status'> & { readonly status?: ParcelStatus }, b: Report): boolean =>
  a.status === b.status &&
  a.reason_code === b.reason_code &&
  a.message === b.message &&
  a.corrects === b.corrects &&
  a.reschedule_to === b.reschedule_to &&
  JSON.stringify(a.location) === JSON.stringify(b.location);

export const unopened = (tracking_id: TrackingId): Head => ({
  tracking_id,
  status: FIRST_STATUS,
  attempt_count: 0,
  missing_scan: false,
  picked_up: false,
  event_count: 0,
  last_event_id: '',
  last_event_at: '',
  version: 0,
});

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
