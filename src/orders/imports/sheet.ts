import { CsvError, parse, type Options } from 'csv-parse/sync';

/** One row of a sheet by the number that a spreadsheet gives it, or why it is none. */
export type SheetRow =
  { readonly row: number; readonly cells: readonly string[] } | { readonly row: number; readonly fault: string };

/** Bytes of one row: several times what the fields of an order take, and little enough to look for the end of an open quote. */
const MAX_ROW_BYTES = 24 * 1024;
/** Rows parsed at a time, between which the reader may pause. */
const ROWS_AT_ONCE = 50;

const OPTIONS = {
  bom: false,
  cast: false,
  trim: true,
  relax_column_count: true,
  skip_empty_lines: false,
  max_record_size: MAX_ROW_BYTES,
  // Files that several programs have had a hand in mix their line ends.
  record_delimiter: ['\r\n', '\n', '\r'],
} satisfies Options;

const FAULTS: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'has a quotation mark that is never closed: a cell that begins with one must end with one',
  CSV_MAX_RECORD_SIZE: `is longer than ${MAX_ROW_BYTES / 1024} KB: a quotation mark may be open, as a cell that begins with one must end with one`,
};
const STRAY_QUOTE =
  'has a quotation mark in the midst of a cell: the cell must stand in quotation marks, and that one be doubled';

/** A row of a file, where it stands in it, and how many lines it takes. */
interface Piece {
  readonly cells: readonly string[];
  readonly start: number;
  readonly end: number;
  readonly lines: number;
}

/**
 * Yields the rows of a CSV text as a spreadsheet numbers them: blank ones count without being yielded, and one with line ends in its cells counts once. A row that
 * cannot be read is a fault of its own, and the next begins on the next line; so does one of several lines with fewer cells than `width`
 * says, in which a quotation mark was left open.
 */
export function* rowsOf(text: Buffer, delimiter: string, width: () => number): Generator<SheetRow> {
  let row = 0;
  let at = 0;
  while (at < text.length) {
    // Files end in thousands of them; a parser is too much for that.
    for (; isLineEnd(text[at]); at = nextLine(text, at)) row++;
    const { pieces, fault } = parseSome(text, at, delimiter);
    // The parser passes over blanks behind the last line end, and so does a spreadsheet.
    if (pieces.length === 0 && fault === undefined) return;
    for (const { cells, start, end, lines } of pieces) {
      row++;
      at = end;
      if (lines > 1 && cells.length < width()) {
        yield { row, fault: FAULTS.CSV_QUOTE_NOT_CLOSED ?? STRAY_QUOTE };
        at = nextLine(text, start);
        break;
      }
      yield { row, cells };
    }
    if (fault === undefined || at < (pieces.at(-1)?.end ?? at)) continue;
    yield { row: ++row, fault };
    at = nextLine(text, at);
  }
}

function parseSome(text: Buffer, from: number, delimiter: string): { pieces: Piece[]; fault?: string } {
  const pieces: Piece[] = [];
  let [end, line] = [from, 0];
  try {
    parse(text.subarray(from), {
      ...OPTIONS,
      delimiter,
      to: ROWS_AT_ONCE,
      on_record: (cells: string[], { bytes, lines }) => {
        pieces.push({ cells: cells.map((cell) => cell.trim()), start: end, end: from + bytes, lines: lines - line });
        [end, line] = [from + bytes, lines];
        return null;
      },
    });
    return { pieces };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return { pieces, fault: FAULTS[error.code] ?? STRAY_QUOTE };
  }
}

const [LF, CR] = [0x0a, 0x0d];

const isLineEnd = (byte: number | undefined): boolean => byte === LF || byte === CR;

function nextLine(text: Buffer, from: number): number {
  let end = from;
  while (end < text.length && !isLineEnd(text[end])) end++;
  return end + (text[end] === CR && text[end + 1] === LF ? 2 : 1);
}

/** Returns the cells of the first row that has any, read with this delimiter. */
export function headerWith(text: Buffer, delimiter: string): readonly string[] {
  for (const found of rowsOf(text, delimiter, () => 0)) {
    if ('fault' in found) return [];
    if (found.cells.some((cell) => cell !== '')) return found.cells;
  }
  return [];
}

/** Excel's own first line, which says the delimiter and is no row of the sheet. */
const SEPARATOR_LINE = /^"?sep=(.)"?[;,\t|]*(\r\n|\n|\r|$)/i;

/** Returns the text without the line that says its delimiter, and that delimiter. */
export function withoutSeparatorLine(text: string): { readonly text: string; readonly delimiter: string | undefined } {
  const [line, delimiter] = SEPARATOR_LINE.exec(text) ?? [];
  return line === undefined ? { text, delimiter: undefined } : { text: text.slice(line.length), delimiter };
}
