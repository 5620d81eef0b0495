/** `npm run access` writes docs/access.md from the policy table; a test holds the document to it. */
import { writeFileSync } from 'node:fs';
import { format } from 'prettier';
import { Permission, POLICY, PUBLIC_ROUTES } from '../../src/access/policy';
import { Role, ROLES } from '../../src/access/principal';

export const ACCESS_DOCUMENT = 'docs/access.md';

const WHO: Readonly<Record<Role, string>> = {
  shop: 'A **shop** shows a DINEX key and meets nothing but its own: orders, imports and trackers of other shops do not exist for it. It may',
  driver:
    'A **driver** brings a token that names the driver, and meets the own routes and the parcels on them while they are there. A driver may',
  dispatcher:
    'A **dispatcher** brings a token, or is a machine with a key, and works with the parcels of all shops. A dispatcher may',
  operator: 'An **operator** keeps the service running, and may what a dispatcher may and more. An operator may',
};

function sentencesOf(role: Role): string {
  const may = Object.values(POLICY).flatMap(({ allows }) => allows[role]?.may ?? []);
  return `${WHO[role]}:\n\n${[...new Set(may)].map((told) => `- ${told}`).join('\n')}\n`;
}

const cell = (permission: Permission | undefined): string => permission?.reach ?? '–';

function table(): string {
  const rows = Object.entries(POLICY).map(([route, { scope, allows, answers }]) =>
    [`\`${route}\``, ...ROLES.map((role) => cell(allows[role])), `\`${scope}\``, answers.join(', ')].join(' | '),
  );
  const head = ['route', ...ROLES, 'scope', 'answers'];
  return [head.join(' | '), head.map(() => '---').join(' | '), ...rows].map((row) => `| ${row} |`).join('\n');
}

/** Returns the text of the document. */
export function accessDocument(): Promise<string> {
  const open = Object.entries(PUBLIC_ROUTES).map(([route, why]) => `- \`${route}\`: ${why}`);
  return format(
    `# Who may do what

Everyone who asks has one role. What a role is not told here it may not do; what is not its own is as if it did not exist (404). Everything is
told by one table, \`src/access/policy.ts\`, from which this page is written (\`npm run access\`); a test asks each route as each role.

${ROLES.map(sentencesOf).join('\n')}
A **recipient** has no role: a letter tells of the own parcel.

## Without a credential

${open.join('\n')}

## The table

\`all\`: with everything; \`own\`: with what is its own; –: not at all. A key may be limited to scopes. The last column names what the row answers of OWASP's API
Security Top 10 (2023) and of ASVS 5.0.

${table()}
`,
    { parser: 'markdown', printWidth: 120, proseWrap: 'preserve' },
  );
}

if (require.main === module)
  void accessDocument().then((text) => {
    writeFileSync(ACCESS_DOCUMENT, text);
  });
