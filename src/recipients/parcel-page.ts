import { html, Html } from '../kernel/html';
import type { ParcelStatus } from '../orders/states';
import { dayAndTime, dayInWords, oneLine, timeRange } from '../texts/format';
import type { Locale } from '../texts/locale';
import { PAGE_TEXTS, PageTexts } from '../texts/page-texts';
import { channelForms, noonOf, requestForms } from './page-forms';
import type { WishRefusal } from './wish';
import { otherLocale, pageFrame } from './page-frame';
import { REASON_TEXTS } from '../texts/reason-texts';
import { STAGES, STATUS_TEXTS, statusName, Tone } from '../texts/status-texts';
import type { ParcelHistoryEntry, ParcelView } from './parcel-view';

const TONES: Readonly<Record<Tone, string>> = { good: 'good', plain: 'plain', notice: 'notice', bad: 'bad' };

/** How a wish ended, as the page says it when it is shown again. */
export type PageNotice = 'done' | WishRefusal;

function noticeBox(notice: PageNotice | undefined, texts: PageTexts): Html | undefined {
  if (notice === undefined) return undefined;
  const [kind, text] = notice === 'done' ? ['good', texts.done] : ['bad', texts.refused[notice]];
  return html`<p class="card ${kind}" role="status">${text}</p>`;
}

/**
 * Returns the page of a parcel.
 *
 * @param path the page's own path, `/t/TOKEN`.
 */
export function parcelPage(view: ParcelView, locale: Locale, path: string, notice?: PageNotice): string {
  const texts = PAGE_TEXTS[locale];
  const { tone, [locale]: about } = STATUS_TEXTS[view.status];
  const content = html`
    ${noticeBox(notice, texts)}
    <section class="card ${TONES[tone]}">
      <p class="who">${oneOf(view, texts)}</p>
      <h1>${about.heading}</h1>
      <p>${about.body}</p>
      ${view.pickup_point !== undefined ? html`<p><strong>${oneLine(view.pickup_point, 160)}</strong></p>` : undefined}
      ${progress(view.status, locale)} ${expected(view, locale, texts)}
      <p class="next">${about.next}</p>
      <dl>
        <dt>${texts.trackingCode}</dt>
        <dd class="code">${view.tracking_id}</dd>
        ${
          view.district === undefined
            ? undefined
            : html`<dt>${texts.district}</dt>
                <dd>${oneLine(view.district)}</dd>`
        }
      </dl>
    </section>
    <section class="card">
      <h2>${texts.history}</h2>
      <ol class="history">
        ${view.history.map((entry) => historyItem(entry, locale, texts))}
      </ol>
    </section>
    ${requestForms(view, locale, path, texts)} ${channelForms(view, locale, path, texts)}
    <section class="card">
      <h2>${texts.contact}</h2>
      <p>${texts.contactText(view.contact)}</p>
      <p>${texts.help}</p>
    </section>
  `;
  return pageFrame(about.heading, locale, `${path}?lang=${otherLocale(locale)}`, content);
}

const oneOf = ({ shop_name, recipient_name }: ParcelView, texts: PageTexts): string =>
  [
    shop_name === undefined ? [] : [texts.from(oneLine(shop_name, 60))],
    recipient_name === undefined ? [] : [texts.to(recipient_name)],
  ]
    .flat()
    .join(' · ');

/** Draws the steps of a parcel on its way; the list says the same to who does not see it. */
function progress(status: ParcelStatus, locale: Locale): Html | undefined {
  const done = STATUS_TEXTS[status].stage;
  if (done === undefined) return undefined;
  return html`<ol class="steps">
    ${STAGES.map((stage, index) =>
      index < done
        ? html`<li class="done" ${index === done - 1 ? new Html('aria-current="step"') : undefined}>
            ${statusName(stage, locale)}
          </li>`
        : html`<li>${statusName(stage, locale)}</li>`,
    )}
  </ol>`;
}

function expected(view: ParcelView, locale: Locale, texts: PageTexts): Html | undefined {
  const { estimated_delivery_at, time_window_start, time_window_end, service_day, attempts_left } = view;
  if (!view.under_way) return undefined;
  const [label, value] =
    estimated_delivery_at !== undefined
      ? [texts.expected, dayAndTime(estimated_delivery_at, locale)]
      : time_window_start !== undefined && time_window_end !== undefined
        ? [texts.expected, timeRange(time_window_start, time_window_end, locale)]
        : [texts.expectedDay, dayInWords(noonOf(service_day), locale)];
  return html`<p class="expected">${label}: <strong>${value}</strong></p>
    <p>${texts.attemptsLeft(attempts_left)}</p>`;
}

function historyItem(entry: ParcelView['history'][number], locale: Locale, texts: PageTexts): Html {
  const why =
    entry.reason_code !== undefined ? html`<span>${REASON_TEXTS[entry.reason_code][locale]}</span>` : undefined;
  return html`<li>
    <time datetime="${entry.occurred_at}">${dayAndTime(entry.occurred_at, locale)}</time>
    <strong>${whatHappened(entry, locale, texts)}</strong>
    ${why} ${entry.correction ? html`<span>${texts.correction}</span>` : undefined}
  </li>`;
}

function whatHappened({ status, kind, day = '' }: ParcelHistoryEntry, locale: Locale, { wishes }: PageTexts): string {
  if (status !== undefined) return statusName(status, locale);
  if (kind === undefined) return '';
  return kind === 'reschedule' ? wishes.reschedule(dayInWords(noonOf(day), locale)) : wishes[kind];
}
