/**
 * `npm run check`: runs the scripts below side by side, one a core, and fails if one of them does. Each remembers what it has
 * seen in node_modules/.cache, which `npm ci` deletes, so that a second run does only what a change asks for.
 * In CI and with `-- --cold` nothing is remembered: ESLint looks again at a file that changed, not at one whose imports changed
 * their types, so a rule that reads types can be late on a laptop, but not on its way to main.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

const CACHE = 'node_modules/.cache/check';
const STAMPS = `${CACHE}/passed.json`;
const INSTALLED = ['package.json', 'package-lock.json', 'tools/check.mjs'];
/** ESLint's cache knows its own configuration, but neither the compiler's nor the types of packages. */
const LINTED_WITH = digest(['tsconfig.json', 'infra/tsconfig.json', 'eslint.config.mjs']).slice(0, 12);

/**
 * The scripts, the longest first. With `inputs` a script is left out while none of these has changed since it last passed; `reads`
 * picks what of a file matters to it.
 */
const CHECKS = [
  { script: 'lint', cached: `--cache --cache-strategy content --cache-location ${CACHE}/eslint-${LINTED_WITH}/` },
  { script: 'types', cached: `--incremental --tsBuildInfoFile ${CACHE}/types.json` },
  {
    script: 'types:infra',
    cached: `--incremental --tsBuildInfoFile ${CACHE}/types-infra.json`,
    inputs: [
      'infra',
      'src/database/tables.ts',
      'src/messaging/queues.ts',
      'src/config/channel-settings.ts',
      'bench/cost',
      'tsconfig.json',
    ],
  },
  { script: 'format:check', cached: `--cache --cache-strategy content --cache-location ${CACHE}/prettier` },
  { script: 'openapi:check', inputs: ['src', 'docs/openapi.json', '.swcrc'] },
  { script: 'openapi:lint', inputs: ['docs/openapi.json', '.spectral.yaml'] },
  {
    script: 'deps',
    inputs: ['src', 'infra', 'test', 'bench', '.dependency-cruiser.cjs', 'tsconfig.json'],
    reads: imports,
  },
];

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
const cold = process.argv.includes('--cold') || Boolean(process.env.CI);
const passed = readStamps();

function readStamps() {
  try {
    return JSON.parse(readFileSync(STAMPS, 'utf8'));
  } catch {
    return {};
  }
}

/** What a source file imports and from where, type or value; any other file whole. */
function imports(path, text) {
  if (!/\.[cm]?ts$/.test(path)) return text;
  return (text.match(/^(?:import|export)\b[^;]*?'[^']+';|\b(?:import|require)\([^)]*\)/gm) ?? []).join();
}

/** A digest of the files in these folders, and of what is installed. */
function digest(paths, reads = (_path, text) => text) {
  const hash = createHash('sha256').update(process.version);
  const add = (path) => {
    if (statSync(path).isDirectory()) for (const name of readdirSync(path).sort()) add(`${path}/${name}`);
    else hash.update(path).update(reads(path, readFileSync(path, 'utf8')));
  };
  [...paths, ...INSTALLED].forEach(add);
  return hash.digest('hex');
}

/** Runs one script, prints its output when it fails, and resolves to whether it passed. */
function run({ script, cached, inputs, reads }) {
  const stamp = inputs && digest(inputs, reads);
  if (!cold && stamp && passed[script] === stamp) {
    console.log(`✔ ${script} (nothing changed)`);
    return Promise.resolve(true);
  }
  const start = Date.now();
  const command = cold || !cached ? scripts[script] : `${scripts[script]} ${cached}`;
  const child = spawn(command, { shell: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = [];
  child.stdout.on('data', (chunk) => output.push(chunk));
  child.stderr.on('data', (chunk) => output.push(chunk));
  return new Promise((resolve) => {
    child.on('close', (status) => {
      console.log(`${status === 0 ? '✔' : '✖'} ${script} (${((Date.now() - start) / 1000).toFixed(1)} s)`);
      if (status !== 0) process.stdout.write(Buffer.concat(output));
      else if (stamp) passed[script] = stamp;
      resolve(status === 0);
    });
  });
}

const waiting = [...CHECKS];
const failed = [];
async function worker() {
  for (let check = waiting.shift(); check; check = waiting.shift()) if (!(await run(check))) failed.push(check.script);
}

mkdirSync(CACHE, { recursive: true });
await Promise.all(Array.from({ length: availableParallelism() }, worker));
if (!cold) writeFileSync(STAMPS, JSON.stringify(passed));
if (failed.length > 0) console.log(`\nFailed: ${failed.map((script) => `npm run ${script}`).join(', ')}`);
process.exitCode = failed.length > 0 ? 1 : 0;
