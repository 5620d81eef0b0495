import type { ParcelStatus, ReasonCode } from '../orders/states';

/** What may be asked for on the page, as the history calls it. */
export const WISH_KINDS = ['reschedule', 'note', 'neighbour', 'safe_place', 'opt_out', 'opt_in'] as const;
export type WishKind = (typeof WISH_KINDS)[number];

export const STOPPABLE_CHANNELS = ['email', 'sms'] as const;
export type StoppableChannel = (typeof STOPPABLE_CHANNELS)[number];

/** One line of what happened, in its own time: a state of the parcel, or a wish of its recipient. */
export interface ParcelHistoryEntry {
  readonly status?: ParcelStatus;
  readonly kind?: WishKind;
  readonly reason_code?: ReasonCode;
  /** The day that was wished for, `YYYY-MM-DD`. */
  readonly day?: string;
  /** RFC 3339 UTC. */
  readonly occurred_at: string;
  /** Whether it takes the place of something that was told and was wrong. */
  readonly correction: boolean;
}

/** What the holder of a parcel's link sees of it: nothing that would help who found the link, neither address nor whole name. */
export interface ParcelView {
  readonly tracking_id: string;
  readonly status: ParcelStatus;
  readonly under_way: boolean;
  /** The first name, and of each other one its letter: `Ana G.`. */
  readonly recipient_name?: string;
  readonly shop_name?: string;
  readonly district?: string;
  readonly pickup_point?: string;
  /** How to reach the courier. */
  readonly contact: string;
  readonly service_day: string;
  readonly time_window_start?: string;
  readonly time_window_end?: string;
  readonly estimated_delivery_at?: string;
  readonly attempts_left: number;
  /** Newest first. */
  readonly history: readonly ParcelHistoryEntry[];
  /** The days, `YYYY-MM-DD`, that may be asked for now; empty where none may. */
  readonly days: readonly string[];
  /** The channels by which the recipient is told, and whether each was stopped. */
  readonly channels: readonly { readonly name: StoppableChannel; readonly stopped: boolean }[];
}
