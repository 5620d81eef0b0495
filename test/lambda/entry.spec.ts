import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ISSUER_VARIABLES } from '../support/issuer';
import { gatewayEvent } from '../factories/gateway-event';
import { usePlatform } from '../support/platform';

const platform = usePlatform();

/** Loads a bundle's entry as Lambda does, in a process of its own, and runs `then` with its `handler`. */
function load(name: string, environment: Readonly<Record<string, string>>, then: string): string {
  return run(`import { handler } from '${entryOf(name)}'; ${then}; process.exit(0);`, environment);
}

const entryOf = (name: string): string => pathToFileURL(resolve('dist-lambda', name, 'lambda.mjs')).href;

function run(script: string, environment: Readonly<Record<string, string>>): string {
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

  const LOUD = { ...ISSUER_VARIABLES, LOG_LEVEL: 'INFO', METRICS: 'emf' };
  const linesOf = (output: string): unknown[] =>
    output
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);

  it('says first whether there was compiled code, and neither logs nor counts what it asks itself', () => {
    const lines = linesOf(load('api', { ...LOUD, ...platform.environment }, ''));
    expect(lines).toEqual([
      expect.objectContaining({ message: 'started' }),
      expect.objectContaining({ [`code_cache_${(lines[0] as { code_cache: string }).code_cache}`]: 1 }),
    ]);
  });

  it('starts though no store answers, and says nothing of it before somebody asks', () => {
    const nowhere = { AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:1', AWS_ENDPOINT_URL_SQS: 'http://127.0.0.1:1' };
    const ask = `process.stdout.write(JSON.stringify(await handler(${JSON.stringify(gatewayEvent({ path: '/health' }))}, {})))`;
    const lines = linesOf(load('api', { ...LOUD, ...platform.environment, ...nowhere }, ask));
    expect(lines[0]).toMatchObject({ message: 'started' });
    expect(lines.filter((line) => (line as { message?: string }).message === 'request')).toHaveLength(1);
    expect(lines.at(-1)).toMatchObject({ statusCode: 503 });
  });

  it('needs nothing but what Lambda sets to sign its calls: credentials in the environment', () => {
    // As nothing leaves this machine, what would go to AWS goes to a server that shows what it was sent.
    const divert = `
      import http from 'node:http'; import https from 'node:https';
      const seen = [];
      const server = http.createServer((request, response) => {
        seen.push(request.headers); request.resume(); response.setHeader('content-type', 'application/x-amz-json-1.0'); response.end('{}');
      });
      await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
      https.request = (options, answer) => http.request({ ...options, agent: undefined, protocol: 'http:', host: '127.0.0.1', port: server.address().port }, answer);
      const { handler } = await import('${entryOf('api')}');
      process.stdout.write(JSON.stringify(seen)); process.exit(0);`;
    const ORDERS_QUEUE_URL = 'https://sqs.us-east-1.amazonaws.com/000000000000/dinex-local-orders-queue';
    const credentials = {
      AWS_ACCESS_KEY_ID: 'AKIDTEST',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_SESSION_TOKEN: 'session',
    };
    const ofAws = Object.fromEntries(
      Object.entries(platform.environment).filter(([name]) => !name.startsWith('AWS_ENDPOINT')),
    );
    const seen = JSON.parse(
      run(divert, { ...QUIET, ...ofAws, ORDERS_QUEUE_URL, ...credentials, HOME: '/nowhere' }),
    ) as Record<string, string>[];
    expect(seen.map((headers) => headers['x-amz-target'])).toEqual(
      expect.arrayContaining(['DynamoDB_20120810.GetItem', 'AmazonSQS.GetQueueAttributes']),
    );
    for (const headers of seen) {
      expect(headers.authorization).toMatch(/Credential=AKIDTEST\//);
      expect(headers['x-amz-security-token']).toBe('session');
    }
  });
});
