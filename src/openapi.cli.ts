import 'reflect-metadata';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createApp } from './app.setup';
import { PUBLIC_ROUTES } from './access/policy';
import { buildDocument } from './http/openapi-document';

const PUBLIC = new Set(Object.keys(PUBLIC_ROUTES));

/** `npm run openapi` and `npm run openapi:check`: writes the document, or compares it with the one that is committed. */
async function main([verb, file = 'docs/openapi.json']: readonly string[]): Promise<void> {
  const app = await createApp({ LOG_LEVEL: 'SILENT' });
  const text = `${JSON.stringify(buildDocument(app, PUBLIC), null, 2)}\n`;
  await app.close();
  if (verb === 'write') writeFileSync(file, text);
  else if (!existsSync(file) || readFileSync(file, 'utf8') !== text) {
    console.error(`${file} is not what the code says: run "npm run openapi" and commit the result.`);
    process.exitCode = 1;
  }
}

void main(process.argv.slice(2));
