/**
 * What the Lambda bundles leave out. Node compiles a whole bundle before it runs the first line, so what is never called costs as much
 * of a cold start as what is; `npm run bench:cold-start` measures it. Whatever is missing says so when it is called after all.
 */
import { readFileSync } from 'node:fs';

const REFUSE = `const refuse = (what) => { throw new Error(what + ' is not in the bundle (bundle/lean.mjs)'); };`;

/** Express looks up few content types, and those that DINEX sends are given in full. */
const MIME_TYPES = JSON.stringify({
  'application/json': { charset: 'UTF-8', compressible: true, extensions: ['json'] },
  'application/octet-stream': { extensions: ['bin'] },
  'application/x-www-form-urlencoded': {},
  'text/csv': { extensions: ['csv'] },
  'text/html': { extensions: ['html'] },
  'text/plain': { extensions: ['txt'] },
});

const missing = (name) => `${REFUSE} module.exports = new Proxy(() => refuse('${name}'), {
  get: (target, key) => typeof key === 'symbol' || key === '__esModule' || key in target ? target[key] : () => refuse('${name} ' + key) });`;

const STUBS = {
  '@nestjs/swagger': readFileSync(new URL('swagger.cjs', import.meta.url), 'utf8'),
  'mime-db': `module.exports = ${MIME_TYPES};`,
  // Express's body parsers, uploads and their file types: http/body.ts reads bodies.
  'iconv-lite': missing('iconv-lite'),
  multer: missing('multer'),
  'file-type': missing('file-type'),
  // Express's own traces, which look at the terminal.
  debug: `module.exports = () => Object.assign(() => undefined, { enabled: false });`,
  // Its other stores are Redis, Mongo and a dozen more.
  'rate-limiter-flexible': `exports.RateLimiterMemory = require('rate-limiter-flexible/lib/RateLimiterMemory.js');`,
};

/** Nest makes its date format while it loads, and DINEX logs through Powertools. */
const NEST_LOGGERS = /@nestjs[\\/]common[\\/]services[\\/](console-logger|logger)\.service\.js$/;

export const lean = {
  name: 'lean',
  setup({ onResolve, onLoad }) {
    const filter = new RegExp(`^(${Object.keys(STUBS).join('|')})$`);
    onResolve({ filter }, ({ path }) => ({ path, namespace: 'stub' }));
    onLoad({ filter: /.*/, namespace: 'stub' }, ({ path }) => ({ contents: STUBS[path], resolveDir: process.cwd() }));
    onLoad({ filter: NEST_LOGGERS }, ({ path }) => ({ contents: lazily(readFileSync(path, 'utf8'), path) }));
  },
};

function lazily(source, path) {
  const changed = source
    .replace('const dateTimeFormatter = new Intl', 'const dateTimeFormatter = () => new Intl')
    .replaceAll('dateTimeFormatter.format', 'dateTimeFormatter().format');
  if (changed === source) throw new Error(`${path} is not what bundle/lean.mjs expects`);
  return changed;
}
