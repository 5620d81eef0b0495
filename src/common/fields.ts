import { applyDecorators } from '@nestjs/common';
import { plainToInstance, Transform } from 'class-transformer';
import { buildMessage, ValidateBy, ValidateIf, ValidateNested } from 'class-validator';

/** The field may be left out; unlike class-validator's `IsOptional`, `null` is not the same as absent. */
export const Optional = (): PropertyDecorator => ValidateIf((_, value: unknown) => value !== undefined);

/** The field may be left out, or `null` to remove it (JSON Merge Patch). */
export const Removable = (): PropertyDecorator =>
  ValidateIf((_, value: unknown) => value !== undefined && value !== null);

const RFC_3339 = /^(\d{4})-(\d\d)-(\d\d)T\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/;

/** Milliseconds since the epoch of an RFC 3339 date-time that exists in the calendar, or `undefined`. */
export function parseInstant(text: string): number | undefined {
  const match = RFC_3339.exec(text.toUpperCase());
  if (match === null) return undefined;
  const [, year, month, day] = match.map(Number);
  const daysInMonth = new Date(Date.UTC(year ?? 0, month ?? 0, 0)).getUTCDate();
  const instant = Date.parse(text);
  return Number.isNaN(instant) || (day ?? 0) > daysInMonth ? undefined : instant;
}

/** An RFC 3339 date-time with offset; handed on in UTC with milliseconds. */
export const IsInstant = (): PropertyDecorator =>
  applyDecorators(
    Transform(({ value }: { value: unknown }) => {
      const instant = typeof value === 'string' ? parseInstant(value) : undefined;
      return instant === undefined ? value : new Date(instant).toISOString();
    }),
    ValidateBy({
      name: 'isInstant',
      validator: {
        validate: (value: unknown) => typeof value === 'string' && parseInstant(value) !== undefined,
        defaultMessage: buildMessage(
          (each) => `${each}$property must be an RFC 3339 date-time such as 2026-11-21T15:04:05Z`,
        ),
      },
    }),
  );

/** Either a text of 1 to `maxLength` characters or an object of the class. */
export const TextOr = (type: () => new () => object, maxLength: number): PropertyDecorator =>
  applyDecorators(
    Transform(({ value }: { value: unknown }) => (isRecord(value) ? plainToInstance(type(), value) : value)),
    ValidateIf((_, value: unknown) => typeof value !== 'string' || value.trim() === '' || value.length > maxLength),
    ValidateNested({ message: `$property must be a text of 1 to ${maxLength} characters or an object` }),
    // Nested validation passes what is missing or null.
    ValidateBy({
      name: 'isGiven',
      validator: {
        validate: (value: unknown) => value !== undefined && value !== null,
        defaultMessage: () => `$property must be a text of 1 to ${maxLength} characters or an object`,
      },
    }),
  );

/** An object of at most `maxKeys` texts of at most `maxLength` characters; `null` removes a key where that is allowed. */
export const IsTextMap = (maxKeys: number, maxLength: number, allowNull = false): PropertyDecorator =>
  ValidateBy({
    name: 'isTextMap',
    validator: {
      validate: (value: unknown) =>
        isRecord(value) &&
        Object.keys(value).length <= maxKeys &&
        Object.entries(value).every(
          ([key, text]) =>
            key.length > 0 &&
            key.length <= 64 &&
            ((allowNull && text === null) || (typeof text === 'string' && text.length <= maxLength)),
        ),
      defaultMessage: () =>
        `$property must be an object of at most ${maxKeys} texts of at most ${maxLength} characters`,
    },
  });

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
