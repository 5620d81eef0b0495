/** Reads fields of data that someone else wrote. What is wrong is told by the field's name, never by its value: it may be personal. */
type Fields = Readonly<Record<string, unknown>>;

export function textIn(source: Fields, field: string): string {
  const value = source[field];
  if (typeof value !== 'string' || value === '') throw new Error(`${field} must be a text`);
  return value;
}

/** The field as an object to spread, or nothing: a spread of `undefined` values is not the same under exact optional types. */
export function optionalTextIn<Name extends string>(source: Fields, field: Name): { [name in Name]?: string } {
  return source[field] === undefined ? {} : ({ [field]: textIn(source, field) } as { [name in Name]?: string });
}

export function oneOfIn<T extends string>(source: Fields, field: string, values: readonly T[]): T {
  const value = values.find((known) => known === source[field]);
  if (value === undefined) throw new Error(`${field} must be one of ${values.join(', ')}`);
  return value;
}

export function instantIn(source: Fields, field: string): string {
  const value = textIn(source, field);
  if (Number.isNaN(Date.parse(value))) throw new Error(`${field} must be an RFC 3339 time`);
  return value;
}

/** @throws Error when the text is no JSON object. */
export function objectFrom(json: string): Fields {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw new Error('the message is not JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error('the message is not a JSON object');
  return value as Fields;
}
