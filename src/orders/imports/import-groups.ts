import { isRecord } from '../../kernel/record';
import type { FieldError } from '../../kernel/errors';
import { ORDER_LIMITS } from '../order-limits';
import type { BadRow, GoodRow } from './parsed-row';

/** What a file's rows make: orders of one row or several, and rows that make none. */
export interface Grouped {
  readonly orders: readonly (readonly [GoodRow, ...GoodRow[]])[];
  readonly bad: readonly BadRow[];
}

/** Whose order a row belongs to: a reference is its customer's own. */
const identityOf = ({
  customer_id = '',
  reference = '',
}: {
  readonly customer_id?: string;
  readonly reference?: string;
}) => `${customer_id}\n${reference}`;

/**
 * Returns the rows of a sheet by order: those of one reference, adjacent or not, are one order of several products. They agree in all else,
 * or none of them makes one; nor do they where one of them is wrong by itself.
 */
export function groupedByReference(good: readonly GoodRow[], bad: readonly BadRow[]): Grouped {
  const groups = new Map<string, [GoodRow, ...GoodRow[]]>();
  for (const row of good) {
    const group = groups.get(identityOf(row.input));
    if (group === undefined) groups.set(identityOf(row.input), [row]);
    else group.push(row);
  }
  const spoiled = new Map(bad.map((row) => [identityOf(row), row.row]));
  const orders: (readonly [GoodRow, ...GoodRow[]])[] = [];
  const failed: BadRow[] = [...bad];
  for (const [identity, group] of groups) {
    const fault = faultOf(group, spoiled.get(identity));
    if (fault === undefined) orders.push(group);
    else failed.push(...group.map((row) => refused(row, fault)));
  }
  return { orders, bad: failed };
}

/** Returns each row as an order of its own: of two of one reference the second is refused. */
export function oneByOne(good: readonly GoodRow[], bad: readonly BadRow[]): Grouped {
  const firstOf = new Map<string, number>();
  const orders: (readonly [GoodRow])[] = [];
  const failed: BadRow[] = [...bad];
  for (const row of good) {
    const first = firstOf.get(identityOf(row.input));
    if (first === undefined) {
      firstOf.set(identityOf(row.input), row.row);
      orders.push([row]);
    } else failed.push(refused(row, { pointer: '#/reference', detail: `is also that of row ${first}` }));
  }
  return { orders, bad: failed };
}

const refused = ({ locate, input: _, ...names }: GoodRow, fault: FieldError): BadRow => ({
  ...names,
  errors: locate([fault]),
});

function faultOf(
  [first, ...others]: readonly [GoodRow, ...GoodRow[]],
  wrong: number | undefined,
): FieldError | undefined {
  if (wrong !== undefined)
    return {
      pointer: '#/reference',
      detail: `is that of row ${wrong} too, which must be mended first: they are one order`,
    };
  for (const other of others) {
    const pointer = differenceOf(withoutProducts(first), withoutProducts(other));
    if (pointer !== undefined)
      return {
        pointer,
        detail: `must be the same in all rows of one reference, and rows ${first.row} and ${other.row} differ`,
      };
  }
  const count = others.length + 1;
  return count > ORDER_LIMITS.products
    ? { pointer: '#/reference', detail: `must stand in at most ${ORDER_LIMITS.products} rows, and stands in ${count}` }
    : undefined;
}

const withoutProducts = ({ input: { products: _, ...rest } }: GoodRow): object => rest;

/** Returns where two values first differ, or `undefined` where they do not. */
function differenceOf(one: unknown, other: unknown, pointer = '#'): string | undefined {
  if (!isRecord(one) || !isRecord(other)) return one === other ? undefined : pointer;
  for (const name of new Set([...Object.keys(one), ...Object.keys(other)])) {
    const difference = differenceOf(one[name], other[name], `${pointer}/${name}`);
    if (difference !== undefined) return difference;
  }
  return undefined;
}
