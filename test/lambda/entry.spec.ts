import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ISSUER_VARIABLES } from '../support/issuer';
import { usePlatform } from '../support/platform';

const platform = usePlatform();

/** Loads a bundle's entry as Lambda does, in a process of its own, and runs `then` with its `handler`. */
function load(name: string, environment: Readonly<Record<string, string>>, then: string): string {
  const url = pathToFileURL(resolve('dist-lambda', name, 'lambda.mjs')).href;
  const script = `import { handler } from '${url}'; ${then}; process.exit(0);`;
  return execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
    env: { PATH: process.env.PATH, ...environment },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

const QUIET = { ...ISSUER_VARIABLES, LOG_LEVEL: 'SILENT', METRICS: 'off' };
const EMPTY_BATCH = `process.stdout.write(JSON.stringify(await handler({ Records: [] }, {})))`;

describe('the entry that Lambda loads', () => {
  it.each(readdirSync('dist-lambda'))(
    'of %s exports a handler of two arguments, as Node 24 on Lambda demands',
    (name) => {
      const length = load(name, { ...QUIET, ...platform.environment }, 'process.stdout.write(String(handler.length))');
      expect(length).toBe('2');
    },
  );

  it('has made its application before the first event, which no longer asks the environment', () => {
    const forgetful = `for (const key of Object.keys(process.env)) delete process.env[key]; ${EMPTY_BATCH}`;
    const answer = load('stream', { ...QUIET, ...platform.environment }, forgetful);
    expect(JSON.parse(answer)).toEqual({ batchItemFailures: [] });
  });

  it('loads though nothing can be made yet, so that the first event is told why', () => {
    const tell = `process.stdout.write(await handler({ Records: [] }, {}).catch((error) => error.message))`;
    expect(load('stream', { ...QUIET, AUTH_MODE: 'no such mode' }, tell)).toMatch(/AUTH_MODE/);
  });
});
