import { Class, DeclaredProperty, propertiesOf } from '../../http/property';
import { isRecord } from '../../kernel/record';
import { CreateOrderDto } from '../orders.dto';

interface Column {
  /** The names that lead to the value in the body of an order; of a list it is the only item. */
  readonly place: readonly string[];
  readonly read: (text: string) => unknown;
}

/** How a cell is read, by its kind. What is no number stays text, for validation to name it. */
const READERS: Readonly<Record<NonNullable<DeclaredProperty['cell']>, (text: string) => unknown>> = {
  text: (text) => text,
  whole: (text) => (/^-?\d{1,15}$/.test(text) ? Number(text) : text),
  decimal: (text) => (/^-?\d{1,9}(\.\d{1,12})?$/.test(text) ? Number(text) : text),
};

/** The columns of a CSV file of orders: one for each property of an order that a cell can hold; one product a row. */
export const CSV_COLUMNS: ReadonlyMap<string, Column> = new Map(columnsOf(CreateOrderDto, []));

/** Returns the columns of a class, with those of the objects in it. */
export function columnsOf(type: Class, above: readonly string[]): [string, Column][] {
  return propertiesOf(type).flatMap(({ name, column, cell, part }) => {
    const place = [...above, name];
    const own: [string, Column][] = cell === undefined ? [] : [[column, { place, read: READERS[cell] }]];
    return part === undefined ? own : [...own, ...columnsOf(part(), place)];
  });
}

const LISTS = propertiesOf(CreateOrderDto).flatMap(({ name, list }) => (list === true ? [name] : []));

/** Returns the body of an order that a row is. Empty cells are absent; a structured address wins over a text one where a row has both. */
export function orderBodyOf(row: Readonly<Record<string, string>>): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const [name, text] of Object.entries(row)) {
    const column = CSV_COLUMNS.get(name);
    if (column !== undefined && text !== '') put(body, column.place, column.read(text));
  }
  for (const list of LISTS) if (body[list] !== undefined) body[list] = [body[list]];
  return body;
}

function put(target: Record<string, unknown>, [name = '', ...below]: readonly string[], value: unknown): void {
  const standing = target[name];
  if (below.length === 0) target[name] ??= value;
  else if (isRecord(standing)) put(standing, below, value);
  else put((target[name] = {}), below, value);
}
