import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ISSUER_VARIABLES } from '../support/issuer';
import { usePlatform } from '../support/platform';

const platform = usePlatform();
let folder: string;
const bundle = (): string => join(folder, 'index.js');
const cache = (): string => join(folder, 'index.cache');

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dinex-code-'));
  for (const file of ['index.js', 'lambda.mjs']) cpSync(join('dist-lambda/stream', file), join(folder, file));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Runs a script of this Node as Lambda would its own; `flags` are Node's. */
function node(script: readonly string[], flags: readonly string[] = []): string {
  return execFileSync(process.execPath, [...flags, ...script], {
    env: { PATH: process.env.PATH, ...ISSUER_VARIABLES, ...platform.environment, LOG_LEVEL: 'INFO', METRICS: 'off' },
    encoding: 'utf8',
  });
}

const entry = (): string => pathToFileURL(join(folder, 'lambda.mjs')).href;
const recordIt = (): string => node(['bundle/record.mjs', entry(), '{"Records":[]}', cache()]);

interface Line {
  readonly message: string;
  readonly code_cache: string;
}
const firstLine = (...flags: readonly string[]): Line => {
  const output = node(['--input-type=module', '--eval', `await import('${entry()}'); process.exit(0)`], flags);
  return JSON.parse(output.split('\n', 1)[0] ?? '') as Line;
};

describe('the code that V8 compiled for a bundle', () => {
  it('is not needed', () => {
    expect(firstLine()).toMatchObject({ message: 'started', code_cache: 'none' });
  });

  it('is used where it lies beside the bundle', () => {
    recordIt();
    expect(firstLine()).toMatchObject({ message: 'started', code_cache: 'used' });
    expect(firstLine('--max-old-space-size=400').code_cache).toBe('used');
  });

  it('is left alone where the bundle is another one, even of the same length', () => {
    recordIt();
    const source = readFileSync(bundle(), 'utf8');
    const changed = source.replace('"started"', '"STARTED"');
    expect(changed).not.toBe(source);
    writeFileSync(bundle(), changed);
    expect(firstLine()).toMatchObject({ message: 'STARTED', code_cache: 'rejected' });
  });

  it('is left alone where V8 or the processor is another one', () => {
    recordIt();
    const recorded = readFileSync(cache());
    for (const [own, other] of [
      [process.versions.v8, process.versions.v8.replaceAll('1', '2')],
      [process.arch, process.arch === 'arm64' ? 'xxx64' : 'arm'],
    ] as const) {
      const end = recorded.indexOf('\n');
      const head = recorded.subarray(0, end).toString().replace(` ${own}`, ` ${other}`);
      writeFileSync(cache(), Buffer.concat([Buffer.from(head), recorded.subarray(end)]));
      expect(firstLine()).toMatchObject({ message: 'started', code_cache: 'rejected' });
    }
  });

  it('is refused by V8 itself where Node runs under other flags, and the function starts without', () => {
    recordIt();
    expect(firstLine('--expose-gc')).toMatchObject({ message: 'started', code_cache: 'rejected' });
  });
});
