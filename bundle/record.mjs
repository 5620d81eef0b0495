/**
 * `node record.mjs ENTRY EVENT OUT`: starts a function as Lambda does, lets it answer one event, and writes the code that V8 has
 * compiled by then. A later start that finds it beside the bundle compiles nothing of it again, lazy functions included.
 */
import { hash } from 'node:crypto';
import { readFileSync, writeFileSync, writeSync } from 'node:fs';

const [, , entry, event, out] = process.argv;
const { handler, script } = await import(entry);
const answer = await handler(JSON.parse(event), { awsRequestId: 'record', functionName: 'record' });
const made = `${hash('sha256', readFileSync(new URL('index.js', entry)))} ${process.versions.v8} ${process.arch}\n`;
writeFileSync(out, Buffer.concat([Buffer.from(made), script.createCachedData()]));
writeSync(1, `\n${JSON.stringify(answer)}`);
process.exit(0);
