import { districtTable } from '../geo/districts';
import type { DataOf } from '../kernel/data-of';
import { present } from '../kernel/present';
import { districtOf } from '../orders/index-keys';
import { STOPPABLE_CHANNELS } from '../orders/opt-outs';
import type { Order } from '../orders/order';
import { windowOf } from '../orders/service-day';
import { FIRST_STATUS, MAX_ATTEMPTS, REASON_CODES, ReasonCode, STATES } from '../orders/states';
import { oneLine } from '../texts/format';
import { foldEvents, Folded, Placed, WISH_KINDS } from '../tracking/fold';
import type { TrackingEvent } from '../tracking/tracker';
import type { ParcelHistoryEntryDto, ParcelViewDto } from './parcel.dto';

export type ParcelView = DataOf<ParcelViewDto>;
export type ParcelHistoryEntry = DataOf<ParcelHistoryEntryDto>;

/** What of the courier and the shop stands beside a parcel. */
export interface ParcelSurroundings {
  readonly contact: string;
  readonly shopName?: string;
  /** The days that may be asked for now. */
  readonly days: readonly string[];
}

/** Returns what the holder of an order's link sees of it. */
export function parcelView(
  order: Order,
  history: readonly TrackingEvent[],
  { contact, shopName, days }: ParcelSurroundings,
): ParcelView {
  const { tracking_id, status, service_day, attempt_count, attempts_granted = 0, recipient } = order;
  const under_way = isStillToCome(order);
  const folded = foldEvents(history);
  const { estimated_delivery_at } = order;
  const { from: time_window_start, until: time_window_end } = windowOf(order) ?? {};
  return {
    tracking_id,
    status,
    under_way,
    contact,
    service_day,
    attempts_left: Math.max(0, MAX_ATTEMPTS + attempts_granted - attempt_count),
    days: under_way ? days : [],
    channels: channelsOf(order),
    history: historyOf(order, history, folded),
    ...present({
      recipient_name: recipient === undefined ? undefined : maskedName(recipient.name),
      shop_name: shopName,
      district: districtName(order),
      pickup_point: pickupPoint(folded),
    }),
    ...(under_way ? present({ time_window_start, time_window_end, estimated_delivery_at }) : undefined),
  };
}

/** Whether the courier is still to bring a parcel to its recipient's door. */
export const isStillToCome = ({ status }: Pick<Order, 'status'>): boolean =>
  STATES[status].awaitsCollection !== true && STATES[status].next.some((next) => STATES[next].stop === 'SUCCEEDED');

/** Returns a name whose other words are one letter each: `Ana G.`. */
export function maskedName(name: string): string {
  const [first = '', ...others] = oneLine(name, 60).split(' ');
  return [first, ...others.map((word) => `${Array.from(word)[0] ?? ''}.`)].join(' ');
}

function districtName(order: Order): string | undefined {
  const { delivery_address: address } = order;
  if (typeof address === 'object' && address.district !== undefined) return oneLine(address.district, 60);
  return districtTable().byUbigeo.get(districtOf(order))?.district;
}

/** Where a parcel waits that is to be collected: the place of the scan that said so. */
function pickupPoint({ status, last }: Folded<TrackingEvent>): string | undefined {
  if (STATES[status].awaitsCollection !== true) return undefined;
  const location = last?.event.location;
  return typeof location === 'object' ? location.name : location;
}

/** What moved the parcel, newest first; of further scans in one state the first is enough. */
function historyOf(
  order: Order,
  history: readonly TrackingEvent[],
  { placed }: Folded<TrackingEvent>,
): ParcelHistoryEntry[] {
  const applied = placed.filter((entry) => entry.applied);
  const told = applied.filter(
    ({ status, event }, i) =>
      status !== applied[i - 1]?.status || event.corrects !== undefined || STATES[status].failedAttempt === true,
  );
  const creation: ParcelHistoryEntry = { status: FIRST_STATUS, occurred_at: order.created_at, correction: false };
  const wishes = history.flatMap(wishEntries);
  const later = [...told.map(entryOf), ...wishes].sort((a, b) => (a.occurred_at < b.occurred_at ? -1 : 1));
  return [creation, ...later].reverse();
}

const entryOf = ({ status, at, event: { corrects, reason_code } }: Placed<TrackingEvent>): ParcelHistoryEntry => ({
  status,
  occurred_at: at,
  correction: corrects !== undefined,
  ...present({ reason_code: STATES[status].failedAttempt === true ? known(reason_code) : undefined }),
});

function wishEntries({ kind, occurred_at, reschedule_to }: TrackingEvent): ParcelHistoryEntry[] {
  const wish = WISH_KINDS.find((each) => each === kind);
  if (wish === undefined) return [];
  return [{ kind: wish, occurred_at, correction: false, ...present({ day: reschedule_to }) }];
}

/** Returns the ways by which a recipient can be told, and which of them it has stopped. */
function channelsOf({ recipient, opted_out = [] }: Order): ParcelView['channels'] {
  const reached = { email: recipient?.email, sms: recipient?.phone };
  return STOPPABLE_CHANNELS.filter((name) => reached[name] !== undefined).map((name) => ({
    name,
    stopped: opted_out.includes(name),
  }));
}

const known = (reason: string | undefined): ReasonCode | undefined => REASON_CODES.find((code) => code === reason);
