import { html, Html } from '../kernel/html';
import { dayInWords } from '../texts/format';
import type { Locale } from '../texts/locale';
import type { PageTexts } from '../texts/page-texts';
import type { ParcelView } from './parcel-view';

/** Returns noon in Lima: an instant of that day, whatever the day. */
export const noonOf = (day: string): string => `${day}T17:00:00.000Z`;

/** Returns the forms by which a recipient asks for something, while the parcel is still to come. */
export function requestForms(view: ParcelView, locale: Locale, path: string, texts: PageTexts): Html | undefined {
  if (!view.under_way) return undefined;
  const { anotherDay, note, elsewhere } = texts;
  const days =
    view.days.length === 0
      ? undefined
      : html`<form method="post" action="${path}/day?lang=${locale}">
          <h2>${anotherDay.title}</h2>
          <p id="day-help">${anotherDay.text}</p>
          <label class="hidden" for="day">${anotherDay.title}</label>
          <select id="day" name="day" aria-describedby="day-help">
            ${view.days.map((each) => html`<option value="${each}">${dayInWords(noonOf(each), locale)}</option>`)}
          </select>
          <button>${anotherDay.button}</button>
        </form>`;
  return html`<section class="card">
    ${days}
    <form method="post" action="${path}/note?lang=${locale}">
      <h2>${note.title}</h2>
      <p id="note-help">${note.text}</p>
      <label for="note">${note.label}</label>
      <textarea id="note" name="note" maxlength="200" rows="2" required aria-describedby="note-help"></textarea>
      <button>${note.button}</button>
    </form>
    <form method="post" action="${path}/elsewhere?lang=${locale}">
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

/** Returns the forms that stop messages, or let them go on. */
export function channelForms(
  { channels }: ParcelView,
  locale: Locale,
  path: string,
  { messages: texts }: PageTexts,
): Html | undefined {
  if (channels.length === 0) return undefined;
  return html`<section class="card">
    <h2>${texts.title}</h2>
    ${channels.map(
      ({ name, stopped }) =>
        html`<form method="post" action="${path}/messages?lang=${locale}" class="row">
          <input type="hidden" name="channel" value="${name}" />
          <input type="hidden" name="wanted" value="${stopped ? 'yes' : 'no'}" />
          <span>${texts[name]}</span>
          <button class="quiet">${stopped ? texts.resume : texts.stop}</button>
        </form>`,
    )}
  </section>`;
}
