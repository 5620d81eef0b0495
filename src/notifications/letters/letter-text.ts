import type { Letter } from './letter';

/** Lays a letter out as plain text, for mail programs that show no HTML: it says all that the HTML says. */
export function letterText(letter: Letter): string {
  return [
    'DINEX',
    '',
    letter.greeting,
    '',
    letter.heading,
    letter.body,
    ...(letter.progress === undefined ? [] : ['', letter.progress.told]),
    '',
    letter.next.title,
    letter.next.text,
    ...(letter.link === undefined ? [] : ['', `${letter.link.label}: ${letter.link.url}`]),
    '',
    ...[letter.trackingId, ...letter.details].map(({ label, value }) => `${label}: ${value}`),
    '',
    '--',
    ...letter.footer,
    '',
  ].join('\n');
}
