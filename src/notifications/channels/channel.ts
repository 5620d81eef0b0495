import type { Cap } from '../cap';
import type { Order } from '../../orders/order';
import type { ParcelEvent } from '../../orders/orders.events';

/** What is told: an event and its order. A stand-alone tracker has no order, and an order may be gone by now. */
export interface Notice {
  readonly event: ParcelEvent;
  readonly order: Order | undefined;
  /** Where the recipient follows the parcel; absent where the order has no link, or recipients reach no page of ours. */
  readonly link?: string;
}

/** Somebody whom a channel tells. */
export interface Addressee {
  /** Where the message goes: an e-mail address, a phone number, a URL. */
  readonly address: string;
  /**
   * Tells the addressees of one event apart where a channel has several. As a part of the delivery's key it must stay the same for
   * the same subscriber.
   */
  readonly subscriber?: string;
}

/** The outcome of a delivery for which nothing is sent, and which no further try would change. */
export interface Skipped {
  /** Why, in snake_case, as it is recorded. */
  readonly skipped: string;
}

/** The outcome of a delivery whose message the service took. */
export interface Sent {
  /** The message's id at the service. */
  readonly provider_id?: string;
  /** The version of the texts that it holds, where it holds any. */
  readonly template_version?: string;
}

/** A way of telling people of events. Each is one file beside this one and a line in `channels.module.ts`. */
export interface Channel {
  /** Unique, and for good: it is a part of the key of each delivery. Lower-case letters, digits and `_`. */
  readonly name: string;

  /** The most messages that one address is sent on one day of Lima; 0 or absent: as many as there are. */
  readonly dailyLimit?: number;

  /** Says whether the channel has to do with an event at all; only then is a delivery recorded, sent or skipped. */
  concerns(event: ParcelEvent): boolean;

  /** Returns whom to tell, or why there is nobody. */
  addressees(notice: Notice): readonly Addressee[] | Skipped;

  /** Returns the bounds of what it may send on a day of Lima's calendar, `YYYY-MM-DD`. Without it there are none. */
  caps?(day: string): readonly Cap[];

  /**
   * Sends one message. It runs at least once for each addressee, again only after a failure, and within the scope's deadline.
   *
   * @throws when it is not certain that the message was taken: it is tried again later, for this addressee alone.
   */
  send(notice: Notice, to: Addressee): Promise<Sent | Skipped>;
}

/**
 * Returns whom a channel tells of an event, or why nobody; `undefined` where the event does not concern it.
 *
 * @throws Error for two addressees that would share one delivery: only one of them would be told.
 */
export function audienceOf(channel: Channel, notice: Notice): readonly Addressee[] | Skipped | undefined {
  const { event } = notice;
  if (!channel.concerns(event)) return undefined;
  // A further scan in the same state is no news.
  if (event.previous_status === event.status) return { skipped: 'same_status' };
  const addressees = channel.addressees(notice);
  if (!('skipped' in addressees) && new Set(addressees.map(({ subscriber }) => subscriber)).size < addressees.length)
    throw new Error(`${channel.name} names a subscriber twice`);
  return addressees;
}
