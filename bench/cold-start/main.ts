/**
 * `npm run bench:cold-start [-- --runs N] [--json]`
 * The CPU that a cold start takes against the embedded stores, median of N processes each: `init`, for which Lambda gives a whole
 * processor, and the first event, for which it gives a share by memory. As a ratio over a bare handler with the SDK, as
 * milliseconds differ from machine to machine.
 */
import { build } from 'esbuild';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { tableName } from '../../src/database/tables';
import { startPlatform } from '../../src/local/platform';
import { gatewayEvent } from '../../test/factories/gateway-event';

interface Start {
  readonly init: number;
  readonly first: number;
  readonly status: number;
}

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '15' }, json: { type: 'boolean', default: false } },
});
const CHILD = resolve('bench/cold-start/child.cjs');
const SCAN = { tracking_id: 'TRK001', location: 'Lima', status: 'IN_TRANSIT' };

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'dinex-bench-'));
  const platform = await startPlatform({ dataDir: null, stage: 'bench' });
  try {
    const files = new Map([['bare', await bare(folder)]]);
    for (const name of readdirSync('dist-lambda')) files.set(name, resolve('dist-lambda', name, 'index.js'));
    const environment = {
      ORDERS_TABLE: tableName('bench', 'orders'),
      ...process.env,
      ...platform.environment,
      ...LAMBDA,
      ...CREDENTIALS,
    };
    report(measure(files, environment, Number(values.runs)));
  } finally {
    await platform.stop();
    rmSync(folder, { recursive: true });
  }
}

const LAMBDA = { AUTH_MODE: 'jwt', AWS_LAMBDA_FUNCTION_NAME: 'bench', LOG_LEVEL: 'SILENT', METRICS: 'off' };
// Of no use against the embedded stores, but the bare client looks for some.
const CREDENTIALS = { AWS_ACCESS_KEY_ID: 'embedded', AWS_SECRET_ACCESS_KEY: 'embedded' };

async function bare(folder: string): Promise<string> {
  const outfile = join(folder, 'bare.js');
  const entryPoints = ['bench/cold-start/bare.cjs'];
  await build({ entryPoints, outfile, bundle: true, platform: 'node', target: 'node24', minifyWhitespace: true });
  return outfile;
}

/** In rounds, so that a busy moment of the machine falls on all alike. */
function measure(files: ReadonlyMap<string, string>, env: NodeJS.ProcessEnv, runs: number): Map<string, Start[]> {
  const starts = new Map<string, Start[]>([...files.keys()].map((name) => [name, []]));
  for (let run = 0; run < runs; run++)
    for (const [name, file] of files) {
      const event = name === 'api' ? gatewayEvent({ method: 'POST', path: '/tracking', body: SCAN }) : { Records: [] };
      const text = execFileSync(process.execPath, [CHILD, file, JSON.stringify(event)], { env, encoding: 'utf8' });
      const start = JSON.parse(text.slice(text.lastIndexOf('{'))) as Start;
      if (start.status >= 300) throw new Error(`${name} answered ${start.status}`);
      starts.get(name)?.push(start);
    }
  return starts;
}

const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0;

function report(starts: ReadonlyMap<string, Start[]>): void {
  const total = ({ init, first }: Start): number => init + first;
  const base = median((starts.get('bare') ?? []).map(total));
  const rows = [...starts].map(([name, all]) => {
    return {
      name,
      init_ms: Math.round(median(all.map(({ init }) => init))),
      first_event_ms: Math.round(median(all.map(({ first }) => first))),
      ratio: +(median(all.map(total)) / base).toFixed(2),
    };
  });
  if (values.json) console.log(JSON.stringify(rows));
  else console.table(rows);
}

void main();
