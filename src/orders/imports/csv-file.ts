import { DinexError, FieldError, invalid } from '../../kernel/errors';
import { present } from '../../kernel/present';
import { CSV_COLUMNS, columnNamed, orderBodyOf, pointerOf } from './csv-columns';
import type { FileText } from './file-text';
import { columnsIn, HeaderCell, knownTitles, letterOf } from './header';
import type { RowFault } from './import';
import type { ParsedRow } from './parsed-row';
import { documentType, formulaError, mended } from './lost-digits';
import { headerWith, rowsOf, withoutSeparatorLine } from './sheet';

const DELIMITERS = [',', ';', '\t', '|'];
/** Control characters that no field takes; line ends and tabs may stand in a cell. */
const CONTROL = /[^\P{Cc}\t\r\n]/u;
/** What people write to keep a spreadsheet from taking a text for a number. */
const FORMULA_TEXT = /^="([^"]*)"$/;

/**
 * Yields the rows of a CSV file of orders, but for those without content.
 *
 * @throws DinexError `invalid` for a header that is none.
 */
export function* csvRows({ text, damaged }: FileText): Generator<ParsedRow> {
  const { text: sheet, delimiter } = withoutSeparatorLine(text);
  const bytes = Buffer.from(sheet);
  let header: Header | undefined;
  for (const found of rowsOf(bytes, delimiter ?? bestDelimiter(bytes), () => header?.width ?? 0)) {
    if ('fault' in found) {
      if (header === undefined) throw invalid('#', `The header of the CSV ${found.fault}.`);
      yield { row: found.row, errors: [{ pointer: '#', detail: found.fault }] };
    } else if (found.cells.some((cell) => cell !== '')) {
      if (header === undefined) header = new Header(columnsIn(found.cells), damaged);
      else yield header.read(found.row, found.cells);
    }
  }
}

const bestDelimiter = (bytes: Buffer): string => {
  const known = DELIMITERS.map((delimiter) => knownTitles(headerWith(bytes, delimiter)));
  return DELIMITERS[known.indexOf(Math.max(...known))] ?? ',';
};

/** The columns of one file: what a row's cells mean, and in which of them a fault stands. */
class Header {
  /** Columns up to the last one that has a title. */
  readonly width: number;
  private readonly byIndex: ReadonlyMap<number, HeaderCell>;

  constructor(
    private readonly columns: readonly HeaderCell[],
    private readonly damaged: boolean,
  ) {
    this.byIndex = new Map(columns.map((column) => [column.index, column]));
    this.width = Math.max(0, ...columns.map(({ index }) => index + 1));
  }

  read(row: number, cells: readonly string[]): ParsedRow {
    const texts: Record<string, string> = {};
    const faults: RowFault[] = [];
    const isDni = this.isDni(cells);
    for (const [index, given] of cells.entries()) {
      if (given === '') continue;
      const column = this.byIndex.get(index);
      const cell = `${letterOf(index)}${row}`;
      if (column === undefined) {
        faults.push({ pointer: '#', cell, detail: index < this.width ? UNTITLED : BEYOND });
        continue;
      }
      const text = FORMULA_TEXT.exec(given)?.[1] ?? given;
      const fault = this.unreadable(text) ?? formulaError(text);
      const read = fault === undefined ? mended(column.name, text, isDni) : { fault };
      if ('fault' in read) faults.push(this.at(row, column, read.fault));
      else texts[column.name] = column.name === 'document_type' ? documentType(read.text) : read.text;
    }
    const locate = (errors: readonly FieldError[]): RowFault[] => errors.map((error) => this.located(row, error));
    const { reference, customer_id } = texts;
    const names = present({ reference, customer_id });
    if (faults.length > 0) return { row, ...names, errors: faults };
    try {
      return { row, ...names, body: orderBodyOf(texts), locate };
    } catch (error) {
      if (!(error instanceof DinexError)) throw error;
      return { row, ...names, errors: locate(error.details.errors ?? []) };
    }
  }

  private isDni(cells: readonly string[]): boolean {
    const typed = this.columns.find(({ name }) => name === 'document_type');
    return (
      this.columns.some(({ name }) => name === 'dni') ||
      (typed !== undefined && documentType(cells[typed.index] ?? '') === 'DNI')
    );
  }

  private unreadable(text: string): string | undefined {
    if (CONTROL.test(text)) return 'has a control character, which no text may have: delete it';
    return this.damaged && text.includes('\uFFFD')
      ? 'has letters that cannot be read: save the file as UTF-8'
      : undefined;
  }

  private at(row: number, { name, title, letter }: HeaderCell, detail: string): RowFault {
    const column = columnNamed(name);
    return { pointer: column === undefined ? '#' : pointerOf(column), column: title, cell: `${letter}${row}`, detail };
  }

  /** Returns a fault with the column that it stands in: the file's own, or the one that would hold the value. */
  private located(row: number, { pointer, detail }: FieldError): RowFault {
    const within = (name: string): boolean => {
      const column = columnNamed(name);
      const place = column === undefined ? undefined : pointerOf(column);
      return place === pointer || place?.startsWith(`${pointer}/`) === true;
    };
    const here = this.columns.find(({ name }) => within(name));
    if (here !== undefined) return this.at(row, here, here.name === 'unit_price_soles' ? SOLES : detail);
    const missing = [...CSV_COLUMNS.keys()].find(within);
    return { pointer, ...present({ column: missing }), detail };
  }
}

const UNTITLED = 'stands in a column without a title: give it one, or empty it';
const BEYOND =
  'stands beyond the last column: a cell with a comma, or whatever parts the columns, must stand in quotation marks';
const SOLES = 'must be an amount in soles, such as 159.00 or S/ 159,00';
