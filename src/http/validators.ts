import { applyDecorators } from '@nestjs/common';
import { plainToInstance, Transform } from 'class-transformer';
import { buildMessage, IsObject, ValidateBy, ValidateIf, ValidateNested } from 'class-validator';
import type { NestedContext } from './body-shape';
import { parseInstant } from '../kernel/instants';
import { isRecord } from '../kernel/record';
import { isDay } from '../kernel/lima-days';

/** Lets the field be left out; unlike class-validator's `IsOptional`, `null` is not the same as absent. */
export const Optional = (): PropertyDecorator => ValidateIf((_, value: unknown) => value !== undefined);

/** Lets the field be left out, or be `null` to remove it (JSON Merge Patch). */
export const Removable = (): PropertyDecorator =>
  ValidateIf((_, value: unknown) => value !== undefined && value !== null);

/** Declares an RFC 3339 date-time with offset, which is handed on in UTC with milliseconds. */
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
          (each) =>
            `${each}$property must be an RFC 3339 date-time of the years 2000 to 2099, such as 2026-11-21T15:04:05Z`,
        ),
      },
    }),
  );

/** Declares a day of the calendar, `YYYY-MM-DD`. */
export const IsDay = (): PropertyDecorator =>
  ValidateBy({
    name: 'isDay',
    validator: {
      validate: (value: unknown) => typeof value === 'string' && isDay(value),
      defaultMessage: () => '$property must be a day of the calendar, such as 2026-11-27',
    },
  });

/** Declares a day of the calendar, or an RFC 3339 date-time with offset, which is handed on in UTC with milliseconds. */
export const IsDayOrInstant = (): PropertyDecorator =>
  applyDecorators(
    Transform(({ value }: { value: unknown }) => {
      const instant = typeof value === 'string' ? parseInstant(value) : undefined;
      return instant === undefined ? value : new Date(instant).toISOString();
    }),
    ValidateBy({
      name: 'isDayOrInstant',
      validator: {
        validate: (value: unknown) => typeof value === 'string' && (isDay(value) || parseInstant(value) !== undefined),
        defaultMessage: () =>
          '$property must be a day of the calendar, such as 2026-11-27, or an RFC 3339 date-time, such as 2026-11-27T15:04:05Z',
      },
    }),
  );

/** Returns the length in code points, as OpenAPI's `maxLength` counts. */
const lengthOf = (text: string): number => Array.from(text).length;

/** Whether a text has something to see in it, and no control characters but tab and line ends. */
const isVisible = (text: string): boolean => /[\p{L}\p{N}\p{P}\p{S}]/u.test(text) && !/[^\P{Cc}\t\r\n]/u.test(text);

/** Declares a text that people read: 1 to `maxLength` characters with something to see in them. */
export const IsText = (maxLength: number): PropertyDecorator =>
  ValidateBy({
    name: 'isText',
    validator: {
      validate: (value: unknown) => typeof value === 'string' && lengthOf(value) <= maxLength && isVisible(value),
      defaultMessage: () => `$property must be a visible text of 1 to ${maxLength} characters`,
    },
  });

/** Declares either a text of 1 to `maxLength` characters or an object of the class. */
export const TextOr = (type: () => new () => object, maxLength: number): PropertyDecorator => {
  const message = `$property must be a text of 1 to ${maxLength} characters or an object`;
  return applyDecorators(
    Transform(({ value }: { value: unknown }) => (isRecord(value) ? plainToInstance(type(), value) : value)),
    ValidateIf((_, value: unknown) => typeof value !== 'string' || !isVisible(value) || lengthOf(value) > maxLength),
    // Nested validation alone passes what is missing, null or an empty list.
    IsObject({ message }),
    ValidateNested({ message, context: { part: type } satisfies NestedContext }),
  );
};

/** Declares an object of at most `maxKeys` texts of at most `maxLength` characters; `null` removes a key where that is allowed. */
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
            ((allowNull && text === null) || (typeof text === 'string' && lengthOf(text) <= maxLength)),
        ),
      defaultMessage: () =>
        `$property must be an object of at most ${maxKeys} texts of at most ${maxLength} characters`,
    },
  });
