import { isDay } from './lima-days';
import { isRecord } from './record';

/**
 * Returns the value where it is a `T`.
 *
 * @throws Misfit otherwise.
 */
export type Read<T> = (value: unknown) => T;

interface Optional<T> {
  readonly whenThere: Read<T>;
}

/**
 * How each field of `T` is read. A field of `T` that the shape lacks does not compile, nor does one that `T` lacks, nor one that may be
 * absent in only one of the two.
 */
export type Shape<T> = {
  readonly [Name in keyof T]-?: undefined extends T[Name] ? Optional<Exclude<T[Name], undefined>> : Read<T[Name]>;
};

/** Says that data from outside the process is not what it should be. The message names the field and never the value, which may be personal. */
export class Misfit extends Error {
  constructor(
    private readonly expected: string,
    private readonly field?: string,
  ) {
    super(`${field ?? 'it'} must be ${expected}`);
    this.name = 'Misfit';
  }

  /** Returns the same fault, seen from the object or list that holds the faulty value under this name. */
  within(name: string): Misfit {
    return new Misfit(this.expected, this.field === undefined ? name : `${name}.${this.field}`);
  }
}

const reading =
  <T>(expected: string, is: (value: unknown) => value is T): Read<T> =>
  (value) => {
    if (is(value)) return value;
    throw new Misfit(expected);
  };

export const text = reading('a text', (value) => typeof value === 'string');
/** Reads a text with something in it, as ids are. */
export const filledText = reading('a text', (value): value is string => typeof value === 'string' && value !== '');
export const number = reading('a number', (value) => typeof value === 'number');
export const whole = reading('an integer', (value): value is number => Number.isInteger(value));
export const yes = reading('true', (value) => value === true);
export const flag = reading('true or false', (value) => typeof value === 'boolean');
export const instant = reading(
  'an RFC 3339 time',
  (value): value is string => typeof value === 'string' && !Number.isNaN(Date.parse(value)),
);

export const day = reading(
  'a day such as 2026-11-27',
  (value): value is string => typeof value === 'string' && isDay(value),
);

/** Reads a set of texts, as the store has them beside lists. */
export const textSet = reading(
  'a set of texts',
  (value): value is ReadonlySet<string> => value instanceof Set && [...value].every((item) => typeof item === 'string'),
);

export function oneOf<const T extends string>(values: readonly T[]): Read<T> {
  const known = new Set<unknown>(values);
  return reading(`one of ${values.join(', ')}`, (value): value is T => known.has(value));
}

/** Reads a text of a form that only a function of its own knows, such as an id. */
export const textThat = <T extends string>(expected: string, is: (given: string) => given is T): Read<T> =>
  reading(expected, (value): value is T => typeof value === 'string' && is(value));

export const textOr =
  <T>(read: Read<T>): Read<string | T> =>
  (value) =>
    typeof value === 'string' ? value : read(value);

export const nullOr =
  <T>(read: Read<T>): Read<T | null> =>
  (value) =>
    value === null ? null : read(value);

/** Reads a list, each of its items by `read`. */
export function listOf<T>(read: Read<T>): Read<readonly T[]> {
  return (value) => {
    if (!Array.isArray(value)) throw new Misfit('a list');
    value.forEach((item: unknown, index) => readWithin(String(index), read, item));
    // Each of its items has just been read as a `T`.
    return value as readonly T[];
  };
}

/** Reads an object whose names are free, each of its values by `read`. */
export function mapOf<T>(read: Read<T>): Read<Readonly<Record<string, T>>> {
  return (value) => {
    const members = recordOf(value);
    for (const [name, member] of Object.entries(members)) readWithin(name, read, member);
    // Each of its members has just been read as a `T`.
    return members as Readonly<Record<string, T>>;
  };
}

export const optional = <T>(read: Read<T>): Optional<T> => ({ whenThere: read });

/**
 * Reads an object field by field. What the shape does not name stays in it, unread: an item that a later version wrote keeps its further
 * attributes when this version replaces it.
 */
export function objectOf<T extends object>(shape: Shape<T>): Read<T> {
  const fields = Object.entries<Read<unknown> | Optional<unknown>>(shape).map(([name, how]) =>
    typeof how === 'function' ? { name, read: how, required: true } : { name, read: how.whenThere, required: false },
  );
  return (value) => {
    const source = recordOf(value);
    for (const { name, read, required } of fields)
      if (required || source[name] !== undefined) readWithin(name, read, source[name]);
    // A shape has a reader for each field of T, and each has read its own.
    return source as T;
  };
}

/** Returns a new object of the fields that the shape names, in its order; those that are absent stay so. */
export function pick<T extends object>(shape: Shape<T>, whole: T): T {
  const picked: Partial<T> = {};
  for (const name in shape) if (whole[name] !== undefined) picked[name] = whole[name];
  // The shape names every field of T, and the whole has those that T requires.
  return picked as T;
}

function readWithin<T>(name: string, read: Read<T>, value: unknown): T {
  try {
    return read(value);
  } catch (error) {
    throw error instanceof Misfit ? error.within(name) : error;
  }
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  if (!isRecord(value)) throw new Misfit('an object');
  return value;
}
