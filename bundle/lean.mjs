/**
 * What the Lambda bundles leave out. Node compiles a whole bundle before it runs the first line, so what is never called costs as much
 * of a cold start as what is; `npm run bench:cold-start` measures it. Whatever is missing says so when it is called after all, and a
 * stub that nothing asks for any more fails the build.
 */
import { createRequire, isBuiltin } from 'node:module';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const require = createRequire(import.meta.url);

const refusal = (what) =>
  `function () { throw new Error(${JSON.stringify(`${what} is not in the bundle (bundle/lean.mjs)`)}); }`;

/** Express looks up few content types, and those that DINEX sends are given in full. */
const MIME_TYPES = JSON.stringify({
  'application/json': { charset: 'UTF-8', compressible: true, extensions: ['json'] },
  'application/octet-stream': { extensions: ['bin'] },
  'application/x-www-form-urlencoded': {},
  'text/csv': { extensions: ['csv'] },
  'text/html': { extensions: ['html'] },
  'text/plain': { extensions: ['txt'] },
});

/** A package with all its names, each of which refuses to be called. */
function missing(name) {
  const members = Object.keys(require(name)).map((key) => `${JSON.stringify(key)}: ${refusal(`${name} ${key}`)}`);
  return `module.exports = Object.assign(${refusal(name)}, { ${members.join(', ')} });`;
}

const MAPPED = ['getSchemaPath', 'IntersectionType', 'OmitType', 'PartialType', 'PickType'];

/** Decorators that only describe the API do nothing; mapped types are ours (`swagger.mjs`); what else there is, is missing. */
function swagger() {
  const exported = Object.keys(require('@nestjs/swagger'))
    .filter((name) => !MAPPED.includes(name))
    .map((name) => {
      const value = /^Api[A-Z]/.test(name) ? '() => () => undefined' : refusal(`@nestjs/swagger ${name}`);
      return `export const ${name} = ${value};`;
    });
  return `export * from ${JSON.stringify(resolve('bundle/swagger.mjs'))};\n${exported.join('\n')}`;
}

const STUBS = {
  '@nestjs/swagger': swagger,
  'mime-db': () => `module.exports = ${MIME_TYPES};`,
  // Express's body parsers, uploads, files and their types: http/body.ts reads bodies, and nothing sends a file.
  'body-parser': missing,
  'file-type': missing,
  multer: missing,
  send: missing,
  'serve-static': missing,
  // Queries are parsed by Node (`query parser: simple`), and no proxy is trusted, so that no address is compared.
  qs: missing,
  'ipaddr.js': missing,
  // Warnings of Express to those who use what it will take away: each looks through a stack while it loads.
  depd: () =>
    `module.exports = () => Object.assign(() => undefined, { function: (call) => call, property: () => undefined });`,
  // Express's own traces, which look at the terminal.
  debug: () => `module.exports = () => Object.assign(() => undefined, { enabled: false });`,
  // Nest's settings come from our own loader (`config.module.ts`).
  dotenv: missing,
  'dotenv-expand': missing,
  // Its other stores are Redis, Mongo and a dozen more.
  'rate-limiter-flexible': () =>
    `export { default as RateLimiterMemory } from 'rate-limiter-flexible/lib/RateLimiterMemory.js';`,
};

/** Their modules do nothing while they load but define: what nobody imports of them can go. They do not say so themselves. */
const DEFINING =
  /node_modules[\\/](@nestjs[\\/](common|core|config|platform-express)|@aws-lambda-powertools|csv-parse|iterare)[\\/]/;

/** Nest makes its date format while it loads, and DINEX logs through Powertools. */
const NEST_LOGGERS = /@nestjs[\\/]common[\\/]services[\\/](console-logger|logger)\.service\.js$/;

const used = new Set();

export const lean = {
  name: 'lean',
  setup({ onResolve, onLoad, ...bundler }) {
    onResolve({ filter: new RegExp(`^(${Object.keys(STUBS).join('|')})$`) }, ({ path }) => {
      used.add(path);
      return { path, namespace: 'stub' };
    });
    onLoad({ filter: /.*/, namespace: 'stub' }, ({ path }) => ({ contents: stubFor(path), resolveDir: process.cwd() }));
    // What a package loads only where it is wanted is not wanted here: other platforms and protocols, the SDK's chain of credentials,
    // of which Lambda needs the first link alone. What src loads late stays.
    onResolve({ filter: /.*/ }, ({ path, kind, importer }) =>
      kind === 'dynamic-import' && isPackage(importer) && !isBuiltin(path)
        ? { path, namespace: 'optional' }
        : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'optional' }, ({ path }) => ({ contents: `(${refusal(path)})();` }));
    onLoad({ filter: NEST_LOGGERS }, ({ path }) => ({ contents: lazily(readFileSync(path, 'utf8'), path) }));
    onLoad({ filter: TABLES }, ({ path }) => ({ contents: asJson(readFileSync(path, 'utf8'), path) }));
    // For Node it says CommonJS first.
    onResolve({ filter: /^rxjs(\/operators)?$/ }, ({ path }) => ({
      path: resolve('node_modules/rxjs/dist/esm', path.slice('rxjs/'.length), 'index.js'),
      sideEffects: false,
    }));
    onResolve({ filter: /.*/ }, async ({ path, pluginData, ...rest }) => {
      if (
        pluginData === DEFINING ||
        (!/^@nestjs|^@aws-lambda|^csv-parse|^iterare/.test(path) && !DEFINING.test(rest.importer))
      )
        return undefined;
      const found = await bundler.resolve(path, { ...rest, pluginData: DEFINING });
      return DEFINING.test(found.path) ? { ...found, sideEffects: false } : found;
    });
  },
};

/** For handlers that answer no HTTP: Nest's application for it, with its router, without which its factory does as well. */
export const withoutHttp = {
  name: 'without HTTP',
  setup({ onLoad }) {
    onLoad({ filter: /@nestjs[\\/]core[\\/]nest-application\.js$/ }, ({ path }) => {
      if (!readFileSync(path, 'utf8').includes('export class NestApplication '))
        throw new Error(`${path} is not what bundle/lean.mjs expects`);
      return { contents: `export const NestApplication = ${refusal('NestApplication')};` };
    });
  },
};

/** The source of what stands in for a package. */
export const stubFor = (name) => STUBS[name](name);

/** V8 reads a large value sooner as JSON than as a program. */
const TABLES = /libphonenumber-js[\\/]metadata\.\w+\.json\.js$/;

function asJson(source, path) {
  const [, value] = /^export default (\{.*\});?\s*$/ms.exec(source) ?? [];
  if (value === undefined) throw new Error(`${path} is not what bundle/lean.mjs expects`);
  return `export default JSON.parse(${JSON.stringify(JSON.stringify(JSON.parse(value)))});`;
}

/** Throws where a stub stands for what no bundle asks for any more. */
export function checkStubs() {
  const idle = Object.keys(STUBS).filter((name) => !used.has(name));
  if (idle.length > 0)
    throw new Error(`Nothing imports ${idle.join(', ')} any more: bundle/lean.mjs need not stand in for it`);
}

/** Not the product's own files, which are compiled into a folder there. */
const isPackage = (file) => /node_modules[\\/](?!\.cache[\\/])/.test(file);

function lazily(source, path) {
  const changed = source
    .replace('const dateTimeFormatter = new Intl', 'const dateTimeFormatter = () => new Intl')
    .replaceAll('dateTimeFormatter.format', 'dateTimeFormatter().format');
  if (changed === source) throw new Error(`${path} is not what bundle/lean.mjs expects`);
  return changed;
}
