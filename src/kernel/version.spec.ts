import { readFileSync } from 'node:fs';
import { VERSION } from './version';

test('the API has the version of its package', () => {
  expect(JSON.parse(readFileSync('package.json', 'utf8'))).toMatchObject({ version: VERSION });
});
