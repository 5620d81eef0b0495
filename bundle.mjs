/**
 * Makes one CommonJS file of each Lambda handler: dist/lambda/NAME.js becomes dist-lambda/NAME/index.js. It starts from the compiled
 * output because esbuild on TypeScript drops the decorators' metadata, and keeps identifiers because Nest and OpenAPI read them.
 */
import { build } from 'esbuild';
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';

const OUT = 'dist-lambda';
const handlers = readdirSync('dist/lambda').filter((file) => /^[a-z-]+\.js$/.test(file));

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
    mainFields: ['module', 'main'],
    minifyWhitespace: true,
    minifySyntax: true,
    sourcemap: 'external',
    legalComments: 'none',
    external: EXTERNAL,
    metafile: true,
    logLevel: 'warning',
  });
  const size = statSync(`${OUT}/${name}/index.js`).size;
  console.log(`${OUT}/${name}/index.js  ${(size / 1024).toFixed(0)} KB  ${Object.keys(metafile.inputs).length} files`);
}
