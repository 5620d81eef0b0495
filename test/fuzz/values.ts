import fc, { Arbitrary } from 'fast-check';
import { resolve, Schema } from './document';

/** A place for an id that an earlier answer gave, filled in when the request is sent. */
export interface Known {
  readonly known: string;
  readonly pick: number;
  readonly otherwise: unknown;
}
export const isKnown = (value: unknown): value is Known =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, 'known') && Object.hasOwn(value, 'otherwise');

/** Fields whose values are worth taking from what the API has answered. */
export const KNOWN_FIELDS = [
  'order_id',
  'tracking_id',
  'customer_id',
  'route_id',
  'driver_id',
  'import_id',
  'plan_id',
  'cursor',
  'event_id',
];

/** What breaks programs. */
export const hostile: Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    false,
    0,
    -1,
    0.5,
    1e308,
    Number.MAX_SAFE_INTEGER,
    -0,
    '',
    ' ',
    '0',
    'null',
    '\u0000',
    '💥',
    '\u202egnp',
  ),
  fc.constantFrom<unknown>(
    [],
    {},
    [[]],
    [null],
    { $ref: '#' },
    { S: 'x' },
    { toString: 1 },
    { length: 1e9 },
    { then: 1 },
  ),
  fc.constantFrom<unknown>(
    '../../etc/passwd',
    "' OR 1=1 --",
    '${jndi:ldap://x}',
    '#status',
    ':v',
    '<script>alert(1)</script>',
    '%00',
    '\ud800',
  ),
  fc.constantFrom<unknown>(
    '9999-12-31T23:59:59.999Z',
    '0001-01-01T00:00:00Z',
    '2026-02-30T00:00:00Z',
    '2026-11-21T10:00:00+99:99',
    '1e400',
    'x'.repeat(5_000),
  ),
  fc.jsonValue({ maxDepth: 4 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
);

/** Values that a schema allows, its example most often, so that requests get past the validation. */
export function valueOf(given: Schema, name = ''): Arbitrary<unknown> {
  const schema = resolve(given);
  const value =
    schema.example === undefined
      ? generated(schema)
      : fc.oneof({ weight: 3, arbitrary: fc.constant(schema.example) }, { weight: 1, arbitrary: generated(schema) });
  const field = name === 'order_ids' ? 'order_id' : name;
  if (schema.type !== 'string' || !KNOWN_FIELDS.includes(field)) return value;
  const known = fc.record({ known: fc.constant(field), pick: fc.nat(), otherwise: value });
  return fc.oneof({ weight: 4, arbitrary: known }, { weight: 1, arbitrary: value });
}

function generated(schema: Schema): Arbitrary<unknown> {
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  const choices = schema.oneOf ?? schema.anyOf;
  if (choices !== undefined) return fc.oneof(...choices.map((choice) => valueOf(choice)));
  if (schema.allOf !== undefined) {
    const [first = {}] = schema.allOf;
    return valueOf(first);
  }
  switch (schema.type) {
    case 'string':
      return textOf(schema);
    case 'integer':
      return fc.integer({ min: Math.max(schema.minimum ?? 0, -1e9), max: Math.min(schema.maximum ?? 1e6, 1e9) });
    case 'number':
      return fc.double({ min: schema.minimum ?? -1e6, max: schema.maximum ?? 1e6, noNaN: true });
    case 'boolean':
      return fc.boolean();
    case 'array':
      return fc.array(valueOf(schema.items ?? {}), {
        minLength: Math.min(schema.minItems ?? 0, 3),
        maxLength: Math.min(schema.maxItems ?? 4, 4),
      });
    case 'object':
      return objectOf(schema);
    case undefined:
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
}

function textOf({ format, pattern, minLength = 0, maxLength = 40 }: Schema): Arbitrary<string> {
  if (format === 'date-time')
    return fc
      .date({ min: new Date('2026-01-01'), max: new Date('2027-12-31'), noInvalidDate: true })
      .map((date) => date.toISOString());
  if (format === 'uuid') return fc.uuid({ version: [4, 7] });
  if (format === 'email') return fc.emailAddress();
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern));
  const max = Math.min(maxLength, 60);
  return fc.string({
    unit: fc.constantFrom('a', 'b', 'Z', '0', '9', ' ', '-', '_', '.', 'ñ', 'Á'),
    minLength: Math.min(minLength, max),
    maxLength: max,
  });
}

function objectOf({ properties = {}, required = [], additionalProperties }: Schema): Arbitrary<unknown> {
  const members = Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, named(schema, name)]));
  const needed = Object.fromEntries(Object.entries(members).filter(([name]) => required.includes(name)));
  const optional = Object.keys(members).filter((name) => !required.includes(name));
  const chosen = fc.subarray(optional, { maxLength: Math.min(2, optional.length) });
  // Few at a time: most optional fields go together with another, which no schema can say.
  const record = chosen.chain((names) =>
    fc.record({ ...needed, ...Object.fromEntries(Object.entries(members).filter(([name]) => names.includes(name))) }),
  );
  if (typeof additionalProperties !== 'object') return record;
  return fc.dictionary(
    fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 8 }),
    valueOf(additionalProperties),
    {
      maxKeys: 4,
    },
  );
}

function named(schema: Schema, name: string): Arbitrary<unknown> {
  const { type, items, maxItems = 4 } = resolve(schema);
  if (type === 'array' && items !== undefined && name === 'order_ids')
    return fc.array(valueOf(items, name), { minLength: 1, maxLength: Math.min(maxItems, 8) });
  return valueOf(schema, name);
}
