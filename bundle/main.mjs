/**
 * Makes one CommonJS file of each Lambda handler, src/lambda/NAME.ts becomes dist-lambda/NAME/index.js, and puts lambda.mjs beside it,
 * which Lambda loads. swc compiles first, as esbuild on TypeScript drops the decorators' metadata; here it makes ES modules, of which
 * esbuild can leave out what nobody imports. The same sources give the same bytes. dist/bundled-packages.json names the packages in
 * them, for `npm run sbom`; `ANALYZE=1` prints what each bundle is made of.
 */
import { build } from 'esbuild';
import { execFileSync } from 'node:child_process';
import { copyFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { checkStubs, lean, withoutHttp } from './lean.mjs';

const OUT = 'dist-lambda';
/** The product once more, as ES modules. */
const MODULES = 'node_modules/.cache/lambda';

/** Optional parts of Nest and class-transformer that are looked up at run time and are not here. */
const EXTERNAL = ['class-transformer/storage'];

rmSync(MODULES, { recursive: true, force: true });
execFileSync('swc', ['src', '--out-dir', MODULES, '--strip-leading-paths', '--quiet', '--config', 'module.type=es6'], {
  stdio: 'inherit',
});
const handlers = readdirSync('src/lambda')
  .filter((file) => /^export const \{ handler, prepare \}/m.test(readFileSync(`src/lambda/${file}`, 'utf8')))
  .map((file) => basename(file, '.ts'));

const bundled = new Set();
rmSync(OUT, { recursive: true, force: true });
for (const name of handlers) {
  const late = new Map();
  // Before all else, as it is what decorators write to.
  const entry = `import 'reflect-metadata'; export { handler, prepare } from './${MODULES}/lambda/${name}.js';`;
  const output = await bundle(
    entry,
    `${OUT}/${name}/index.js`,
    ...(answersHttp(name) ? [] : [withoutHttp]),
    lateFiles(late),
  );
  for (const [path, names] of late)
    await bundle(`export ${names} from '${path}';`, `${OUT}/${name}/${basename(path)}.js`);
  // The planner runs in a worker thread, which needs a file of its own beside the handler.
  if (`${MODULES}/routes/planning/planner-pool.js` in output.inputs)
    await bundle(`import './${MODULES}/routes/planning/worker.js';`, `${OUT}/${name}/worker.js`);
  if (answersHttp(name)) copyFileSync('docs/openapi.json', `${OUT}/${name}/openapi.json`);
  copyFileSync('bundle/lambda.mjs', `${OUT}/${name}/lambda.mjs`);
  console.log(`${OUT}/${name}/index.js  ${Math.round(output.bytes / 1024)} KB`);
  if (process.env.ANALYZE) console.table(packagesOf(output).slice(0, 40));
}
checkStubs();
writeFileSync('dist/bundled-packages.json', `${JSON.stringify([...bundled].sort(), null, 2)}\n`);

function answersHttp(name) {
  return readFileSync(`src/lambda/${name}.ts`, 'utf8').includes("from '../app.setup'");
}

async function bundle(contents, outfile, ...plugins) {
  const { metafile } = await build({
    stdin: { contents, resolveDir: '.' },
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    mainFields: ['es2015', 'module', 'main'],
    // A native import() of one of Node's own modules loads far more than it names.
    supported: { 'dynamic-import': false },
    plugins: [...plugins, lean],
    minify: true,
    sourcemap: 'external',
    legalComments: 'none',
    external: EXTERNAL,
    metafile: true,
    logLevel: 'warning',
  });
  const output = metafile.outputs[outfile];
  for (const path of Object.keys(output.inputs)) {
    const folder = /^.*node_modules\/(?!\.cache\/)(?:@[^/]+\/)?[^/]+/.exec(path)?.[0];
    if (folder !== undefined) bundled.add(folder);
  }
  return output;
}

/** A client of AWS that src imports when it needs it becomes a file of its own: few starts pay for it. */
function lateFiles(late) {
  return {
    name: 'late files',
    setup({ onResolve }) {
      onResolve({ filter: /^@aws-sdk\// }, ({ path, kind, importer }) => {
        if (kind !== 'dynamic-import' || !importer.includes(MODULES)) return undefined;
        const [, names = '*'] =
          new RegExp(`(\\{[^{}]*\\}) = await import\\('${path}'\\)`).exec(readFileSync(importer, 'utf8')) ?? [];
        // Whole where two places ask for different parts of it.
        late.set(path, [undefined, names].includes(late.get(path)) ? names : '*');
        return { path: `./${basename(path)}.js`, external: true };
      });
    },
  };
}

function packagesOf({ inputs }) {
  const sizes = new Map();
  for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
    const name = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? path.split('/')[0];
    sizes.set(name, (sizes.get(name) ?? 0) + bytesInOutput);
  }
  return [...sizes].sort((a, b) => b[1] - a[1]).map(([name, bytes]) => ({ name, bytes }));
}
