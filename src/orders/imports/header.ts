import { cutTo } from '../../kernel/cut';
import { propertiesOf, type Class } from '../../http/property';
import { DinexError, invalid } from '../../kernel/errors';
import { CreateOrderDto } from '../orders.dto';
import { CSV_COLUMNS, columnNamed } from './csv-columns';

/** A column of a file: the name that it has here, the one that the file gives it, and its letter in a spreadsheet. */
export interface HeaderCell {
  readonly name: string;
  readonly title: string;
  readonly letter: string;
  readonly index: number;
}

/** The Spanish names of columns that are no property's own. */
const FURTHER_TITLES: Readonly<Record<string, readonly string[]>> = {
  unit_price_soles: [
    'precio',
    'precio_soles',
    'precio_s',
    'precio_unitario',
    'precio_unitario_soles',
    'precio_unitario_s',
    'p_unit',
    'p_unitario',
  ],
  dni: ['numero_dni', 'numero_de_dni', 'nro_dni', 'n_dni'],
  ruc: ['numero_ruc', 'numero_de_ruc', 'nro_ruc', 'n_ruc'],
};

function titlesOf(type: Class): (readonly [string, string])[] {
  return propertiesOf(type).flatMap(({ column, part, titles = [] }) => [
    ...titles.map((title) => [title, column] as const),
    ...(part === undefined ? [] : titlesOf(part())),
  ]);
}

/** Every further title by the column that it means. */
export const COLUMN_TITLES: ReadonlyMap<string, string> = new Map([
  ...titlesOf(CreateOrderDto),
  ...Object.entries(FURTHER_TITLES).flatMap(([name, titles]) => titles.map((title) => [title, name] as const)),
]);

/** Says which column a title means, by the others of the header. */
type Choice = (others: ReadonlySet<string>) => string | undefined;
/** Titles that mean one of two columns: the one that the rest of the header leaves open. */
const EITHER: ReadonlyMap<string, Choice> = new Map<string, Choice>([
  // To a shop the buyer is the client, and to a courier the shop.
  [
    'cliente',
    (others) => {
      if (others.has('recipient_name')) return others.has('customer_id') ? undefined : 'customer_id';
      return others.has('customer_id') ? 'recipient_name' : undefined;
    },
  ],
  [
    'direccion',
    (others) =>
      ['district', 'province', 'department', 'ubigeo', 'lat'].some((part) => others.has(part))
        ? 'street'
        : 'delivery_address',
  ],
]);

/** Returns a title without what people write differently: case, accents, blanks and signs. */
export const plainTitle = (title: string): string => {
  const plain = title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9.]+/g, '_')
    .replace(/^[_.]+|[_.]+$/g, '');
  return columnNamed(plain) === undefined ? plain.replace(/[_.]+/g, '_') : plain;
};

/** Returns the column that a title names by itself. */
const nameOf = (title: string): string | undefined => {
  const plain = plainTitle(title);
  return columnNamed(plain) === undefined ? COLUMN_TITLES.get(plain) : plain;
};

/** Returns how many titles of a header are known: what tells the right delimiter from a wrong one. */
export const knownTitles = (header: readonly string[]): number =>
  header.filter((title) => nameOf(title) !== undefined || EITHER.has(plainTitle(title))).length;

/**
 * Returns the columns of a header; those without a title are left out.
 *
 * @throws DinexError `invalid` for an unknown title, or two of one meaning.
 */
export function columnsIn(header: readonly string[]): HeaderCell[] {
  const sure = new Set(header.flatMap((title) => nameOf(title) ?? []));
  const columns = header.flatMap((title, index): HeaderCell[] => {
    if (title === '') return [];
    const either = EITHER.get(plainTitle(title));
    const name = nameOf(title) ?? either?.(sure);
    if (name === undefined) throw either === undefined ? unknownColumn(title) : ambiguous(title);
    return [{ name, title: cutTo(title, 64), letter: letterOf(index), index }];
  });
  const seen = new Map<string, HeaderCell>();
  for (const column of columns) {
    const first = seen.get(column.name);
    if (first !== undefined)
      throw invalid('#', `The CSV has the column "${column.name}" twice: as ${first.letter} and as ${column.letter}.`);
    seen.set(column.name, column);
  }
  return columns;
}

const unknownColumn = (title: string): DinexError =>
  invalid(
    '#',
    `The CSV has an unknown column "${cutTo(title, 64)}"; known are ${[...CSV_COLUMNS.keys()].join(', ')}, each also by its Spanish names.`,
  );

const ambiguous = (title: string): DinexError =>
  invalid(
    '#',
    `The column "${cutTo(title, 64)}" may be the shop or the recipient: call it customer_id or destinatario.`,
  );

/** Returns what spreadsheets call the column at an index from 0: `A` … `Z`, `AA` …. */
export const letterOf = (index: number): string =>
  (index < 26 ? '' : letterOf(Math.floor(index / 26) - 1)) + String.fromCharCode(65 + (index % 26));
