import type { Order } from '../../orders/order';
import type { ParcelEvent } from '../../orders/orders.events';
import { windowOf } from '../../orders/service-day';
import { FIRST_STATUS, isSilent, STATES } from '../../orders/states';
import { LETTER_TEXTS } from '../../texts/letter-texts';
import type { Locale } from '../../texts/locale';
import { REASON_TEXTS } from '../../texts/reason-texts';
import { isUnderWay, STAGES, STATUS_TEXTS, statusName, Tone } from '../../texts/status-texts';
import { addressLine, dayAndTime, money, oneLine, timeRange } from '../../texts/format';

/** The fields of an order that its letters tell. */
export type LetterOrder = Required<Pick<Order, 'recipient'>> &
  Pick<
    Order,
    | 'reference'
    | 'products'
    | 'total'
    | 'delivery_address'
    | 'time_window_start'
    | 'time_window_end'
    | 'service_day'
    | 'estimated_delivery_at'
  >;

/** A letter's content, which its plain text and its HTML lay out alike. */
export interface Letter {
  readonly locale: Locale;
  readonly subject: string;
  readonly tone: Tone;
  readonly greeting: string;
  readonly heading: string;
  readonly body: string;
  readonly next: { readonly title: string; readonly text: string };
  /** Where the recipient follows the parcel. */
  readonly link: { readonly label: string; readonly url: string } | undefined;
  readonly progress: { readonly stages: readonly string[]; readonly done: number; readonly told: string } | undefined;
  readonly trackingId: { readonly label: string; readonly value: string };
  readonly details: readonly { readonly label: string; readonly value: string }[];
  readonly footer: readonly string[];
}

/** Writes the letter about one event. It tells that event even where the order has moved on: each event has its own letter. */
export function writeLetter(event: ParcelEvent, order: LetterOrder, locale: Locale, link?: string): Letter {
  const texts = LETTER_TEXTS[locale];
  const { tone, [locale]: about } = STATUS_TEXTS[event.status];
  const corrects = event.type === 'order.corrected';
  return {
    locale,
    subject: `${corrects ? `${texts.correction.subject}: ` : ''}${about.subject} · ${event.tracking_id}`,
    tone,
    greeting: texts.greeting(oneLine(order.recipient.name, 60)),
    heading: about.heading,
    body: [...(corrects ? [texts.correction.body] : []), about.body, ...reasonOf(event, locale)].join(' '),
    next: { title: texts.whatNext, text: about.next },
    link: link === undefined ? undefined : { label: texts.follow, url: link },
    progress: progressOf(event, locale),
    trackingId: { label: texts.details.tracking, value: oneLine(event.tracking_id) },
    details: detailsOf(event, order, locale),
    footer: [texts.footer, texts.noReply],
  };
}

/** Returns why an attempt failed, which its recipient can do something about; of any other event no reason is told. */
function reasonOf({ status, reason_code }: ParcelEvent, locale: Locale): string[] {
  if (STATES[status].failedAttempt !== true || reason_code === undefined || isSilent(reason_code)) return [];
  return [REASON_TEXTS[reason_code][locale]];
}

function progressOf({ status }: ParcelEvent, locale: Locale): Letter['progress'] {
  const done = STATUS_TEXTS[status].stage;
  if (done === undefined) return undefined;
  const stages = STAGES.map((reached) => statusName(reached, locale));
  return { stages, done, told: LETTER_TEXTS[locale].stageOf(done, stages.length, stages[done - 1] ?? '') };
}

function detailsOf({ status, occurred_at }: ParcelEvent, order: LetterOrder, locale: Locale): Letter['details'] {
  const { details: labels } = LETTER_TEXTS[locale];
  const created = status === FIRST_STATUS;
  const underWay = isUnderWay(status);
  const arrival = underWay ? arrivalOf(order, locale) : undefined;
  const details: readonly (readonly [string, string | undefined])[] = [
    [labels.status, statusName(status, locale)],
    [labels.occurredAt, dayAndTime(occurred_at, locale)],
    [labels.reference, order.reference === undefined ? undefined : oneLine(order.reference)],
    [arrival?.label ?? '', arrival?.value],
    [labels.address, underWay ? addressLine(order.delivery_address) : undefined],
    [labels.products, created ? contents(order, labels.moreProducts) : undefined],
    [labels.total, created ? money(order.total) : undefined],
  ];
  return details.flatMap(([label, value]) => (value === undefined ? [] : [{ label, value }]));
}

/** Returns the planned arrival where there is one, as it is nearer to the truth than the window that the shop asked for, or else that window. */
function arrivalOf(order: LetterOrder, locale: Locale): { readonly label: string; readonly value: string } | undefined {
  const { details: labels } = LETTER_TEXTS[locale];
  const { estimated_delivery_at } = order;
  const window = windowOf(order);
  if (estimated_delivery_at !== undefined)
    return { label: labels.estimate, value: dayAndTime(estimated_delivery_at, locale) };
  return window && { label: labels.window, value: timeRange(window.from, window.until, locale) };
}

/** How many products are named; the rest is counted. */
const NAMED_PRODUCTS = 5;

function contents({ products }: LetterOrder, more: (count: number) => string): string {
  const named = products.slice(0, NAMED_PRODUCTS).map(({ name, quantity }) => `${quantity} × ${oneLine(name, 60)}`);
  const rest = products.length - named.length;
  return [...named, ...(rest > 0 ? [more(rest)] : [])].join('; ');
}
