import { getMetadataStorage } from 'class-validator';
import type { FieldError } from '../kernel/errors';
import { pointerStep } from '../kernel/json-pointer';
import { isRecord } from '../kernel/record';

interface Class {
  new (): object;
}

/** What `properties.ts` leaves with the validators of a property that holds objects, since class-validator does not know their class. */
export interface NestedContext {
  readonly part: () => Class;
}

/** What a property may hold, as far as it decides how much there is to walk. */
interface Member {
  readonly list: boolean;
  readonly max: number;
  readonly part: (() => Class) | undefined;
}

const MEMBERS = new WeakMap<Class, ReadonlyMap<string, Member>>();

/** Returns the properties of a class by the limits that its own validators have. */
export function membersOf(type: Class): ReadonlyMap<string, Member> {
  const known = MEMBERS.get(type);
  if (known !== undefined) return known;
  const members = new Map<string, Member>();
  for (const { propertyName, name, type: kind, each, constraints, context } of metadataOf(type)) {
    const { list, max, part } = members.get(propertyName) ?? { list: false, max: Infinity, part: undefined };
    const bound: unknown = name === 'arrayMaxSize' ? constraints[0] : undefined;
    members.set(propertyName, {
      list: list || bound !== undefined || (kind === 'nestedValidation' && each),
      max: bound === undefined ? max : Math.min(max, Number(bound)),
      // The context is whatever a validator was given, and only `properties.ts` gives one.
      part: part ?? (context as Partial<NestedContext> | undefined)?.part,
    });
  }
  MEMBERS.set(type, members);
  return members;
}

const metadataOf = (type: Class) => getMetadataStorage().getTargetValidationMetadatas(type, '', false, false);

/**
 * Finds what would make validation walk far more than a request can be: lists longer than their class allows, lists where an object
 * belongs, and unknown fields by the dozen. Each costs a microsecond here, and a hundred there. Returns up to `atMost` faults, none for a
 * body that is worth validating.
 */
export function misshapen(type: Class, value: unknown, atMost: number): FieldError[] {
  const faults: FieldError[] = [];
  const unknown: FieldError[] = [];
  walk(type, value, '#');
  return faults.length > 0 ? faults : unknown.length >= atMost ? unknown : [];

  function walk(level: Class, object: unknown, pointer: string): void {
    if (!isRecord(object)) return;
    const members = membersOf(level);
    for (const [name, held] of Object.entries(object)) {
      if (Math.max(faults.length, unknown.length) >= atMost) return;
      const member = members.get(name);
      const at = pointer + pointerStep(name);
      if (member === undefined) unknown.push({ pointer: at, detail: 'is not a known field' });
      else visit(member, held, at);
    }
  }

  function visit({ list, max, part }: Member, held: unknown, at: string): void {
    if (!Array.isArray(held)) {
      if (part !== undefined && !list) walk(part(), held, at);
    } else if (!list) {
      if (part !== undefined) faults.push({ pointer: at, detail: 'must be an object' });
    } else if (held.length > max) {
      faults.push({ pointer: at, detail: `must contain no more than ${max} elements` });
    } else if (part !== undefined) {
      for (const [index, item] of held.entries()) {
        if (Math.max(faults.length, unknown.length) >= atMost) return;
        if (Array.isArray(item)) faults.push({ pointer: `${at}/${index}`, detail: 'must be an object' });
        else walk(part(), item, `${at}/${index}`);
      }
    }
  }
}
