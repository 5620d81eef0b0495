import { getSchemaPath } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsEmail,
  IsIn,
  IsInt,
  IsLatitude,
  IsLongitude,
  IsNumber,
  IsObject,
  IsString,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { IDENTIFIER } from '../kernel/identifier';
import { present } from '../kernel/present';
import type { NestedContext } from './body-shape';
import { Class, Kind, MergePatchType, property, PropertyOf, PropertyOptions } from './property';
import { IsDay, IsDayOrInstant, IsInstant, IsText, IsTextMap, TextOr } from './validators';

/*
 * The decorators of properties, one for each kind of value. What follows the limits of the kind is told of any property: whether it is
 * optional, its example, what it means.
 */

/** Something beside blanks, and no control characters but tab and line ends, as far as a pattern without classes of Unicode can say it. */
const VISIBLE = String.raw`^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]*[^\s\u0000-\u001f\u007f-\u009f][^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]*$`;

/** Declares a text that people read: 1 to `max` characters (code points) with something to see in them. */
export const Text = <const O extends PropertyOptions<string>>(max: number, options: O): PropertyOf<string, O> =>
  property(
    {
      schema: { type: String, minLength: 1, maxLength: max, pattern: VISIBLE },
      decorators: [IsText(max)],
      cell: 'text',
    },
    options,
  );

/** Declares any text of `min` to `max` characters (code points), also one that shows nothing. */
export const AnyText = <const O extends PropertyOptions<string>>(
  { min = 0, max }: { readonly min?: number; readonly max: number },
  options: O,
): PropertyOf<string, O> =>
  property(
    {
      schema: { type: String, maxLength: max, ...(min > 0 ? { minLength: min } : undefined) },
      decorators: [IsString(), min > 0 ? Length(min, max) : MaxLength(max)],
      cell: 'text',
    },
    options,
  );

/** Declares a text of a form of its own; `form` completes the sentence "PROPERTY must be …". */
export const Code = <const O extends PropertyOptions<string>>(
  pattern: RegExp,
  form: string,
  options: O,
): PropertyOf<string, O> =>
  property(
    {
      schema: { type: String, pattern: pattern.source },
      decorators: [Matches(pattern, { message: `$property must be ${form}` })],
      cell: 'text',
    },
    options,
  );

/** Spelt out in both cases: a pattern of the document has no flags. */
const UUID_V7 = /^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-7[0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}$/;

/** The id of something that this API has made, for the document. */
export const UUID_SCHEMA = { type: 'string', format: 'uuid', pattern: UUID_V7.source } as const;

/** Declares the id of something that this API has made. */
export const Uuid = <const O extends PropertyOptions<string>>(options: O): PropertyOf<string, O> =>
  property(
    {
      schema: UUID_SCHEMA,
      decorators: [Matches(UUID_V7, { message: '$property must be a UUIDv7 as this API gives it' })],
      cell: 'text',
    },
    options,
  );

/** Declares a name that a client gives to something of its own, for machines rather than people. */
export const Identifier = <const O extends PropertyOptions<string>>(options: O): PropertyOf<string, O> =>
  property(
    {
      schema: { type: String, maxLength: 64, pattern: IDENTIFIER.source },
      decorators: [
        Matches(IDENTIFIER, {
          message: '$property must be 1 to 64 of A-Z a-z 0-9 . _ : - and begin with a letter or digit',
        }),
      ],
      cell: 'text',
    },
    options,
  );

/** Declares an e-mail address that any mail server takes: ASCII, its domain in punycode, without quotes. */
export const Email = <const O extends PropertyOptions<string>>(options: O): PropertyOf<string, O> =>
  property(
    {
      schema: { type: String, format: 'email', maxLength: 254 },
      decorators: [
        IsEmail({ allow_utf8_local_part: false }),
        Matches(/^[\x21\x23-\x7e]+$/, { message: '$property must be plain ASCII, its domain in punycode' }),
        MaxLength(254),
      ],
      cell: 'text',
    },
    options,
  );

/** Declares one of these texts; with `enumName` the document gives the list a name of its own. */
export const OneOf = <
  const Value extends string,
  const O extends PropertyOptions<Value> & { readonly enumName?: string },
>(
  values: readonly Value[],
  options: O,
): PropertyOf<Value, O> =>
  property({ schema: { enum: [...values] }, decorators: [IsIn(values)], cell: 'text' }, options);

/** Declares an integer from `min` to `max`. */
export const Whole = <const O extends PropertyOptions<number>>(
  { min, max }: { readonly min: number; readonly max: number },
  options: O,
): PropertyOf<number, O> =>
  property(
    {
      schema: { type: 'integer', minimum: min, maximum: max },
      decorators: wholeBetween(min, max),
      cell: 'whole',
    },
    options,
  );

/** One sentence for whatever is wrong with it. */
function wholeBetween(min: number, max: number): PropertyDecorator[] {
  const message = `$property must be a whole number from ${min} to ${max}`;
  return [IsInt({ message }), Min(min, { message }), Max(max, { message })];
}

function degrees(name: string, check: typeof IsLatitude): PropertyDecorator[] {
  const message = `$property must be a ${name} in degrees`;
  return [IsNumber({}, { message }), check({ message })];
}

/** Declares degrees north of the equator (WGS 84). */
export const Latitude = <const O extends PropertyOptions<number>>(options: O): PropertyOf<number, O> =>
  property(
    {
      schema: { type: Number, minimum: -90, maximum: 90 },
      decorators: degrees('latitude', IsLatitude),
      cell: 'decimal',
    },
    options,
  );

/** Declares degrees east of Greenwich (WGS 84). */
export const Longitude = <const O extends PropertyOptions<number>>(options: O): PropertyOf<number, O> =>
  property(
    {
      schema: { type: Number, minimum: -180, maximum: 180 },
      decorators: degrees('longitude', IsLongitude),
      cell: 'decimal',
    },
    options,
  );

/** Declares an RFC 3339 date-time with offset, which is handed on in UTC with milliseconds. */
export const Instant = <const O extends PropertyOptions<string>>(options: O): PropertyOf<string, O> =>
  property({ schema: { type: String, format: 'date-time' }, decorators: [IsInstant()], cell: 'text' }, options);

/** Declares a day of the calendar in Lima, `YYYY-MM-DD`. */
export const Day = <const O extends PropertyOptions<string>>(options: O): PropertyOf<string, O> =>
  property({ schema: { type: String, format: 'date' }, decorators: [IsDay()], cell: 'text' }, options);

const DAY_OR_INSTANT = [
  { type: 'string', format: 'date' },
  { type: 'string', format: 'date-time' },
];

/** Declares a day of the calendar in Lima, or an RFC 3339 date-time: an end of a stretch of time. */
export const DayOrInstant = <const O extends PropertyOptions<string>>(options: O): PropertyOf<string, O> =>
  property(
    {
      schema: { anyOf: DAY_OR_INSTANT },
      decorators: [IsDayOrInstant()],
      cell: 'text',
    },
    options,
  );

export const Flag = <const O extends PropertyOptions<boolean>>(options: O): PropertyOf<boolean, O> =>
  property({ schema: { type: Boolean }, decorators: [IsBoolean()] }, options);

/** Declares an object of the class; a merge patch changes it property by property. */
export const Part = <T extends object, const O extends PropertyOptions<T>>(
  part: () => Class<T>,
  options: O,
): PropertyOf<T, O> => property({ ...nested(part), patched: () => nested(patchOf(part)), part }, options);

const nested = (part: () => Class) => ({
  schema: { type: () => part() },
  decorators: [IsObject(), ValidateNested({ context: { part } satisfies NestedContext }), Type(part)],
});

/** Declares a list of `min` to `max` objects of the class. */
export const Parts = <T extends object, const O extends PropertyOptions<readonly T[]>>(
  part: () => Class<T>,
  { min, max }: { readonly min: number; readonly max: number },
  options: O,
): PropertyOf<readonly T[], O> =>
  property(
    {
      schema: { type: () => [part()], minItems: min, maxItems: max },
      decorators: [
        IsArray(),
        ArrayMinSize(min),
        ArrayMaxSize(max),
        ValidateNested({ each: true, context: { part } satisfies NestedContext }),
        Type(part),
      ],
      part,
      list: true,
    },
    options,
  );

/** Declares a list of `min` to `max` texts, each of 1 to `length` characters where that is given. */
export const Texts = <const O extends PropertyOptions<readonly string[]>>(
  {
    min = 0,
    max,
    length,
    unique,
  }: { readonly min?: number; readonly max: number; readonly length?: number; readonly unique?: true },
  options: O,
): PropertyOf<readonly string[], O> =>
  property(
    {
      schema: {
        type: [String],
        maxItems: max,
        ...present({ minItems: min > 0 ? min : undefined, uniqueItems: unique }),
      },
      decorators: [
        IsArray(),
        ArrayMinSize(min),
        ArrayMaxSize(max),
        IsString({ each: true }),
        ...(length === undefined ? [] : [Length(1, length, { each: true })]),
      ],
    },
    options,
  );

/** Declares either a text of 1 to `max` characters or an object of the class; a merge patch replaces a text and changes an object property by property. */
export const TextOrPart = <T extends object, const O extends PropertyOptions<string | T>>(
  part: () => Class<T>,
  max: number,
  options: O,
): PropertyOf<string | T, O> =>
  property(
    { ...textOrNested(part, max), patched: () => textOrNested(patchOf(part), max), cell: 'text', part },
    options,
  );

const textOrNested = (part: () => Class, max: number): Pick<Kind, 'schema' | 'decorators'> => ({
  schema: { oneOf: [{ type: 'string', minLength: 1, maxLength: max }, { $ref: getSchemaPath(part()) }] },
  decorators: [
    () => {
      ALTERNATIVES.add(part());
    },
    TextOr(part, max),
  ],
});

const ALTERNATIVES = new Set<Class>();

/**
 * Returns the classes that schemas name only as one of several forms. Nest sees no class there, and a class made of another by
 * `OmitType` does not inherit what `ApiExtraModels` says of that one: the document has to be given them.
 */
export const alternativeModels = (): Class[] => [...ALTERNATIVES];

/** Declares an object of at most `keys` texts of at most `max` characters; a merge patch removes a text by `null`. */
export const TextMap = <const O extends PropertyOptions<Readonly<Record<string, string>>>>(
  { keys, max }: { readonly keys: number; readonly max: number },
  options: O,
): PropertyOf<Readonly<Record<string, string>>, O> =>
  property(
    {
      schema: { type: 'object', additionalProperties: { type: 'string', maxLength: max }, maxProperties: keys },
      decorators: [IsTextMap(keys, max)],
      cell: 'map',
      patched: () => ({
        schema: { type: 'object', additionalProperties: { type: 'string', maxLength: max, nullable: true } },
        decorators: [IsTextMap(keys, max, true)],
      }),
    },
    options,
  );

const PATCHES = new WeakMap<Class, Class>();

/** Returns one class of patches for each class, or the document would have several of one name. */
function patchOf(part: () => Class): () => Class {
  const type = part();
  const patch = PATCHES.get(type) ?? MergePatchType(type);
  PATCHES.set(type, patch);
  return () => patch;
}
