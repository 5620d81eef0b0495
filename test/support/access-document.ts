/** `npm run access` writes docs/access.md from the policy table; a test holds the document to it. */
import { writeFileSync } from 'node:fs';
import { format } from 'prettier';
import { Permission, POLICY, PUBLIC_ROUTES } from '../../src/access/policy';
import { Role, ROLES } from '../../src/access/principal';
import type { OrderForDriverDto } from '../../src/orders/order-response.dto';

export const ACCESS_DOCUMENT = 'docs/access.md';

interface Person {
  /** Who that is, and how DINEX knows. */
  readonly who: string;
  /** What of a parcel and its way is shown, and what is not. */
  readonly sees: string;
  /** Begins the list. */
  readonly may: string;
}

/** What a driver is shown of a parcel, in words: without a word for each field of `OrderForDriverDto` this does not compile. */
const SHOWN_TO_DRIVERS: Readonly<Record<keyof OrderForDriverDto, string | undefined>> = {
  recipient: 'the name and the telephone of the recipient',
  delivery_address: 'the address',
  notes: 'the notes',
  time_window_start: 'the hours in which to come',
  time_window_end: undefined,
  estimated_delivery_at: 'the hour at which the route expects to be there',
  tracking_id: 'the code on the label',
  status: 'the state of the parcel',
  attempt_count: 'how often delivery was tried',
  order_id: undefined,
  route_id: undefined,
  version: undefined,
};

const listed = (words: readonly (string | undefined)[]): string => {
  const said = words.filter((word) => word !== undefined);
  return `${said.slice(0, -1).join(', ')} and ${said.at(-1) ?? ''}`;
};

const PEOPLE: Readonly<Record<Role, Person>> = {
  shop: {
    who: 'A shop sends parcels. Its programs show a key that DINEX made for them; a shop has at most two keys at a time.',
    sees:
      'A shop sees its own parcels and what became of each. It sees nothing of another shop, not even that it exists, and ' +
      'nothing of how the courier works: no driver, no route, no scan that came too late. While a shop is suspended it sees nothing and may do nothing; ' +
      'the parcels that it had sent go on.',
    may: 'A shop may',
  },
  driver: {
    who: 'A driver signs in on the telephone, with a password and an authenticator app.',
    sees:
      `A driver sees their own routes, and of each parcel that still has to be delivered on them ${listed(Object.values(SHOWN_TO_DRIVERS))}. ` +
      'A driver sees no price, no e-mail address and no identity document, no route of another driver, and no address any more once the parcel is ' +
      'delivered or the route is over.',
    may: 'A driver may',
  },
  dispatcher: {
    who:
      'A dispatcher runs the day: plans routes, changes them and answers when somebody calls. A dispatcher signs in with a password and an ' +
      'authenticator app; a program that works as one has a key.',
    sees:
      'A dispatcher sees the parcels and routes of all shops and drivers whole: recipients, prices, who scanned what and where, and scans that came ' +
      'too late. A dispatcher sees no keys of shops and not the record of who changed what.',
    may: 'A dispatcher may',
  },
  operator: {
    who: 'An operator keeps the service running. An operator signs in as a dispatcher does, or has a key.',
    sees:
      'An operator sees all that a dispatcher sees, the keys of shops without their texts, which nobody can see again, and the record of who changed ' +
      'what. In that record names, telephones and addresses of recipients cannot be read.',
    may: 'An operator may do all that a dispatcher may, and also',
  },
};

const sentences = (role: Role): string[] => Object.values(POLICY).flatMap(({ allows }) => allows[role]?.may ?? []);

function sectionOf(role: Role): string {
  const { who, sees, may } = PEOPLE[role];
  const known = new Set(role === 'operator' ? sentences('dispatcher') : []);
  const own = [...new Set(sentences(role))].filter((told) => !known.has(told));
  return `## ${role.charAt(0).toUpperCase()}${role.slice(1)}\n\n${who}\n\n${sees}\n\n${may}:\n\n${own.map((told) => `- ${told}`).join('\n')}\n`;
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
  const open = Object.values(PUBLIC_ROUTES).map((why) => `- ${why}`);
  return format(
    `# Who may do what

Everyone who asks DINEX for something has one role. What is not written here under that role it may not do, and what belongs to somebody else is for
it as if it did not exist. An order is one parcel.

${ROLES.map(sectionOf).join('\n')}
## Recipient

A recipient has no role and signs in nowhere. Letters and text messages tell recipients of their own parcel, and of no other.

## Everybody

Without sign-in and without key one may only ask:

${open.join('\n')}

## The table

For programmers. All of this page is written from one table, \`src/access/policy.ts\` (\`npm run access\`), which also decides; a test asks each route as
each role. \`all\`: with everything; \`own\`: with what is its own; –: not at all. A key may be limited to scopes. The last column names what the row answers of OWASP's API
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
