import type { Order } from '../../../orders/order';
import type { ParcelEvent } from '../../../orders/orders.events';
import { FIRST_STATUS, STATES } from '../../../orders/states';
import type { Locale } from '../../notification';
import { addressLine, dayAndTime, money, oneLine, timeRange } from '../format';
import { ENGLISH } from './en';
import { SPANISH } from './es-pe';
import { STANDING, Tone, Wording } from './wording';

export const WORDINGS: Readonly<Record<Locale, Wording>> = { 'es-PE': SPANISH, en: ENGLISH };

/** What of an order its letters tell. */
export type LetterOrder = Pick<
  Order,
  | 'recipient'
  | 'reference'
  | 'products'
  | 'total'
  | 'delivery_address'
  | 'time_window_start'
  | 'time_window_end'
  | 'estimated_delivery_at'
>;

/** A letter's content, from which its text and its HTML are laid out alike. */
export interface Letter {
  readonly locale: Locale;
  readonly subject: string;
  readonly tone: Tone;
  readonly greeting: string;
  readonly heading: string;
  readonly body: string;
  readonly next: { readonly title: string; readonly text: string };
  readonly progress: { readonly stages: readonly string[]; readonly done: number; readonly told: string } | undefined;
  readonly trackingId: { readonly label: string; readonly value: string };
  readonly details: readonly { readonly label: string; readonly value: string }[];
  readonly footer: readonly string[];
}

/** The letter about one event. It tells the event, not where the order stands by now: that has a letter of its own. */
export function writeLetter(event: ParcelEvent, order: LetterOrder, locale: Locale): Letter {
  const wording = WORDINGS[locale];
  const { subject, heading, body, next } = wording.statuses[event.status];
  const { tone, stage } = STANDING[event.status];
  return {
    locale,
    subject: `${subject} · ${event.tracking_id}`,
    tone,
    greeting: wording.greeting(oneLine(order.recipient.name, 60)),
    heading,
    body: because(event, wording) ?? body,
    next: { title: wording.whatNext, text: next },
    progress:
      stage === undefined
        ? undefined
        : {
            stages: wording.stages,
            done: stage,
            told: wording.stageOf(stage, wording.stages.length, wording.stages[stage - 1] ?? ''),
          },
    trackingId: { label: wording.details.tracking, value: oneLine(event.tracking_id) },
    details: detailsOf(event, order, locale),
    footer: [wording.footer, wording.noReply],
  };
}

/** Why an attempt failed, which is what its recipient can do something about. */
function because({ status, reason_code }: ParcelEvent, { statuses, reasons }: Wording): string | undefined {
  if (STATES[status].failedAttempt !== true || reason_code === undefined) return undefined;
  return `${statuses[status].body} ${reasons[reason_code]}`;
}

function detailsOf(event: ParcelEvent, order: LetterOrder, locale: Locale): Letter['details'] {
  const { statuses, details: labels } = WORDINGS[locale];
  const created = event.status === FIRST_STATUS;
  const arrival = STANDING[event.status].underWay ? arrivalOf(order, locale) : undefined;
  const details: readonly (readonly [string, string | undefined])[] = [
    [labels.status, statuses[event.status].label],
    [labels.occurredAt, dayAndTime(event.occurred_at, locale)],
    [labels.reference, order.reference === undefined ? undefined : oneLine(order.reference)],
    [arrival?.label ?? '', arrival?.value],
    [labels.address, STANDING[event.status].underWay ? addressLine(order.delivery_address) : undefined],
    [labels.products, created ? contents(order, labels.moreProducts) : undefined],
    [labels.total, created ? money(order.total) : undefined],
  ];
  return details.flatMap(([label, value]) => (value === undefined ? [] : [{ label, value }]));
}

/** A planned arrival is nearer to the truth than the window that the shop wished for. */
function arrivalOf(order: LetterOrder, locale: Locale): { readonly label: string; readonly value: string } | undefined {
  const labels = WORDINGS[locale].details;
  const { estimated_delivery_at, time_window_start, time_window_end } = order;
  if (estimated_delivery_at !== undefined)
    return { label: labels.estimate, value: dayAndTime(estimated_delivery_at, locale) };
  if (time_window_start === undefined || time_window_end === undefined) return undefined;
  return { label: labels.window, value: timeRange(time_window_start, time_window_end, locale) };
}

const NAMED_PRODUCTS = 5;

function contents({ products }: LetterOrder, more: (count: number) => string): string {
  const named = products.slice(0, NAMED_PRODUCTS).map(({ name, quantity }) => `${quantity} × ${oneLine(name, 60)}`);
  const rest = products.length - named.length;
  return [...named, ...(rest > 0 ? [more(rest)] : [])].join('; ');
}
