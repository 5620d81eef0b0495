import { readFileSync } from 'node:fs';
import { ACCESS_DOCUMENT, accessDocument } from '../support/access-document';

it('docs/access.md says what the policy says; else run "npm run access"', async () => {
  expect(readFileSync(ACCESS_DOCUMENT, 'utf8')).toBe(await accessDocument());
});
