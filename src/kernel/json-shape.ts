import type { FieldError } from './errors';
import { pointerStep } from './json-pointer';

/** Bounds on the shape of one JSON value: each keeps validation, which visits every part of it, within milliseconds. */
const MAX_DEPTH = 20;
const MAX_ITEMS = 2_000;
const MAX_MEMBERS = 500;

/** Finds what is valid JSON but can be no part of any request: the first such fault. */
export function faultIn(value: unknown, pointer = '#', depth = 1): FieldError | undefined {
  const detail = detailOf(value, depth);
  if (detail !== undefined) return { pointer, detail };
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [name, member] of Object.entries(value)) {
    const at = pointer + pointerStep(name);
    // Such a name would reach a prototype when copied, or be dropped in silence where every other unknown field is refused.
    if (!Array.isArray(value) && (name in Object.prototype || name === 'prototype'))
      return { pointer: at, detail: 'is not a known field' };
    if (!name.isWellFormed()) return { pointer, detail: 'has a field whose name is not well-formed Unicode' };
    const fault = faultIn(member, at, depth + 1);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function detailOf(value: unknown, depth: number): string | undefined {
  if (typeof value === 'string') return value.isWellFormed() ? undefined : 'is not well-formed Unicode';
  if (typeof value === 'number')
    return Math.abs(value) <= Number.MAX_SAFE_INTEGER ? undefined : 'is too large a number';
  if (typeof value !== 'object' || value === null) return undefined;
  if (depth > MAX_DEPTH) return `is nested deeper than ${MAX_DEPTH} levels`;
  if (Array.isArray(value)) return value.length > MAX_ITEMS ? `holds more than ${MAX_ITEMS} items` : undefined;
  return Object.keys(value).length > MAX_MEMBERS ? `has more than ${MAX_MEMBERS} fields` : undefined;
}
