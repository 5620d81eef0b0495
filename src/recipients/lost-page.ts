import { html } from '../kernel/html';
import type { Locale } from '../texts/locale';
import { PAGE_TEXTS } from '../texts/page-texts';
import { otherLocale, pageFrame } from './page-frame';

/** Returns the page of a link that opens nothing: the same whatever the link was. */
export function lostPage(locale: Locale): string {
  const { title, text } = PAGE_TEXTS[locale].lost;
  const content = html`<section class="card notice">
    <h1>${title}</h1>
    <p>${text}</p>
  </section>`;
  return pageFrame(title, locale, `?lang=${otherLocale(locale)}`, content);
}
