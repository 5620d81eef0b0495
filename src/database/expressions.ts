/** An expression of DynamoDB's language, and what its placeholders stand for: `#name` an attribute, `:value` a value. */
export interface Expression {
  readonly expression: string;
  readonly names?: Readonly<Record<string, string>>;
  readonly values?: Readonly<Record<string, unknown>>;
}

/** Returns the condition that holds where one of these does. */
export const either = (...conditions: readonly Expression[]): Expression => ({
  expression: conditions.map(({ expression }) => `(${expression})`).join(' OR '),
  names: Object.assign({}, ...conditions.map(({ names }) => names)) as Record<string, string>,
  values: Object.assign({}, ...conditions.map(({ values }) => values)) as Record<string, unknown>,
});

interface Placeholders {
  readonly ExpressionAttributeNames?: Record<string, string>;
  readonly ExpressionAttributeValues?: Record<string, unknown>;
}

/** Returns the placeholders of all expressions of one request, which share them; DynamoDB refuses an empty list of any. */
export function placeholders(...expressions: readonly (Expression | undefined)[]): Placeholders {
  const names = Object.assign({}, ...expressions.map((each) => each?.names)) as Record<string, string>;
  const values = Object.assign({}, ...expressions.map((each) => each?.values)) as Record<string, unknown>;
  return {
    ...(Object.keys(names).length === 0 ? {} : { ExpressionAttributeNames: names }),
    ...(Object.keys(values).length === 0 ? {} : { ExpressionAttributeValues: values }),
  };
}
