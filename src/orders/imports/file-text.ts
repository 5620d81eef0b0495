import { DinexError, invalid } from '../../kernel/errors';

/** A file's text, and whether some of its bytes were no text: each stands in it as U+FFFD. */
export interface FileText {
  readonly text: string;
  readonly damaged: boolean;
}

/** Charsets that may be declared. What the web calls ISO-8859-1 or ASCII is Windows-1252. */
const DECLARED = new Set([
  'utf-8',
  'utf8',
  'utf-16',
  'utf-16le',
  'utf-16be',
  'windows-1252',
  'cp1252',
  'iso-8859-1',
  'latin1',
  'us-ascii',
]);
const LOST = '\uFFFD';

/**
 * Returns the text of a file: by its byte order mark, else by the charset that was declared, else as UTF-8, or Windows-1252 where it is
 * not that. A file that is UTF-8 but for a few bytes is read as such, with those bytes lost.
 *
 * @throws DinexError `unsupported_media_type` for another charset, `invalid` for a workbook.
 */
export function textOf(bytes: Buffer, charset: string | undefined): FileText {
  refuseWorkbooks(bytes);
  if (charset !== undefined && !DECLARED.has(charset))
    throw new DinexError('unsupported_media_type', `The charset must be one of ${[...DECLARED].join(', ')}.`);
  const marked = markOf(bytes);
  if (marked !== undefined) return decoded(bytes, marked);
  if (charset !== undefined && !charset.startsWith('utf8') && charset !== 'utf-8')
    return decoded(bytes, charset === 'utf-16' ? 'utf-16le' : charset);
  const utf8 = decoded(bytes, 'utf-8');
  if (!utf8.damaged || charset !== undefined) return utf8;
  return isMostlyUtf8(utf8.text) ? utf8 : decoded(bytes, 'windows-1252');
}

/** A workbook is what people have; how to make a file of it is what they need to be told. */
function refuseWorkbooks(bytes: Buffer): void {
  const start = bytes.subarray(0, 4).toString('hex');
  if (start === '504b0304' || start === 'd0cf11e0')
    throw invalid('#', 'The file is an Excel workbook: save it as CSV, with commas or semicolons, and send that.');
}

/** UTF-16 without a mark is known by the zero beside its first letter, where no other text has one. */
function markOf([first = -1, second = -1, third = -1]: Uint8Array): string | undefined {
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if ((first === 0xff && second === 0xfe) || (first > 0 && second === 0)) return 'utf-16le';
  if ((first === 0xfe && second === 0xff) || (first === 0 && second > 0)) return 'utf-16be';
  return undefined;
}

function decoded(bytes: Buffer, charset: string): FileText {
  const text = new TextDecoder(charset).decode(bytes);
  return { text, damaged: text.includes(LOST) };
}

/** Whether there are more letters beyond ASCII than lost ones: bytes of Windows-1252 are by the rarest chance a letter of UTF-8. */
function isMostlyUtf8(text: string): boolean {
  const beyond = text.match(/[^\0-\x7f]/g) ?? [];
  const lost = beyond.filter((letter) => letter === LOST).length;
  return beyond.length > 2 * lost;
}
