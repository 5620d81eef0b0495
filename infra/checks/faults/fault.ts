import { at, ofType, Properties, Resource, StageTemplate } from '../template';
import type { CheckName } from '..';

/** One fault in the templates of prod, and the check that has to find it. */
export interface Fault {
  readonly fault: string;
  readonly found: CheckName;
  readonly mutate: (template: StageTemplate) => void;
}

/** The properties of the first resource of a type, or of that whose property at `path` is `value`. */
export function properties(template: StageTemplate, type: string, path = '', value?: unknown): Properties {
  const entry = ofType(template, type).find(([, candidate]) => path === '' || at(candidate, path) === value);
  if (entry === undefined) throw new Error(`No ${type} with ${path} = ${String(value)}`);
  return entry[1];
}

export const inside = (value: unknown, path: string): Properties => at(value, path) as Properties;

export const lambda = (template: StageTemplate, name: string): Properties =>
  properties(template, 'AWS::Lambda::Function', 'FunctionName', `dinex-prod-${name}`);

export const variables = (template: StageTemplate, name: string): Properties =>
  inside(lambda(template, name), 'Environment.Variables');

export function drop(
  { resources }: StageTemplate,
  type: string,
  when: (resource: Resource) => boolean = () => true,
): void {
  const id = Object.keys(resources).find((key) => resources[key]?.Type === type && when(resources[key]));
  if (id === undefined) throw new Error(`No ${type} to drop`);
  Reflect.deleteProperty(resources, id);
}
