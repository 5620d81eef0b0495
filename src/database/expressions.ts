import { present } from '../kernel/present';
/** An expression of DynamoDB's language, and what its placeholders stand for: `#name` an attribute, `:value` a value. */
export interface Expression {
  readonly expression: string;
  readonly names?: Readonly<Record<string, string>>;
  readonly values?: Readonly<Record<string, unknown>>;
}

/** Returns the condition that holds where one of these does. */
export const either = (...conditions: readonly Expression[]): Expression => joined(' OR ', conditions);

/** Returns the condition that holds where all of these do. */
export const both = (...conditions: readonly Expression[]): Expression => joined(' AND ', conditions);

const joined = (word: string, conditions: readonly Expression[]): Expression => ({
  expression: conditions.map(({ expression }) => `(${expression})`).join(word),
  names: merged(conditions.map(({ names }) => names)),
  values: merged(conditions.map(({ values }) => values)),
});

interface Placeholders {
  readonly ExpressionAttributeNames?: Record<string, string>;
  readonly ExpressionAttributeValues?: Record<string, unknown>;
}

/** Returns the placeholders of all expressions of one request, which share them; DynamoDB refuses an empty list of any. */
export function placeholders(...expressions: readonly (Expression | undefined)[]): Placeholders {
  const names = merged(expressions.map((each) => each?.names));
  const values = merged(expressions.map((each) => each?.values));
  return present({ ExpressionAttributeNames: filled(names), ExpressionAttributeValues: filled(values) });
}

const filled = <T extends object>(record: T): T | undefined => (Object.keys(record).length === 0 ? undefined : record);

const merged = <T>(parts: readonly (Readonly<Record<string, T>> | undefined)[]): Record<string, T> =>
  Object.fromEntries(parts.flatMap((part) => Object.entries(part ?? {})));
