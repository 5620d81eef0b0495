import type { Letter } from './letter';

/** The plain part: all that the HTML part says, for readers that show no HTML. */
export function emailText(letter: Letter): string {
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
    '',
    ...[letter.trackingId, ...letter.details].map(({ label, value }) => `${label}: ${value}`),
    '',
    '--',
    ...letter.footer,
    '',
  ].join('\n');
}
