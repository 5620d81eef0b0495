import { existsSync, globSync } from 'node:fs';
import { join } from 'node:path';

/** Reads what `npm run build` made; `npm test` and `npm run test:conventions` build first. */
const built = globSync('**/*.js', { cwd: 'dist' }).map((file) => file.replaceAll('\\', '/'));
const sources = globSync('**/*.ts', { cwd: 'src' }).map((file) => file.replaceAll('\\', '/'));
const isForTests = (file: string): boolean => /[.](spec|fixture|test)[.]/.test(file) || file.startsWith('test/');

it('holds the entry points', () => {
  expect(built).toEqual(expect.arrayContaining(['main.js', 'lambda/api.js', 'operations/audit.cli.js']));
});

it('holds no tests and no builders of test data', () => {
  expect(sources.filter(isForTests)).not.toEqual([]);
  expect(built.filter(isForTests)).toEqual([]);
});

it('holds nothing whose source is gone', () => {
  expect(built.filter((file) => !existsSync(join('src', file.replace(/js$/, 'ts'))))).toEqual([]);
});

it('has the file of the planner threads where the bundler looks for it', () => {
  expect(built).toContain('routes/planning/worker.js');
});
