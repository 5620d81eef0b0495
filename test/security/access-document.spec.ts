import { readFileSync } from 'node:fs';
import { POLICY } from '../../src/access/policy';
import { ROLES } from '../../src/access/principal';
import { ACCESS_DOCUMENT, accessDocument } from '../support/access-document';

const text = readFileSync(ACCESS_DOCUMENT, 'utf8');
const [prose = ''] = text.split('## The table');
const sectionOf = (role: string): string =>
  prose.split('\n## ').find((section) => section.toLowerCase().startsWith(`${role}\n`)) ?? '';

it('docs/access.md says what the policy says; else run "npm run access"', async () => {
  expect(text).toBe(await accessDocument());
});

it('docs/access.md tells people in their words: before the table there is no code', () => {
  expect(
    prose.match(/[`{}_/]|\b(GET|POST|PUT|PATCH|DELETE|HTTP|API|JWT|JSON|OWASP|scope|endpoint|\d{3})\b/g),
  ).toBeNull();
});

it.each(ROLES)('docs/access.md says of a %s who that is, what it sees and what it may do, all of it', (role) => {
  const section = sectionOf(role);
  expect(section).toMatch(new RegExp(`\\n\\nAn? ${role} sees `));
  const told = role === 'operator' ? section + sectionOf('dispatcher') : section;
  const may = Object.values(POLICY).flatMap(({ allows }) => allows[role]?.may ?? []);
  expect(may.length).toBeGreaterThan(5);
  expect(may.filter((sentence) => !told.includes(`\n- ${sentence}\n`))).toEqual([]);
});
