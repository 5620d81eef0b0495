import { execFile } from 'node:child_process';
import { createServer, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { usePlatform } from '../../support/platform';

const CLI = join(__dirname, '../../../dist/operations/keys.cli.js');
/** Its tables have the names that the commands look for in a stage called dev. */
const platform = usePlatform('dev');
/** Stands in for Secrets Manager; `holds` is what it answers, nothing where it refuses. */
let secrets: Server;
let holds: string | undefined;
const asked: string[] = [];

beforeAll(async () => {
  secrets = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      asked.push((JSON.parse(Buffer.concat(chunks).toString()) as { SecretId: string }).SecretId);
      const refused = { __type: 'AccessDeniedException', message: 'Not yours' };
      response.writeHead(holds === undefined ? 400 : 200, { 'content-type': 'application/x-amz-json-1.1' });
      response.end(JSON.stringify(holds === undefined ? refused : { SecretString: holds }));
    });
  });
  await new Promise<void>((resolve) => secrets.listen(0, '127.0.0.1', resolve));
});
beforeEach(() => {
  asked.length = 0;
  holds = 'k'.repeat(48);
});
afterAll(() => {
  secrets.close();
});

interface Run {
  readonly code: number;
  readonly told: string;
  readonly output: string;
}

const keys = (...args: string[]): Promise<Run> =>
  new Promise((resolve) => {
    const env = {
      PATH: process.env.PATH,
      ...platform.environment,
      AUTH_MODE: 'jwt',
      AWS_ACCESS_KEY_ID: 'an operator',
      AWS_SECRET_ACCESS_KEY: 'an operator',
      AWS_ENDPOINT_URL_SECRETS_MANAGER: `http://127.0.0.1:${(secrets.address() as AddressInfo).port}`,
    };
    const child = execFile(process.execPath, [CLI, ...args], { env }, (_error, stdout, stderr) => {
      resolve({ code: child.exitCode ?? -1, output: stdout, told: stderr });
    });
  });

describe('npm run keys in a deployed stage', () => {
  it("makes the first operator's key with AWS credentials alone, and hashes under the stage's own key", async () => {
    const { code, output } = await keys('--operator', 'ana');
    expect([code, output]).toEqual([0, expect.stringMatching(/^dnx_test_\w{33}\n$/)]);
    expect(new Set(asked)).toEqual(new Set(['dinex-dev-privacy']));
    expect((await keys('list', '--operator', 'ana')).output).toMatch(/ACTIVE/);
  });

  it('makes none where the privacy key is not to be had', async () => {
    holds = undefined;
    const { code, output, told } = await keys('--operator', 'ana');
    expect([code, output]).toEqual([1, '']);
    expect(told).toContain('Not yours');
    holds = 'k'.repeat(48);
    expect((await keys('list', '--operator', 'ana')).output).toBe('');
  });
});
