import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { eventually } from '../../support/eventually';

// Two compilers and a server, on machines that may be busy.
jest.setTimeout(120_000);
const WITHIN_MS = 60_000;

/** Says when it starts and when it has ended, a while after it was told to. */
const server = (version: string): string => `
const version: string = ${version};
const stay = setInterval(() => undefined, 1000);
process.once('SIGTERM', () => {
  console.log('asked', version);
  setTimeout(() => { clearInterval(stay); console.log('ended', version); }, 300);
});
console.log('started', version);
console.log('{"level":"INFO","message":"request","timestamp":"2026-11-27T12:00:00Z","method":"GET","route":"/health","status":200,"milliseconds":7}');
`;

let folder: string;
let runner: ChildProcess;
let output = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'dinex-dev-'));
  for (const file of ['.swcrc', 'nest-cli.json', 'tsconfig.json', 'tsconfig.build.json'])
    copyFileSync(file, join(folder, file));
  for (const name of ['tools', 'src']) mkdirSync(join(folder, name));
  for (const tool of ['tools/dev.mjs', 'tools/pretty-log.mjs']) copyFileSync(tool, join(folder, tool));
  // The cache in node_modules is this folder's own.
  mkdirSync(join(folder, 'node_modules'));
  for (const name of ['@nestjs', '@swc', '@types', 'chokidar', 'typescript'])
    symlinkSync(resolve('node_modules', name), join(folder, 'node_modules', name));
  write("'1'");
  runner = spawn(process.execPath, ['tools/dev.mjs'], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  for (const stream of [runner.stdout, runner.stderr])
    stream?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
});
afterAll(() => {
  if (runner.exitCode === null) runner.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

const write = (version: string): void => {
  writeFileSync(join(folder, 'src/main.ts'), server(version));
};
const said = (...lines: string[]): Promise<void> =>
  eventually(() => {
    expect(output.trim().split('\n')).toEqual(expect.arrayContaining(lines));
  }, WITHIN_MS);

describe('npm run start:dev', () => {
  it('starts what was compiled', async () => {
    await said('started 1');
  });

  it('prints log records for people', async () => {
    await eventually(() => {
      expect(output).toMatch(/^\d\d:\d\d:\d\d INFO {2}GET \/health 200 7 ms$/m);
    }, WITHIN_MS);
  });

  it('starts a changed server once the old one has ended', async () => {
    write("'2'");
    await said('started 2');
    const order = output.split('\n').filter((line) => /^(started|asked|ended) [12]$/.test(line));
    expect(order).toEqual(['started 1', 'asked 1', 'ended 1', 'started 2']);
  });

  it('tells type errors, and when they are gone', async () => {
    write('3');
    await said("src/main.ts(2,7): error TS2322: Type 'number' is not assignable to type 'string'.");
    await said('Type errors: 1. The server runs on.', 'started 3');
    write("'4'");
    await said('No type errors.', 'started 4');
  });

  it('tells a syntax error and leaves the server running', async () => {
    write('=');
    await said('    Syntax Error');
    expect(output).not.toContain('asked 4');
    write("'5'");
    await said('ended 4', 'started 5');
  });

  it('ends with its server', async () => {
    const closed = once(runner, 'close');
    runner.kill('SIGTERM');
    await closed;
    await said('ended 5');
    expect(runner.exitCode).toBe(0);
  });
});
