import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { ISSUER_VARIABLES } from './issuer';

/** What the bundle loaded before was told: the next one must not see it. */
const told = new Set<string>();

/** The handler of a built Lambda, without what `lambda.mjs` makes before its first event, in an environment that is this process's own. */
export function loadBundle(name: string, environment: Readonly<Record<string, string>>): unknown {
  const file = resolve(`dist-lambda/${name}/index.js`);
  if (!existsSync(file)) throw new Error('There is no bundle: run "npm run bundle" first.');
  for (const variable of told) Reflect.deleteProperty(process.env, variable);
  const variables = {
    ...ISSUER_VARIABLES,
    AWS_LAMBDA_FUNCTION_NAME: `dinex-test-${name}`,
    LOG_LEVEL: 'SILENT',
    METRICS: 'off',
    ...environment,
  };
  Object.keys(variables).forEach((variable) => told.add(variable));
  Object.assign(process.env, variables);
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- as Lambda loads it
  return (require(file) as { handler: unknown }).handler;
}
