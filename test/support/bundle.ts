import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

/** The handler of a built Lambda, loaded as Lambda loads it, in an environment that is this process's own. */
export function loadBundle(name: string, environment: Readonly<Record<string, string>>): unknown {
  const file = resolve(`dist-lambda/${name}/index.js`);
  if (!existsSync(file)) throw new Error('There is no bundle: run "npm run bundle" first.');
  Object.assign(
    process.env,
    { AUTH_MODE: 'apikey', AWS_LAMBDA_FUNCTION_NAME: `dinex-test-${name}`, LOG_LEVEL: 'SILENT', METRICS: 'off' },
    environment,
  );
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- as Lambda loads it
  return (require(file) as { handler: unknown }).handler;
}
