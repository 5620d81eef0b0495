import { html, Html } from '../kernel/html';
import type { ParcelStatus } from '../orders/states';
import { dayAndTime, day, oneLine, timeRange } from '../texts/format';
import type { Locale } from '../texts/locale';
import { PAGE_TEXTS, PageTexts } from '../texts/page-texts';
import { REASON_TEXTS } from '../texts/reason-texts';
import { STAGES, STATUS_TEXTS, statusName, Tone } from '../texts/status-texts';
import type { ParcelView } from './parcel-view';

/** How a request on the page ended, as the page says it when it is shown again. */
export type Notice = 'done' | keyof PageTexts['refused'];

const TONES: Readonly<Record<Tone, string>> = { good: 'good', plain: 'plain', notice: 'notice', bad: 'bad' };

/**
 * Returns the page of a parcel: no script, font or image, and nothing from elsewhere, so that it opens on a cheap telephone and keeps its
 * address to itself. Its forms post to addresses below its own.
 *
 * @param path the page's own path, `/t/TOKEN`.
 */
export function parcelPage(view: ParcelView, locale: Locale, path: string, notice?: Notice): string {
  const texts = PAGE_TEXTS[locale];
  const { tone, [locale]: about } = STATUS_TEXTS[view.status];
  const other: Locale = locale === 'en' ? 'es-PE' : 'en';
  const page = html`<!doctype html>
    <html lang="${locale}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex, nofollow" />
        <meta name="referrer" content="no-referrer" />
        <meta name="format-detection" content="telephone=no" />
        <title>${about.heading} · DINEX</title>
        <style>
          ${new Html(STYLE)}
        </style>
      </head>
      <body>
        <header>
          <span class="brand">DINEX</span>
          <a href="${path}?lang=${other}" hreflang="${other}" lang="${other}">${texts.otherLanguage}</a>
        </header>
        <main>
          ${noticeBox(notice, texts)}
          <section class="card ${TONES[tone]}">
            <p class="who">${oneOf(view, texts)}</p>
            <h1>${about.heading}</h1>
            <p>${about.body}</p>
            ${
              view.status === 'AVAILABLE_FOR_PICKUP' && view.pickup_point !== undefined
                ? html`<p><strong>${oneLine(view.pickup_point, 160)}</strong></p>`
                : undefined
            }
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
          ${requests(view, locale, path, texts)} ${messages(view, path, texts)}
          <section class="card">
            <h2>${texts.contact}</h2>
            <p>${texts.contactText(view.contact)}</p>
            <p>${texts.help}</p>
          </section>
        </main>
        <footer><p>${texts.times}</p></footer>
      </body>
    </html> `;
  // The indentation would be a third of what is sent.
  return page.markup.replace(/\n\s+/g, '\n');
}

const oneOf = ({ shop_name, recipient_name }: ParcelView, texts: PageTexts): string =>
  [
    shop_name === undefined ? [] : [texts.from(oneLine(shop_name, 60))],
    recipient_name === undefined ? [] : [texts.to(recipient_name)],
  ]
    .flat()
    .join(' · ');

function noticeBox(notice: Notice | undefined, texts: PageTexts): Html | undefined {
  if (notice === undefined) return undefined;
  const [kind, text] = notice === 'done' ? ['good', texts.done] : ['bad', texts.refused[notice]];
  return html`<p class="card ${kind}" role="status">${text}</p>`;
}

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
        : [texts.expectedDay, day(noonOf(service_day), locale)];
  return html`<p class="expected">${label}: <strong>${value}</strong></p>
    <p>${texts.attemptsLeft(attempts_left)}</p>`;
}

/** Noon in Lima: an instant of that day, whatever the day. */
const noonOf = (serviceDay: string): string => `${serviceDay}T17:00:00.000Z`;

function historyItem(entry: ParcelView['history'][number], locale: Locale, texts: PageTexts): Html {
  const what = entry.status === undefined ? wishOf(entry, locale, texts) : statusName(entry.status, locale);
  const why =
    entry.reason_code !== undefined && entry.status === 'ATTEMPT_FAILED'
      ? html`<span>${REASON_TEXTS[entry.reason_code][locale]}</span>`
      : undefined;
  return html`<li>
    <time datetime="${entry.occurred_at}">${dayAndTime(entry.occurred_at, locale)}</time>
    <strong>${what}</strong>
    ${why} ${entry.correction ? html`<span>${texts.correction}</span>` : undefined}
  </li>`;
}

function wishOf({ kind, day: wished }: ParcelView['history'][number], locale: Locale, { wishes }: PageTexts): string {
  if (kind === undefined) return '';
  return kind === 'reschedule'
    ? wishes.reschedule(wished === undefined ? '' : day(noonOf(wished), locale))
    : wishes[kind];
}

function requests(view: ParcelView, locale: Locale, path: string, texts: PageTexts): Html | undefined {
  if (!view.under_way) return undefined;
  const { anotherDay, note, elsewhere } = texts;
  const days =
    view.days.length === 0
      ? undefined
      : html`<form method="post" action="${path}/day">
          <h2>${anotherDay.title}</h2>
          <p id="day-help">${anotherDay.text}</p>
          <label class="hidden" for="day">${anotherDay.title}</label>
          <select id="day" name="day" aria-describedby="day-help">
            ${view.days.map((each) => html`<option value="${each}">${day(noonOf(each), locale)}</option>`)}
          </select>
          <button>${anotherDay.button}</button>
        </form>`;
  return html`<section class="card">
    ${days}
    <form method="post" action="${path}/note">
      <h2>${note.title}</h2>
      <p id="note-help">${note.text}</p>
      <label for="note">${note.label}</label>
      <textarea id="note" name="note" maxlength="200" rows="2" required aria-describedby="note-help"></textarea>
      <button>${note.button}</button>
    </form>
    <form method="post" action="${path}/elsewhere">
      <h2>${elsewhere.title}</h2>
      <p id="elsewhere-help">${elsewhere.text}</p>
      <label><input type="radio" name="kind" value="neighbour" checked /> ${elsewhere.neighbour}</label>
      <label><input type="radio" name="kind" value="safe_place" /> ${elsewhere.safePlace}</label>
      <label for="where">${elsewhere.label}</label>
      <input id="where" name="where" maxlength="120" required aria-describedby="elsewhere-help" />
      <button>${elsewhere.button}</button>
    </form>
  </section>`;
}

function messages({ channels }: ParcelView, path: string, { messages: texts }: PageTexts): Html | undefined {
  if (channels.length === 0) return undefined;
  return html`<section class="card">
    <h2>${texts.title}</h2>
    ${channels.map(
      ({ name, stopped }) =>
        html`<form method="post" action="${path}/messages" class="row">
          <input type="hidden" name="channel" value="${name}" />
          <input type="hidden" name="wanted" value="${stopped ? 'yes' : 'no'}" />
          <span>${texts[name]}</span>
          <button class="quiet">${stopped ? texts.resume : texts.stop}</button>
        </form>`,
    )}
  </section>`;
}

/** The page's own colours, each text of at least 4.5 : 1 on its ground (WCAG 2.2 AA); targets are 44 px high. */
const STYLE = `
*{box-sizing:border-box}body{margin:0;background:#f3f5f9;color:#1c2434;font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,Arial,sans-serif}
header{background:#12284b;border-bottom:4px solid #d7263d;display:flex;justify-content:space-between;align-items:center;padding:10px 16px}
.brand{font-weight:800;letter-spacing:4px;font-size:20px;color:#fff}header a{color:#fff;display:inline-block;padding:10px 4px}
main{max-width:640px;margin:0 auto;padding:12px}.card{background:#fff;border:1px solid #e3e7ee;border-radius:12px;padding:16px;margin:0 0 12px}
.card.good{border-left:5px solid #14743c}.card.notice{border-left:5px solid #92500a}.card.bad{border-left:5px solid #b01c2e}.card.plain{border-left:5px solid #1d4f91}
h1{font-size:24px;line-height:1.3;margin:0 0 8px}h2{font-size:17px;margin:0 0 4px}p{margin:0 0 8px;overflow-wrap:anywhere}.who{color:#586174}
.steps{list-style:none;display:flex;gap:4px;padding:0;margin:12px 0}.steps li{flex:1;border-top:6px solid #e3e7ee;padding-top:6px;font-size:13px;line-height:1.3;color:#586174}
.steps .done{border-color:#1d4f91;color:#1c2434}.steps [aria-current]{font-weight:700}.expected{font-size:17px}
dl{margin:8px 0 0;border-top:1px solid #e3e7ee;padding-top:8px}dt{color:#586174;font-size:14px}dd{margin:0 0 8px;font-weight:600;overflow-wrap:anywhere}.code{font-family:ui-monospace,Menlo,Consolas,monospace;font-size:15px}
.history{list-style:none;margin:0;padding:0}.history li{border-left:3px solid #c4ccd9;padding:0 0 12px 12px}.history time{display:block;color:#586174;font-size:14px}.history span{display:block}
form+form{border-top:1px solid #e3e7ee;margin-top:16px;padding-top:16px}label{display:block;margin:0 0 4px}select,textarea,input:not([type]){width:100%;font:inherit;padding:10px;border:1px solid #6b7487;border-radius:8px;background:#fff;color:inherit;min-height:44px;margin:0 0 8px}
input[type=radio]{width:20px;height:20px;vertical-align:middle;margin-right:8px}button{font:inherit;font-weight:600;min-height:44px;padding:8px 18px;border:0;border-radius:8px;background:#12284b;color:#fff;cursor:pointer}
button.quiet{background:#fff;color:#12284b;border:1px solid #12284b}.row{display:flex;justify-content:space-between;align-items:center;gap:12px}:focus-visible{outline:3px solid #d7263d;outline-offset:2px}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}footer{text-align:center;color:#586174;font-size:14px;padding:0 16px 24px}
`;
