import { ApiProperty, ApiPropertyOptional, ApiPropertyOptions } from '@nestjs/swagger';
import { getMetadataStorage } from 'class-validator';
import type { MergePatch } from '../kernel/merge-patch';
import { present } from '../kernel/present';
import { Optional, Removable } from './validators';

export interface Class<T extends object = object> {
  new (): T;
  readonly prototype: T;
  readonly name: string;
}

/** What may be said of any property. */
export interface PropertyOptions<Value> {
  /** It may be left out of a request, and of an answer. */
  readonly optional?: true;
  /** What the class gives it where a request leaves it out. */
  readonly default?: Value;
  readonly example?: Value;
  readonly description?: string;
  /** The name of its column in a CSV file, where that is not its own. */
  readonly column?: string;
  /** What else that column may be called, in Spanish: lower case, without accents, with `_` for blanks. */
  readonly titles?: readonly string[];
}

/** What makes a property one of its kind. */
export interface Kind {
  /** Its form and limits for the OpenAPI document. */
  readonly schema: ApiPropertyOptions;
  /** The decorators of class-validator and class-transformer, and what else such a property is decorated with. */
  readonly decorators: readonly PropertyDecorator[];
  /** How a merge patch takes it, where that is not the same. */
  readonly patched?: () => Pick<Kind, 'schema' | 'decorators'>;
  /** What a cell of a CSV file becomes, where one cell can hold it. */
  readonly cell?: 'text' | 'whole' | 'decimal' | 'map';
  /** The class of the objects in it. */
  readonly part?: () => Class;
  /** Whether it holds a list of them. */
  readonly list?: true;
}

export interface DeclaredProperty extends Pick<Kind, 'cell' | 'part' | 'list'> {
  readonly name: string;
  readonly column: string;
  readonly titles: readonly string[];
  /** Declares the same property of a class that is a merge patch of this one's. */
  readonly declarePatchOf: (prototype: object) => void;
}

/**
 * A decorator of properties of one type: on a property of another type it does not compile, nor with `optional: true` on a property without
 * a question mark, nor without it on one that has it.
 */
export type PropertyOf<Value, Options> = <Target extends object, Name extends string>(
  target: Target & Misuse<Target, Name, Value, Options extends { readonly optional: true } ? true : false>,
  name: Name,
) => void;

type Misuse<Target, Name extends string, Value, Optional> = Target extends { readonly [N in Name]: unknown }
  ? Optional extends true
    ? 'an optional property has a question mark'
    : Same<Target[Name], Value>
  : Target extends { readonly [N in Name]?: infer Present }
    ? Optional extends true
      ? Same<Exclude<Present, undefined>, Value>
      : 'a property with a question mark is optional'
    : never;

type Same<Type, Other> = [Type] extends [Other]
  ? [Other] extends [Type]
    ? unknown
    : 'the property takes less than its decorator'
  : 'the property is of another type than its decorator';

/** Where the compiler keeps a property's type for those that read decorators. */
const TYPE = 'design:type';

const DECLARED = new WeakMap<object, DeclaredProperty[]>();

/** Makes the decorator that says all about one property at once, so that the document and the validator cannot disagree. */
export function property<Value, const Options extends PropertyOptions<Value>>(
  kind: Kind,
  { optional, column, titles = [], default: initial, ...told }: Options,
): PropertyOf<Value, Options> {
  return (target, name) => {
    const { schema, decorators, cell, part, list } = kind;
    const mayBeAbsent = optional === true || initial !== undefined;
    const document = mayBeAbsent ? ApiPropertyOptional : ApiProperty;
    declare(target, name, [
      document({ ...schema, ...told, ...present({ default: initial }) }),
      ...(optional === true ? [Optional()] : []),
      ...decorators,
    ]);
    const declared = DECLARED.get(target) ?? [];
    DECLARED.set(target, declared);
    declared.push({
      name,
      column: column ?? name,
      titles,
      ...present({ cell, part, list }),
      declarePatchOf: (prototype) => {
        const patched = kind.patched?.() ?? kind;
        Reflect.defineMetadata(TYPE, Reflect.getMetadata(TYPE, target, name), prototype, name);
        const removable = optional === true ? { nullable: true } : {};
        declare(prototype, name, [
          ApiPropertyOptional({ ...patched.schema, ...told, ...removable }),
          optional === true ? Removable() : Optional(),
          ...patched.decorators,
        ]);
      },
    });
  };
}

/** Decorates a property as the compiler does with what stands above it: the last one first, which is the order of a fault's sentences. */
function declare(prototype: object, name: string, decorators: readonly PropertyDecorator[]): void {
  for (const decorate of decorators.toReversed()) decorate(prototype, name);
}

/** Returns the properties of a class and of those that it extends, where they were declared by a decorator of `property()`. */
export function propertiesOf(type: Class): readonly DeclaredProperty[] {
  const declared: DeclaredProperty[] = [];
  for (let level: object | null = type.prototype; level !== null; level = Reflect.getPrototypeOf(level))
    declared.unshift(...(DECLARED.get(level) ?? []));
  return declared;
}

/**
 * Returns the class of merge patches (RFC 7396) of a class, at every depth and without the properties that no patch may name. It has no
 * defaults: what a patch leaves out stays as it is.
 *
 * @throws Error where a validated property was not declared by a decorator of `property()`, and would be missing.
 */
export function MergePatchType<T extends object, Fixed extends keyof T & string = never>(
  type: Class<T>,
  fixed: readonly Fixed[] = [],
): Class<MergePatch<Omit<T, Fixed>>> {
  const properties = propertiesOf(type);
  const unknown = getMetadataStorage()
    .getTargetValidationMetadatas(type, '', false, false)
    .find(({ propertyName }) => !properties.some(({ name }) => name === propertyName));
  if (unknown !== undefined)
    throw new Error(`${type.name}.${unknown.propertyName} is declared in a way that no merge patch can follow`);
  class Patch {}
  Object.defineProperty(Patch, 'name', { value: type.name.replace(/(Dto)?$/, 'PatchDto') });
  for (const { name, declarePatchOf } of properties)
    if (!fixed.some((other) => other === name)) declarePatchOf(Patch.prototype);
  return Patch;
}
