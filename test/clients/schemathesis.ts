/**
 * `npm run fuzz:schemathesis`: attacks `npm start` by its own document with all of Schemathesis's checks, as an operator. What it reports
 * must stand in schemathesis-known.json with the reason why it stays.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { LocalProcess } from '../support/local-process';

const HERE = resolve('test/clients');
const VENV = resolve('.venv-clients');
/** Seconds of requests; the start of the server and the reports come on top. */
const SECONDS = 100;

/** A kind of report that stays, and of which operations it may come. */
interface Known {
  readonly check: string;
  readonly signature: string;
  readonly operations: readonly string[];
  readonly why: string;
}

/** A report as Schemathesis's own baseline keeps it. */
interface Report {
  readonly operation: string;
  readonly check: string;
  readonly signature: string;
}

function attack(url: string, token: string, folder: string): readonly Report[] {
  const baseline = join(folder, 'reports.json');
  const { error, stdout } = spawnSync(
    join(VENV, 'bin/st'),
    [
      ...['--config-file', join(HERE, 'schemathesis.toml'), 'run', `${url}/openapi.json`],
      ...['--header', `Authorization: Bearer ${token}`, '--checks', 'all', '--max-examples', '15', '--seed', '1'],
      ...['--max-time', String(SECONDS), '--no-shrink', '--workers', '1', '--continue-on-failure'],
      ...['--baseline', baseline, '--baseline-update'],
    ],
    {
      encoding: 'utf8',
      timeout: (SECONDS + 60) * 1_000,
      maxBuffer: 1 << 28,
      cwd: folder,
      env: { ...process.env, PYTHONPATH: HERE, SCHEMATHESIS_HOOKS: 'schemathesis_hooks', NO_COLOR: '1' },
    },
  );
  if (error !== undefined) throw error;
  const summary = stdout.slice(stdout.indexOf('= SUMMARY ='));
  if (!/Tested: [1-9]/.test(summary)) throw new Error(`Schemathesis tested nothing:\n${stdout.slice(-4_000)}`);
  console.log(summary);
  if (/^Errors:/m.test(summary)) throw new Error(`Schemathesis could not make some requests:\n${stdout}`);
  // It wrote the file a moment ago.
  const { entries } = JSON.parse(readFileSync(baseline, 'utf8')) as { entries: readonly Report[] };
  const isKnown = ({ check, signature, operation }: Report): boolean =>
    KNOWN.some((k) => k.check === check && k.signature === signature && k.operations.includes(operation));
  const unknown = entries.filter((report) => !isKnown(report));
  console.log(`${entries.length} reports, ${entries.length - unknown.length} of them known`);
  if (unknown.length > 0) writeFileSync(resolve('node_modules/.cache/schemathesis.txt'), stdout);
  return unknown;
}

// The list beside this file.
const KNOWN = JSON.parse(readFileSync(join(HERE, 'schemathesis-known.json'), 'utf8')) as readonly Known[];

async function main(): Promise<void> {
  execFileSync('sh', ['infra/tools/venv.sh', join(HERE, 'requirements.txt'), VENV], { stdio: 'inherit' });
  const folder = mkdtempSync(join(tmpdir(), 'dinex-schemathesis-'));
  const variables = {
    DINEX_DATA_DIR: join(folder, 'data'),
    AUTH_MODE: 'jwt',
    RATE_LIMIT_PER_SECOND: '10000',
    WRONG_CREDENTIALS_PER_MINUTE: '10000',
  };
  const server = await LocalProcess.start(variables);
  try {
    const env = { PATH: process.env.PATH, DINEX_DATA_DIR: variables.DINEX_DATA_DIR };
    const token = execFileSync(process.execPath, ['dist/local/token.cli.js', '--role', 'operator'], {
      env,
      encoding: 'utf8',
    });
    const unknown = attack(server.url, token.trim(), folder);
    for (const { check, signature, operation } of unknown) console.error(`new: ${check} ${signature} ${operation}`);
    if (unknown.length === 0) return;
    console.error('What was sent and answered is in node_modules/.cache/schemathesis.txt.');
    process.exitCode = 1;
  } finally {
    await server.end('SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  }
}

void main();
