/** Whether a value is an object with names, and no list. */
export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Returns one member of a value that may be anything; `undefined` where it has none of that name. */
export const memberOf = (value: unknown, name: string): unknown => (isRecord(value) ? value[name] : undefined);

/** Returns the names of a table of constants, in the order in which they are written. */
export const namesIn = <Table extends object>(table: Table): (keyof Table & string)[] =>
  // `Object.keys` says `string[]`, since a value may have more members than its type; a constant has not.
  Object.keys(table) as (keyof Table & string)[];
