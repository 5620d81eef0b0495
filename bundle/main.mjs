/**
 * Makes one CommonJS file of each Lambda handler, dist/lambda/NAME.js becomes dist-lambda/NAME/index.js, and lambda.mjs, which Lambda loads. It starts from the compiled
 * output because esbuild on TypeScript drops the decorators' metadata, and keeps identifiers because Nest reads them. The same
 * sources give the same bytes. dist/bundled-packages.json names the packages in them, for `npm run sbom`; `ANALYZE=1` prints what each
 * bundle is made of.
 */
import { build } from 'esbuild';
import { copyFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { lean } from './lean.mjs';

const OUT = 'dist-lambda';

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

const handlers = readdirSync('src/lambda')
  .filter((file) => /^export const \{ handler, prepare \}/m.test(readFileSync(`src/lambda/${file}`, 'utf8')))
  .map((file) => file.replace(/\.ts$/, ''));

const bundled = new Set();
rmSync(OUT, { recursive: true, force: true });
for (const name of handlers) {
  const output = await bundle(`dist/lambda/${name}.js`, `${OUT}/${name}/index.js`);
  // The planner runs in a worker thread, which needs a file of its own beside the handler.
  if ('dist/routes/planning/planner-pool.js' in output.inputs)
    await bundle('dist/routes/planning/worker.js', `${OUT}/${name}/worker.js`);
  copyFileSync('bundle/lambda.mjs', `${OUT}/${name}/lambda.mjs`);
  console.log(`${OUT}/${name}/index.js  ${Math.round(output.bytes / 1024)} KB`);
  if (process.env.ANALYZE) console.table(packagesOf(output).slice(0, 40));
}
writeFileSync('dist/bundled-packages.json', `${JSON.stringify([...bundled].sort(), null, 2)}\n`);

async function bundle(entryPoint, outfile) {
  const { metafile } = await build({
    entryPoints: [entryPoint],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    plugins: [lean],
    minifyWhitespace: true,
    minifySyntax: true,
    sourcemap: 'external',
    legalComments: 'none',
    external: EXTERNAL,
    metafile: true,
    logLevel: 'warning',
  });
  const output = metafile.outputs[outfile];
  for (const path of Object.keys(output.inputs)) {
    const folder = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0];
    if (folder !== undefined) bundled.add(folder);
  }
  return output;
}

function packagesOf({ inputs }) {
  const sizes = new Map();
  for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
    const name = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? path.split('/')[0];
    sizes.set(name, (sizes.get(name) ?? 0) + bytesInOutput);
  }
  return [...sizes].sort((a, b) => b[1] - a[1]).map(([name, bytes]) => ({ name, bytes }));
}
