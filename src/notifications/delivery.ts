import type { ParcelEvent } from '../orders/orders.events';

/** Names an event among all: devices choose an `event_id` that is unique for its tracker only. */
export type EventRef = Pick<ParcelEvent, 'tracking_id' | 'event_id'>;

/** Names a delivery: one event, told through one channel, to one of its subscribers where a channel has several. */
export interface DeliveryRef {
  readonly event: ParcelEvent;
  readonly channel: string;
  readonly subscriber?: string;
}

/** What became of telling an event to somebody, as stored. */
export interface Delivery {
  readonly delivery_id: string;
  readonly event_id: string;
  readonly channel: string;
  readonly subscriber?: string;
  readonly order_id?: string;
  readonly tracking_id: string;
  readonly status: string;
  /** `sending` is a claim: a notifier is sending, or its lease has run out. */
  readonly state: 'sending' | 'sent' | 'skipped';
  /** Why nothing was sent, where it was skipped. */
  readonly reason?: string;
  /** The message's id at the mail, text or webhook service. */
  readonly provider_id?: string;
  /** The version of the texts that were sent. */
  readonly template_version?: string;
  /** The name of the last try's error, for the operator who finds the event among the dead letters. */
  readonly last_error?: string;
  readonly updated_at: string;
}

/** Returns the key under which an event is known wherever it is told. */
export const eventKey = ({ tracking_id, event_id }: EventRef): string => `${tracking_id}#${event_id}`;

/**
 * Returns the key by which a delivery is made once. Records live for 30 days under it, so that what it returns for a delivery must
 * not change. No part holds a `#`: ids and names of channels by their patterns, a subscriber because it is encoded.
 */
export const deliveryId = ({ event, channel, subscriber }: DeliveryRef): string =>
  [eventKey(event), channel, ...(subscriber === undefined ? [] : [encodeURIComponent(subscriber)])].join('#');
