import { parsePhoneNumberFromString } from 'libphonenumber-js/mobile';
import type { StoppableChannel } from '../../orders/opt-outs';
import type { Recipient } from '../../orders/order';
import { isOvertaken } from '../overtaken';
import type { Addressee, Notice, Skipped } from './channel';

/**
 * Returns the order's recipient as the one addressee.
 *
 * @param addressOf where the recipient is reached; `undefined` or an empty text where nowhere.
 * @param channel by which the recipient would be told, unless it wants no more of that.
 * @param unreachable the reason that is recorded then.
 */
export function toRecipient(
  { event, order }: Notice,
  addressOf: (recipient: Recipient) => string | undefined,
  unreachable: string,
  channel: StoppableChannel,
): readonly Addressee[] | Skipped {
  if (event.order_id === undefined) return { skipped: 'stand_alone_tracker' };
  if (order === undefined) return { skipped: 'order_gone' };
  if (isOvertaken(event, order)) return { skipped: 'overtaken' };
  if (order.recipient === undefined) return { skipped: 'no_recipient' };
  if (order.opted_out?.includes(channel) === true) return { skipped: 'opted_out' };
  const address = addressOf(order.recipient);
  return address === undefined || address === '' ? { skipped: unreachable } : [{ address }];
}

/**
 * Returns the number in E.164, or `undefined` where it is no mobile one of these countries (default: any); without a country code it is
 * taken for a Peruvian one.
 */
export function mobileNumber(phone: string | undefined, countries?: readonly string[]): string | undefined {
  const parsed = phone === undefined ? undefined : parsePhoneNumberFromString(phone, 'PE');
  if (parsed?.isValid() !== true) return undefined;
  return countries?.includes(parsed.country ?? '') === false ? undefined : parsed.number;
}
