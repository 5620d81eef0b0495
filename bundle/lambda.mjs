/**
 * What Lambda loads, beside index.js. It hands V8 the compiled code that came with the artefact (`bundle/code-cache.ts`), where there is
 * some and it fits: code of another file, processor or V8 is left alone, and V8 compiles as it would without. Then it prepares the
 * handler: Lambda gives a whole processor while a module is loaded, and to a handler of 256 MB a seventh of one. Only an ES module can
 * be waited for.
 */
import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';

const file = fileURLToPath(new URL('index.js', import.meta.url));
const bytes = readFileSync(file);
const cache = readCache();
/** CommonJS as Node wraps it, with what is before the first column told, so that the source map fits. */
const head = '(function (exports, require, module, __filename, __dirname) {';
/** For `bundle/code-cache.ts`, which takes the compiled code out of it. The bundle is ASCII. */
export const script = new Script(`${head}${bytes.latin1Slice()}\n})`, {
  filename: file,
  columnOffset: -head.length,
  cachedData: cache.code,
});
const module = { exports: {} };
script.runInThisContext().call(module.exports, module.exports, createRequire(file), module, file, dirname(file));

await module.exports.prepare?.({ code_cache: script.cachedDataRejected ? 'rejected' : cache.state });
export const handler = module.exports.handler;

/** A line that says what the code is for, then the code: V8 itself would ask only how long its source is. */
function readCache() {
  let cached;
  try {
    cached = readFileSync(new URL('index.cache', import.meta.url));
  } catch {
    return { state: 'none' };
  }
  const end = cached.indexOf('\n');
  const made = `${hash('sha256', bytes)} ${process.versions.v8} ${process.arch}`;
  return cached.latin1Slice(0, end) === made
    ? { state: 'used', code: cached.subarray(end + 1) }
    : { state: 'rejected' };
}
