import type { Tone } from '../../texts/status-texts';
import { html, Html } from '../../kernel/html';
import type { Letter } from './letter';

/** The colours of text: on white each has a contrast of at least 4.5 : 1 (WCAG AA). */
const INK = '#1c2434';
const MUTED = '#586174';
const LINE = '#e3e7ee';
const NAVY = '#12284b';
const RED = '#d7263d';
const TONES: Readonly<Record<Tone, { readonly strong: string; readonly soft: string }>> = {
  good: { strong: '#14743c', soft: '#e8f5ed' },
  plain: { strong: '#1d4f91', soft: '#eaf1fb' },
  notice: { strong: '#92500a', soft: '#fdf3e1' },
  bad: { strong: '#b01c2e', soft: '#fcebed' },
};
const FONT = "font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;";

/**
 * Lays a letter out in tables and inline styles, as mail programs want them: one column that fits a telephone, and no image, font
 * or script from outside.
 */
export function letterHtml(letter: Letter): string {
  const { strong, soft } = TONES[letter.tone];
  const page = html`<!doctype html>
    <html lang="${letter.locale}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light" />
        <meta name="supported-color-schemes" content="light" />
        <meta name="format-detection" content="telephone=no,date=no,address=no" />
        <title>${letter.heading}</title>
      </head>
      <body style="margin:0;padding:0;background:#f3f5f9;color:${INK};${FONT}">
        <div style="display:none;max-height:0;overflow:hidden;">${letter.body} ${letter.next.text}</div>
        <table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="background:#f3f5f9;">
          <tr>
            <td align="center" style="padding:24px 12px;">
              <table
                role="presentation"
                width="100%"
                cellpadding="0"
                cellspacing="0"
                style="max-width:560px;background:#ffffff;border-radius:12px;border:1px solid ${LINE};border-collapse:separate;"
              >
                <tr>
                  <td
                    style="background:${NAVY};border-radius:11px 11px 0 0;padding:18px 28px;border-bottom:4px solid ${RED};"
                  >
                    <span style="font-size:22px;line-height:28px;font-weight:800;letter-spacing:4px;color:#ffffff;"
                      >DINEX</span
                    >
                  </td>
                </tr>
                <tr>
                  <td style="padding:28px 28px 4px;font-size:16px;line-height:24px;">
                    <p style="margin:0 0 12px;">${letter.greeting}</p>
                    <h1 style="margin:0 0 8px;font-size:24px;line-height:31px;color:${strong};">${letter.heading}</h1>
                    <p style="margin:0;">${letter.body}</p>
                  </td>
                </tr>
                ${letter.progress && progressRow(letter.progress, strong)}
                <tr>
                  <td style="padding:20px 28px 4px;">
                    <table role="presentation" width="100%" cellpadding="0" cellspacing="0">
                      <tr>
                        <td
                          style="background:${soft};border-left:4px solid ${strong};border-radius:6px;padding:14px 16px;font-size:16px;line-height:24px;"
                        >
                          <h2 style="margin:0 0 2px;font-size:16px;line-height:24px;color:${strong};">
                            ${letter.next.title}
                          </h2>
                          ${letter.next.text}
                        </td>
                      </tr>
                    </table>
                  </td>
                </tr>
                ${letter.link && linkRow(letter.link)}
                <tr>
                  <td style="padding:20px 28px 28px;">
                    <table width="100%" cellpadding="0" cellspacing="0" style="border-top:1px solid ${LINE};">
                      ${detailRow(letter.trackingId, `font-family:ui-monospace,Menlo,Consolas,'Courier New',monospace;font-size:14px;word-break:break-all;`)}
                      ${letter.details.map((detail) => detailRow(detail, 'font-size:15px;word-break:break-word;'))}
                    </table>
                  </td>
                </tr>
              </table>
              <table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:560px;">
                <tr>
                  <td style="padding:16px 28px;font-size:13px;line-height:19px;color:${MUTED};text-align:center;">
                    ${letter.footer.map((line) => html`<p style="margin:0 0 4px;">${line}</p>`)}
                  </td>
                </tr>
              </table>
            </td>
          </tr>
        </table>
      </body>
    </html> `;
  // The indentation would be a third of what is sent.
  return page.markup.replace(/\n +/g, '\n');
}

function linkRow({ label, url }: NonNullable<Letter['link']>): Html {
  return html`<tr>
    <td style="padding:20px 28px 4px;">
      <a
        href="${url}"
        style="display:inline-block;background:${NAVY};color:#ffffff;border-radius:8px;padding:12px 22px;font-size:16px;line-height:24px;font-weight:600;text-decoration:none;"
        >${label}</a
      >
    </td>
  </tr> `;
}

function detailRow({ label, value }: { readonly label: string; readonly value: string }, style: string): Html {
  return html`<tr>
    <th
      scope="row"
      align="left"
      valign="top"
      width="38%"
      style="padding:10px 12px 10px 0;border-bottom:1px solid ${LINE};font-size:14px;line-height:21px;font-weight:400;color:${MUTED};"
    >
      ${label}
    </th>
    <td valign="top" style="padding:10px 0;border-bottom:1px solid ${LINE};line-height:21px;font-weight:600;${style}">
      ${value}
    </td>
  </tr> `;
}

/** Draws a bar in four parts; the sentence below it says the same to who does not see it. */
function progressRow({ stages, done, told }: NonNullable<Letter['progress']>, colour: string): Html {
  const parts = stages.map(
    (_, index) =>
      html`<td width="25%" style="padding:0 2px;">
        <div style="height:6px;border-radius:3px;background:${index < done ? colour : LINE};font-size:0;line-height:0;">
          &nbsp;
        </div>
      </td>`,
  );
  return html`<tr>
    <td style="padding:20px 26px 0;">
      <table role="presentation" width="100%" cellpadding="0" cellspacing="0" aria-hidden="true">
        <tr>
          ${parts}
        </tr>
      </table>
      <p style="margin:6px 2px 0;font-size:13px;line-height:19px;color:${MUTED};">${told}</p>
    </td>
  </tr> `;
}
