import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { DinexFunction } from './dinex-function';

export type Grant = {
  readonly actions: readonly string[];
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, string>>>>;
} & ({ readonly resources: readonly string[] } | { readonly notResources: readonly string[] });

/** Something that a function can be given: its variable, and what each kind of access allows. */
export interface Connectable<Access extends string> {
  readonly variable: string;
  readonly value: string;
  readonly grants: Readonly<Record<Access, readonly Grant[]>>;
}

/** Tells a function where something is and lets it use it, in one call: a variable without its grant is a 500 at night. */
export function connect<Access extends string>(
  fn: Pick<DinexFunction, 'function'>,
  target: Connectable<Access>,
  access: NoInfer<Access>,
): void {
  fn.function.addEnvironment(target.variable, target.value);
  for (const grant of target.grants[access]) allow(fn, grant);
}

/** One policy statement per use. */
export function allow(fn: Pick<DinexFunction, 'function'>, grant: Grant): void {
  const { actions, conditions } = grant;
  fn.function.addToRolePolicy(
    new PolicyStatement({
      effect: Effect.ALLOW,
      actions: [...actions],
      ...('resources' in grant ? { resources: [...grant.resources] } : { notResources: [...grant.notResources] }),
      ...(conditions === undefined ? {} : { conditions }),
    }),
  );
}
