/**
 * Makes one CommonJS file of each Lambda handler: dist/lambda/NAME.js becomes dist-lambda/NAME/index.js. It starts from the compiled
 * output because esbuild on TypeScript drops the decorators' metadata, and keeps identifiers because Nest and OpenAPI read them.
 */
import { build } from 'esbuild';
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';

const OUT = 'dist-lambda';
const handlers = readdirSync('dist/lambda').filter(
  (file) => file.endsWith('.js') && /^exports\.handler = /m.test(readFileSync(`dist/lambda/${file}`, 'utf8')),
);

/** Optional parts of Nest and class-transformer that are looked up at run time and are not here. */
const EXTERNAL = [
  '@nestjs/websockets',
  '@nestjs/websockets/*',
  '@nestjs/microservices',
  '@nestjs/microservices/*',
  'class-transformer/storage',
  '@fastify/static',
  '@fastify/view',
];

/**
 * Decorators that only describe the API cost a quarter of the cold start and are read by nobody on Lambda. Mapped types look for
 * class-validator at run time, do not find it in a bundle, and then inherit no validation without a word: a response may be one, a
 * request may not. Anything else of the package says that it is missing.
 */
const withoutDocumentation = {
  name: 'without-documentation',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^@nestjs\/swagger$/ }, () => ({ path: 'swagger', namespace: 'stub' }));
    onLoad({ filter: /.*/, namespace: 'stub' }, () => ({
      resolveDir: process.cwd(),
      contents: `
        const { getMetadataStorage } = require('class-validator');
        const refuse = (what) => { throw new Error(what + ' of @nestjs/swagger is not in the bundle'); };
        const mapped = (name) => (parent) => {
          if (getMetadataStorage().getTargetValidationMetadatas(parent, '', false, false).length > 0)
            refuse(name + '(' + parent.name + '), which is validated,');
          return class {};
        };
        const other = {
          getSchemaPath: () => '',
          OmitType: mapped('OmitType'), PartialType: mapped('PartialType'), PickType: mapped('PickType') };
        module.exports = new Proxy(other, { get: (_, name) =>
          Object.hasOwn(other, name) ? other[name]
          : typeof name === 'symbol' || name === '__esModule' ? undefined
          : /^Api[A-Z]/.test(name) ? () => () => undefined
          : () => refuse(name) });`,
    }));
  },
};

rmSync(OUT, { recursive: true, force: true });
for (const file of handlers) {
  const name = file.replace(/\.js$/, '');
  const entryPoints = { index: `dist/lambda/${file}` };
  // The planner runs in a worker thread, which needs a file of its own beside the handler.
  if (existsSync('dist/planner/worker.js')) entryPoints.worker = 'dist/planner/worker.js';
  const { metafile } = await build({
    entryPoints,
    outdir: `${OUT}/${name}`,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    plugins: [withoutDocumentation],
    minifyWhitespace: true,
    minifySyntax: true,
    sourcemap: 'external',
    legalComments: 'none',
    external: EXTERNAL,
    metafile: true,
    logLevel: 'warning',
  });
  const size = statSync(`${OUT}/${name}/index.js`).size;
  if (process.env.ANALYZE) {
    const out = metafile.outputs[`${OUT}/${name}/index.js`].inputs;
    const sizes = {};
    for (const [f, { bytesInOutput }] of Object.entries(out)) {
      const p = f
        .replace(/^.*node_modules\//, '')
        .split('/')
        .slice(0, f.includes('node_modules/@') ? 2 : 1)
        .join('/');
      sizes[p] = (sizes[p] ?? 0) + bytesInOutput;
    }
    console.table(
      Object.entries(sizes)
        .sort((a, b) => b[1] - a[1])
        .slice(0, 40),
    );
  }
  console.log(`${OUT}/${name}/index.js  ${(size / 1024).toFixed(0)} KB  ${Object.keys(metafile.inputs).length} files`);
}
