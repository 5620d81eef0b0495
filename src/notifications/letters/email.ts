import type { ParcelEvent } from '../../orders/orders.events';
import type { Locale } from '../../texts/locale';
import { oneLine } from '../../texts/format';
import { LetterOrder, writeLetter } from './letter';
import { letterHtml } from './letter-html';
import { letterText } from './letter-text';

export interface EmailContent {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Writes the e-mail about one event of an order. */
export function emailFor(event: ParcelEvent, order: LetterOrder, locale: Locale, link?: string): EmailContent {
  const letter = writeLetter(event, order, locale, link);
  return { subject: oneLine(letter.subject, 200), text: letterText(letter), html: letterHtml(letter) };
}
