import { Class, DeclaredProperty, propertiesOf } from '../../http/property';
import { invalid } from '../../kernel/errors';
import { isRecord } from '../../kernel/record';
import { CreateOrderDto } from '../orders.dto';
import { readSoles } from './soles';

/** What a cell becomes; a text where it is not of its column's kind, for validation to name it. */
type ReadCell = (text: string) => unknown;

interface Column {
  /** The names that lead to the value in the body of an order; of a list it is the only item. */
  readonly place: readonly string[];
  readonly read: ReadCell;
  /** What else a value in this column says of the order. */
  readonly implies?: { readonly place: readonly string[]; readonly value: string };
}

const READERS: Readonly<Record<NonNullable<DeclaredProperty['cell']>, ReadCell>> = {
  text: (text) => text,
  whole: (text) => (/^-?\d{1,15}$/.test(text) ? Number(text) : text),
  decimal: (text) => (/^-?\d{1,9}([.,]\d{1,12})?$/.test(text) ? Number(text.replace(',', '.')) : text),
  map: (text) => readJson(text),
};

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Returns the columns of a class, with those of the objects in it. */
export function columnsOf(type: Class, above: readonly string[]): [string, Column][] {
  return propertiesOf(type).flatMap(({ name, column, cell, part }) => {
    const place = [...above, name];
    const own: [string, Column][] = cell === undefined ? [] : [[column, { place, read: READERS[cell] }]];
    return part === undefined ? own : [...own, ...columnsOf(part(), place)];
  });
}

/** Columns that say what others say, in another way. */
const FURTHER: readonly [string, Column][] = [
  ['unit_price_soles', { place: ['products', 'unit_price'], read: readSoles }],
  ...(['DNI', 'RUC'] as const).map((value): [string, Column] => [
    value.toLowerCase(),
    {
      place: ['recipient', 'document_number'],
      read: READERS.text,
      implies: { place: ['recipient', 'document_type'], value },
    },
  ]),
];

/** The columns of a CSV file of orders: one for each property of an order that a cell can hold; one product a row. */
export const CSV_COLUMNS: ReadonlyMap<string, Column> = new Map([...columnsOf(CreateOrderDto, []), ...FURTHER]);

/** `metadata.channel` holds one entry of `metadata`. */
const ENTRY = /^metadata\.([\w-]{1,64})$/;

export const columnNamed = (name: string): Column | undefined => {
  const [, entry] = ENTRY.exec(name) ?? [];
  if (entry !== undefined && entry in Object.prototype) return undefined;
  return entry === undefined ? CSV_COLUMNS.get(name) : { place: ['metadata', entry], read: READERS.text };
};

const LISTS = propertiesOf(CreateOrderDto).flatMap(({ name, list }) => (list === true ? [name] : []));

/** Returns where a column's value stands in the body of the order that a row makes. */
export const pointerOf = ({ place: [first = '', ...below] }: Column): string =>
  ['#', first, ...(LISTS.includes(first) ? ['0'] : []), ...below].join('/');

/**
 * Returns the body of an order that a row is. Empty cells are absent; a structured address wins over a text one where a row has both.
 *
 * @throws DinexError `invalid` with the pointer of a value that two cells give.
 */
export function orderBodyOf(row: Readonly<Record<string, string>>): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const [name, text] of Object.entries(row)) {
    const column = columnNamed(name);
    if (column === undefined || text === '') continue;
    if (!put(body, column.place, column.read(text)))
      throw invalid(pointerOf(column), `is given twice, in ${name} and in another column: leave one of the two empty`);
  }
  for (const name of Object.keys(row)) {
    const implied = columnNamed(name)?.implies;
    if (implied !== undefined && row[name] !== '') put(body, implied.place, implied.value);
  }
  for (const list of LISTS) if (body[list] !== undefined) body[list] = [body[list]];
  return body;
}

/** Puts a value into its place, or returns `false` where another one stands there. */
function put(target: Record<string, unknown>, [name = '', ...below]: readonly string[], value: unknown): boolean {
  const standing = target[name];
  if (below.length === 0) {
    if (standing !== undefined && !isRecord(standing)) return false;
    target[name] ??= value;
    return true;
  }
  if (isRecord(standing)) return put(standing, below, value);
  return put((target[name] = {}), below, value);
}
