import { createHash } from 'node:crypto';
import { html, Html } from '../kernel/html';
import type { Locale } from '../texts/locale';
import { PAGE_TEXTS } from '../texts/page-texts';

/**
 * Returns a page of ours: no script, font or image, and nothing from elsewhere, so that it opens on a cheap telephone and keeps its address
 * to itself.
 *
 * @param languageLink where the page is in the other language.
 */
export function pageFrame(title: string, locale: Locale, languageLink: string, content: Html): string {
  const texts = PAGE_TEXTS[locale];
  const other = otherLocale(locale);
  const page = html`<!doctype html>
    <html lang="${locale}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex, nofollow" />
        <meta name="referrer" content="no-referrer" />
        <meta name="format-detection" content="telephone=no" />
        <title>${title} · DINEX</title>
        ${STYLE_ELEMENT}
      </head>
      <body>
        <header>
          <span class="brand">DINEX</span>
          <a href="${languageLink}" hreflang="${other}" lang="${other}">${texts.otherLanguage}</a>
        </header>
        <main>${content}</main>
        <footer><p>${texts.times}</p></footer>
      </body>
    </html> `;
  // The indentation would be a third of what is sent.
  return page.markup.replace(/\n\s+/g, '\n');
}

export const otherLocale = (locale: Locale): Locale => (locale === 'en' ? 'es-PE' : 'en');

/** The page's own colours, each text of at least 4.5 : 1 on its ground (WCAG 2.2 AA); targets are 44 px high. */
const STYLE = `*{box-sizing:border-box}body{margin:0;background:#f3f5f9;color:#1c2434;font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,Arial,sans-serif}
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
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}footer{text-align:center;color:#586174;font-size:14px;padding:0 16px 24px}`;

const STYLE_ELEMENT = new Html(`<style>${STYLE}</style>`);

/** What a browser may do with a page of ours: apply its one style sheet, and send its forms back to us. */
export const PAGE_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');
