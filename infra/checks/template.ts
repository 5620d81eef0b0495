/** A stage's synthesized templates as one, so that a check can follow a reference from stack to stack. */
import type { Stage, StageConfig } from '../stages';

export type Properties = Record<string, unknown>;

export interface Resource {
  readonly Type: string;
  Properties?: Properties;
  DeletionPolicy?: string;
  UpdatePolicy?: Properties;
}

export interface Template {
  readonly Resources?: Record<string, Resource>;
  readonly Outputs?: Record<string, { Value: unknown; Export?: { Name: string } }>;
}

export interface StageTemplate {
  readonly stage: Stage;
  readonly config: StageConfig;
  /** By `<stack>/<logical id>`; references inside are spelled the same way, imports are replaced by what they name. */
  readonly resources: Record<string, Resource>;
}

/** What is wrong, one sentence each; nothing when all is well. */
export type Check = (template: StageTemplate) => string[];

export function mergeTemplates(
  stage: Stage,
  config: StageConfig,
  stacks: Readonly<Record<string, Template>>,
): StageTemplate {
  const exported = new Map<string, unknown>();
  for (const [stack, { Outputs = {} }] of Object.entries(stacks))
    for (const { Value, Export } of Object.values(Outputs))
      if (Export !== undefined) exported.set(Export.Name, qualify(Value, stack, exported));
  const resources: Record<string, Resource> = {};
  for (const [stack, { Resources = {} }] of Object.entries(stacks))
    for (const [id, resource] of Object.entries(Resources))
      resources[`${stack}/${id}`] = qualify(resource, stack, exported) as Resource;
  return { stage, config, resources };
}

function qualify(value: unknown, stack: string, exported: ReadonlyMap<string, unknown>): unknown {
  if (Array.isArray(value)) return value.map((item) => qualify(item, stack, exported));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value as Properties);
  const [first] = entries;
  if (entries.length === 1 && first !== undefined) {
    const [name, argument] = first;
    if (name === 'Fn::ImportValue') return exported.get(argument as string);
    if (name === 'Ref') return { Ref: isPseudo(argument as string) ? argument : `${stack}/${argument as string}` };
    if (name === 'Fn::GetAtt') {
      const [id, attribute] = argument as [string, string];
      return { 'Fn::GetAtt': [`${stack}/${id}`, attribute] };
    }
  }
  return Object.fromEntries(entries.map(([name, inner]) => [name, qualify(inner, stack, exported)]));
}

const isPseudo = (name: string): boolean => name.startsWith('AWS::');

export type Entry = readonly [id: string, properties: Properties];

export const ofType = ({ resources }: StageTemplate, type: string): Entry[] =>
  Object.entries(resources)
    .filter(([, resource]) => resource.Type === type)
    .map(([id, resource]) => [id, (resource.Properties ??= {})]);

/** The resource of a type whose property has this value. */
export const named = (template: StageTemplate, type: string, property: string, value: string): Entry | undefined =>
  ofType(template, type).find(([, properties]) => properties[property] === value);

/** The id of the resource that a Ref or GetAtt names. */
export function referred(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { Ref, 'Fn::GetAtt': attribute } = value as { Ref?: string; 'Fn::GetAtt'?: [string, string] };
  return Ref ?? attribute?.[0];
}

/** A property deep inside: `at(properties, 'KeySchema.0.AttributeName')`. */
export const at = (value: unknown, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>(
      (inner, step) => (typeof inner === 'object' && inner !== null ? (inner as Properties)[step] : undefined),
      value,
    );

export const list = (value: unknown): unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);

export const unless = (fine: boolean, violation: string): string[] => (fine ? [] : [violation]);
