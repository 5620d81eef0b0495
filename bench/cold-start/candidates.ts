/** What is started: each function and the bare ones that it is compared with, without and with compiled code beside it. */
import { build, BuildOptions, Plugin, transform } from 'esbuild';
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { record } from './record';
import type { Subject } from './subjects';

export type Cache = 'none' | 'used';
export const REFERENCES = ['bare', 'bare-shaken'] as const;

export interface Candidate {
  readonly name: 'product' | (typeof REFERENCES)[number];
  readonly cache: Cache;
  /** The URL of its `lambda.mjs`. */
  readonly entry: string;
}

/** Makes folders like those that are deployed, below `folder`. */
export async function candidatesFor(
  subject: Subject,
  folder: string,
  environment: NodeJS.ProcessEnv,
): Promise<Candidate[]> {
  const files = {
    product: resolve('dist-lambda', subject.name, 'index.js'),
    bare: await bare(subject.name, join(folder, `${subject.name}.bare.js`)),
    'bare-shaken': await bareShaken(subject.name, join(folder, `${subject.name}.shaken.js`)),
  };
  const candidates: Candidate[] = [];
  for (const [name, file] of Object.entries(files) as [Candidate['name'], string][])
    for (const cache of ['none', 'used'] as const) {
      const entry = place(file, join(folder, subject.name, name, cache));
      if (cache === 'used') await record(subject, entry, environment);
      candidates.push({ name, cache, entry });
    }
  return candidates;
}

function place(file: string, folder: string): string {
  mkdirSync(folder, { recursive: true });
  copyFileSync(file, join(folder, 'index.js'));
  copyFileSync('bundle/lambda.mjs', join(folder, 'lambda.mjs'));
  return pathToFileURL(join(folder, 'lambda.mjs')).href;
}

const LAMBDA: BuildOptions = {
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'cjs',
  minifyWhitespace: true,
  minifySyntax: true,
  logLevel: 'warning',
};

/** A native `import()` of a module of Node's own loads more than it names. */
const ES_MODULES: BuildOptions = { mainFields: ['module', 'main'], supported: { 'dynamic-import': false } };

const sourceOf = (name: string): string => readFileSync(`bench/cold-start/bare/${name}.mjs`, 'utf8');

/** As most are built: the SDK from CommonJS, of which nothing can be left out. */
async function bare(name: string, outfile: string): Promise<string> {
  const { code: contents } = await transform(sourceOf(name), { format: 'cjs' });
  await build({ ...LAMBDA, stdin: { contents, resolveDir: '.' }, outfile });
  return outfile;
}

/** As well as one can: the SDK from ES modules, credentials from the environment alone. */
async function bareShaken(name: string, outfile: string): Promise<string> {
  const stdin = { contents: sourceOf(name), resolveDir: '.' };
  await build({ ...LAMBDA, ...ES_MODULES, plugins: [credentials], stdin, outfile });
  return outfile;
}

const credentials: Plugin = {
  name: 'credentials',
  setup(bundler) {
    bundler.onLoad({ filter: /credential-provider-node[\\/]dist-es[\\/]index\.js$/ }, ({ path }) => ({
      contents: `export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';`,
      resolveDir: dirname(path),
    }));
  },
};
