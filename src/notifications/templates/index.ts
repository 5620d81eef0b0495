import type { ParcelEvent } from '../../orders/orders.events';
import type { Locale } from '../notification';
import { gsmText, oneLine } from './format';
import { emailHtml } from './v1/email-html';
import { emailText } from './v1/email-text';
import { LetterOrder, WORDINGS, writeLetter } from './v1/letter';

export type { LetterOrder } from './v1/letter';

/** Recorded with each delivery, so that one can tell later what was said; new wording goes to a new folder. */
export const TEMPLATE_VERSION = 'v1';

export interface EmailContent {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

export function emailFor(event: ParcelEvent, order: LetterOrder, locale: Locale): EmailContent {
  const letter = writeLetter(event, order, locale);
  return { subject: oneLine(letter.subject, 200), text: emailText(letter), html: emailHtml(letter) };
}

/** Fits one text message in GSM's alphabet. */
export const smsFor = (event: ParcelEvent, locale: Locale): string =>
  gsmText(`${WORDINGS[locale].statuses[event.status].sms} ${event.tracking_id}`);
