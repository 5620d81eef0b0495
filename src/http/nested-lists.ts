import { getMetadataStorage } from 'class-validator';
import type { FieldError } from '../kernel/errors';
import { pointerStep } from '../kernel/json-pointer';
import { memberOf } from '../kernel/record';

const NESTED = 'nestedValidation';

/**
 * Returns the places where a list of objects holds a list: class-validator's nested validation walks through lists within lists and passes
 * what it finds there, so `[[]]` would reach a service as an object.
 */
export function listsWithinLists(value: unknown, pointer = '#'): Pick<FieldError, 'pointer' | 'detail'>[] {
  if (typeof value !== 'object' || value === null) return [];
  return nestedProperties(value).flatMap((property) => {
    const member = memberOf(value, property);
    const at = pointer + pointerStep(property);
    if (!Array.isArray(member)) return listsWithinLists(member, at);
    return member.flatMap((item: unknown, index) =>
      Array.isArray(item)
        ? [{ pointer: `${at}/${index}`, detail: 'must be an object' }]
        : listsWithinLists(item, `${at}/${index}`),
    );
  });
}

function nestedProperties(value: object): string[] {
  const metadata = getMetadataStorage().getTargetValidationMetadatas(value.constructor, '', false, false);
  return [...new Set(metadata.filter(({ type }) => type === NESTED).map(({ propertyName }) => propertyName))];
}
