import { parsePhoneNumberFromString } from 'libphonenumber-js/mobile';
import type { ParcelEvent } from '../orders/orders.events';
import type { ParcelStatus } from '../orders/states';

export const CHANNELS = ['email', 'sms', 'webhook'] as const;
export type Channel = (typeof CHANNELS)[number];

export const LOCALES = ['es-PE', 'en'] as const;
export type Locale = (typeof LOCALES)[number];

export type EventRef = Pick<ParcelEvent, 'tracking_id' | 'event_id'>;

/** Why a channel tells nothing of an event. */
export type SkipReason =
  'same_status' | 'stand_alone_tracker' | 'order_gone' | 'no_email' | 'no_mobile_phone' | 'number_refused';

/** Who is told. */
export interface Recipient {
  readonly name: string;
  readonly phone?: string;
  readonly email?: string;
  readonly locale?: string;
}

export interface ChannelSettings {
  readonly smsStatuses: readonly ParcelStatus[];
  readonly webhook: boolean;
}

export type Decision =
  | { readonly channel: 'email' | 'sms'; readonly action: 'send'; readonly to: string; readonly locale: Locale }
  | { readonly channel: 'webhook'; readonly action: 'send' }
  | { readonly channel: Channel; readonly action: 'skip'; readonly reason: SkipReason };

/**
 * What each channel that concerns the event does about it; e-mail always concerns it, so that every event leaves a trace.
 * `recipient` is undefined when the order is gone. A state that another has overtaken meanwhile is still told: once each.
 */
export function decide(event: ParcelEvent, recipient: Recipient | undefined, settings: ChannelSettings): Decision[] {
  const channels = CHANNELS.filter((channel) => concerns(channel, event, settings));
  if (event.previous_status === event.status) return channels.map((channel) => skip(channel, 'same_status'));
  return channels.map((channel) =>
    channel === 'webhook' ? { channel, action: 'send' } : tell(channel, event, recipient),
  );
}

function concerns(channel: Channel, event: ParcelEvent, settings: ChannelSettings): boolean {
  switch (channel) {
    case 'email':
      return true;
    case 'sms':
      return settings.smsStatuses.includes(event.status);
    case 'webhook':
      return settings.webhook;
  }
}

function tell(channel: 'email' | 'sms', event: ParcelEvent, recipient: Recipient | undefined): Decision {
  if (event.order_id === undefined) return skip(channel, 'stand_alone_tracker');
  if (recipient === undefined) return skip(channel, 'order_gone');
  const to = channel === 'email' ? recipient.email : mobileNumber(recipient.phone);
  if (to === undefined || to === '') return skip(channel, channel === 'email' ? 'no_email' : 'no_mobile_phone');
  return { channel, action: 'send', to, locale: localeOf(recipient.locale) };
}

const skip = (channel: Channel, reason: SkipReason): Decision => ({ channel, action: 'skip', reason });

/** E.164, or nothing where no text message can arrive; without a country code it is a Peruvian number. */
export function mobileNumber(phone: string | undefined): string | undefined {
  const parsed = phone === undefined ? undefined : parsePhoneNumberFromString(phone, 'PE');
  return parsed?.isValid() === true ? parsed.number : undefined;
}

/** Spanish of Peru unless English was asked for. */
export const localeOf = (locale: string | undefined): Locale => (/^en\b/i.test(locale ?? '') ? 'en' : 'es-PE');

/** Names one event among all: devices choose an `event_id` that is unique for its tracker only. */
export const eventKey = ({ tracking_id, event_id }: EventRef): string => `${tracking_id}#${event_id}`;

/** The deduplication key: an event is told once per channel. */
export const deliveryId = (event: EventRef, channel: Channel): string => `${eventKey(event)}#${channel}`;
