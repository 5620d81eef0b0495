import { getMetadataStorage } from 'class-validator';
import type { FieldError } from '../kernel/errors';

const NESTED = 'nestedValidation';

/**
 * The places where a list of objects holds a list: class-validator's nested validation walks through lists within lists and passes
 * what it finds there, so `[[]]` would reach a service as an object.
 */
export function listsWithinLists(
  value: unknown,
  stepOf: (name: string) => string,
  pointer = '#',
): Pick<FieldError, 'pointer' | 'detail'>[] {
  if (typeof value !== 'object' || value === null) return [];
  return nestedProperties(value).flatMap((property) => {
    const member = (value as Record<string, unknown>)[property];
    const at = pointer + stepOf(property);
    if (!Array.isArray(member)) return listsWithinLists(member, stepOf, at);
    return member.flatMap((item: unknown, index) =>
      Array.isArray(item)
        ? [{ pointer: `${at}/${index}`, detail: 'must be an object' }]
        : listsWithinLists(item, stepOf, `${at}/${index}`),
    );
  });
}

function nestedProperties(value: object): string[] {
  const metadata = getMetadataStorage().getTargetValidationMetadatas(value.constructor, '', false, false);
  return [...new Set(metadata.filter(({ type }) => type === NESTED).map(({ propertyName }) => propertyName))];
}
