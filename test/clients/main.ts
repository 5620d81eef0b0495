/**
 * `npm run test:clients`: makes clients of the document that `npm start` serves, as integrators do, compiles them and drives each through
 * an order's life. Fetches its tools from their registries, pinned in package-lock.json and requirements.txt beside this file.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { LocalProcess } from '../support/local-process';

const HERE = 'test/clients';
const WORK = resolve('node_modules/.cache/clients');
const VENV = resolve('.venv-clients');

/** Runs a program to its end and returns what it said; its failure is ours. */
const run = (program: string, args: readonly string[], cwd = '.', path = process.env.PATH): string =>
  execFileSync(program, args, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, PATH: path },
    stdio: ['ignore', 'pipe', 'inherit'],
  });

function installTools(): void {
  mkdirSync(WORK, { recursive: true });
  const lock = readFileSync(join(HERE, 'package-lock.json'), 'utf8');
  const installed = join(WORK, 'installed.json');
  if (!existsSync(installed) || readFileSync(installed, 'utf8') !== lock) {
    cpSync(join(HERE, 'package.json'), join(WORK, 'package.json'));
    cpSync(join(HERE, 'package-lock.json'), join(WORK, 'package-lock.json'));
    run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], WORK);
    writeFileSync(installed, lock);
  }
  run('sh', ['infra/tools/venv.sh', join(HERE, 'requirements.txt'), VENV]);
}

function typescriptClients(document: string, url: string): void {
  const folder = join(WORK, 'typescript');
  const tool = (name: string): string => join(WORK, 'node_modules/.bin', name);
  cpSync(join(HERE, 'typescript'), folder, { recursive: true });
  // Otherwise it takes what has a default for required, of requests too.
  const lenient = '--default-non-nullable=false';
  run(tool('openapi-typescript'), [document, lenient, '--output', join(folder, 'openapi-typescript-made.ts')]);
  run(tool('openapi-ts'), ['--input', document, '--output', join(folder, 'hey-api-made'), '--no-log-file']);
  run(tool('tsc'), ['--project', folder, '--noEmit']);
  // Bundled by the same tool as the product: what the generators write leaves out the endings that Node asks for.
  for (const name of ['openapi-typescript', 'hey-api']) {
    const program = join(folder, `${name}.mjs`);
    run('esbuild', [
      join(folder, `${name}.ts`),
      '--bundle',
      '--format=esm',
      `--outfile=${program}`,
      '--log-level=error',
    ]);
    process.stdout.write(run(process.execPath, [program, url]));
  }
}

/** Of the files that an import takes, its generator knows only the form. */
const KNOWN_WARNING = /^Unsupported content type (text\/csv|application\/x-ndjson|application\/vnd\.ms-excel)$/;

function pythonClient(document: string, url: string): void {
  const folder = join(WORK, 'python');
  cpSync(join(HERE, 'python'), folder, { recursive: true });
  const path = `${join(VENV, 'bin')}:${process.env.PATH ?? ''}`;
  // It tells what it leaves out on the other stream, and ends well all the same.
  const { stdout, stderr, status } = spawnSync(
    'openapi-python-client',
    ['generate', '--path', document, '--output-path', join(folder, 'dinex_client'), '--meta', 'none', '--overwrite'],
    { encoding: 'utf8', env: { ...process.env, PATH: path } },
  );
  const said = stdout + stderr;
  if (status !== 0) throw new Error(`openapi-python-client failed:\n${said}`);
  const warnings = [...said.matchAll(/^(?:WARNING|ERROR) .*\n\n(.*)$/gm)];
  if (warnings.length === 0) throw new Error(`openapi-python-client says nothing of files any more:\n${said}`);
  const unknown = warnings.filter(([, reason = '']) => !KNOWN_WARNING.test(reason));
  if (unknown.length > 0)
    throw new Error(`openapi-python-client leaves out:\n${unknown.map(([text]) => text).join('\n')}`);
  run('python', ['-m', 'compileall', '-q', '-f', 'dinex_client'], folder, path);
  process.stdout.write(run('python', ['happy_path.py', url], folder, path));
}

async function main(): Promise<void> {
  installTools();
  const data = mkdtempSync(join(tmpdir(), 'dinex-clients-'));
  const server = await LocalProcess.start({ DINEX_DATA_DIR: data });
  try {
    const document = join(WORK, 'openapi.json');
    writeFileSync(document, await (await fetch(`${server.url}/openapi.json`)).text());
    rmSync(join(WORK, 'typescript'), { recursive: true, force: true });
    rmSync(join(WORK, 'python'), { recursive: true, force: true });
    typescriptClients(document, server.url);
    pythonClient(document, server.url);
  } finally {
    await server.end('SIGTERM');
    rmSync(data, { recursive: true, force: true });
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  if (error instanceof Error && 'stdout' in error) console.error(error.stdout);
  process.exitCode = 1;
});
