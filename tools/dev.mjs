/**
 * `npm run start:dev`: compiles each change, tells its type errors, and starts the server again once the old one has ended.
 * Arguments go to Node: `npm run start:dev -- --inspect`.
 * `nest start --watch` ends the whole tree of processes at once, so the server would lose its tables while it finishes.
 */
import { watch } from 'chokidar';
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { pretty } from './pretty-log.mjs';

const CACHE = 'node_modules/.cache/dev';
const QUIET_MS = 200;
const COMPILE = ['node_modules/@nestjs/cli/bin/nest.js', 'build', '--watch'];
const TYPES = [
  'node_modules/typescript/bin/tsc',
  '-p',
  'tsconfig.build.json',
  '--noEmit',
  '--watch',
  '--preserveWatchOutput',
];
const TYPES_CACHE = ['--incremental', '--tsBuildInfoFile', `${CACHE}/types.json`];

mkdirSync(CACHE, { recursive: true });
/** The compilers; the server is ended first. */
const tools = [];
let server;
let stopping = false;

/** Starts one of them and hands over each line that it prints. */
function tool(command, onLine) {
  // 0: without a trace of the compiler's own calls under each syntax error.
  const env = { ...process.env, RUST_BACKTRACE: '0' };
  const child = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'pipe'], env });
  for (const output of [child.stdout, child.stderr]) createInterface(output).on('line', onLine);
  child.on('exit', (status) => {
    end(`${command[0]} ended with ${status}.`);
  });
  tools.push(child);
}

function startServer() {
  const started = spawn(process.execPath, ['--enable-source-maps', ...process.argv.slice(2), 'dist/main.js'], {
    stdio: ['inherit', 'pipe', 'pipe'],
  });
  for (const output of [started.stdout, started.stderr])
    createInterface(output).on('line', (line) => console.log(pretty(line)));
  started.on('exit', (status) => {
    if (!stopping && !started.replaced)
      console.log(`The server ended with ${status}; it starts again at the next change.`);
  });
  server = started;
}

/** Resolves once the server has finished what was in flight and let go of its ports and data. */
function stopServer() {
  if (!server || server.exitCode !== null || server.signalCode !== null) return Promise.resolve();
  server.replaced = true;
  return new Promise((resolve) => {
    server.once('close', resolve);
    server.kill();
  });
}

let restarting = Promise.resolve();
let timer;
/** Several files are compiled together when a branch changes: one restart for all. */
function restartSoon() {
  clearTimeout(timer);
  timer = setTimeout(() => {
    restarting = restarting.then(stopServer).then(() => {
      if (!stopping) startServer();
    });
  }, QUIET_MS);
}

function end(reason) {
  if (stopping) return;
  stopping = true;
  clearTimeout(timer);
  if (reason) console.log(reason);
  void restarting.then(stopServer).then(() => {
    tools.forEach((child) => child.kill());
    process.exit(reason ? 1 : 0);
  });
}
process.on('SIGINT', () => end());
process.on('SIGTERM', () => end());

let wrong = false;
function tellTypes(line) {
  const [, count] = /Found (\d+) errors?\. Watching/.exec(line) ?? [];
  if (count === undefined) {
    if (!/Starting compilation|File change detected/.test(line) && line.trim() !== '') console.log(line);
  } else if (Number(count) > 0 || wrong) {
    wrong = Number(count) > 0;
    console.log(wrong ? `Type errors: ${count}. The server runs on.` : 'No type errors.');
  }
}

tool(COMPILE, (line) => {
  if (/Watching for file changes/.test(line)) {
    startServer();
    watch('dist', { ignoreInitial: true, ignored: (path) => path.endsWith('.map') }).on('all', restartSoon);
    tool([...TYPES, ...TYPES_CACHE], tellTypes);
  } else if (!/SWC {2}Running|Successfully compiled/.test(line)) console.log(line);
});
