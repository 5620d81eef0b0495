import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

const IGNORED = ['node_modules/**', 'dist/**', 'dist-lambda/**', 'cdk.out/**', '.venv/**', '.dinex/**'];
const documents = globSync('**/*.md', { exclude: IGNORED }).sort();
const read = (file: string): string => readFileSync(file, 'utf8');
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };

/** The text outside blocks of code, where links are links. */
const prose = (file: string): string => read(file).replaceAll(/^```[\s\S]*?^```/gm, '');
const isScript = (name: string): boolean =>
  name in scripts || (name.endsWith(':') && Object.keys(scripts).some((script) => script.startsWith(name)));

/** The anchors of a document's headings, as GitHub makes them. */
function anchors(file: string): string[] {
  return [...prose(file).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** What a document links to in the repository, as written. */
function localLinks(file: string): string[] {
  const text = prose(file).replaceAll(/`[^`\n]*`/g, '`code`');
  const links = [...text.matchAll(/\]\(([^)\s]+)\)/g), ...text.matchAll(/<img src="([^"]+)"/g)];
  return links.map(([, target = '']) => target).filter((target) => !/^[a-z]+:/.test(target));
}

/** Files and folders that a document names in code spans, without those that stand for many (`NAME.dto.ts`, `{a,b}`, `…`). */
function namedPaths(file: string): string[] {
  return [...prose(file).matchAll(/`((?:src|test|infra|bench|docs|tools|monitoring|jenkins)\/[\w./-]+)`/g)]
    .map(([, path = '']) => path)
    .filter((path) => !/[A-Z]{4}/.test(path) || existsSync(path));
}

it('finds the documents', () => {
  expect(documents).toEqual(
    expect.arrayContaining(['README.md', 'CONTRIBUTING.md', 'docs/architecture.md', 'src/planner/README.md']),
  );
});

describe.each(documents)('%s', (file) => {
  it('links to what exists', () => {
    const broken = localLinks(file).filter((link) => {
      const [path = '', anchor] = link.split('#');
      const target = path === '' ? file : join(dirname(file), path);
      return !existsSync(target) || (anchor !== undefined && !anchors(target).includes(anchor));
    });
    expect(broken).toEqual([]);
  });

  it('names files that exist', () => {
    expect(namedPaths(file).filter((path) => !existsSync(path))).toEqual([]);
  });

  it('names npm scripts that exist', () => {
    const named = [...read(file).matchAll(/npm run (?:--silent )?([a-z][\w:-]*)/g)].map(([, script = '']) => script);
    expect(named.filter((script) => !isScript(script))).toEqual([]);
  });
});

it('names only commands that exist in .env.example, too', () => {
  const named = [...read('.env.example').matchAll(/`npm (?:run )?([a-z][\w:-]*)/g)].map(([, script = '']) => script);
  expect(named.filter((script) => !isScript(script))).toEqual([]);
});

it('has no comment or script that names a file which is not there', () => {
  // The probes of the dependency rules name files of a tree of their own.
  const texts = globSync(
    '{*.cjs,*.mjs,Jenkinsfile,{src,test,infra,bench,tools,monitoring,jenkins}/**/*.{ts,mjs,cjs,sh,yml,yaml}}',
  ).filter((file) => file !== 'test/conventions/dependencies.spec.ts');
  const path =
    /(?<![\w./@-])(?:docs|infra|bench|test|src|tools|monitoring)\/[\w./-]+\.(?:ts|md|mjs|cjs|sh|json|svg)\b/g;
  const missing = texts.flatMap((file) =>
    [...read(file).matchAll(path)].filter(([named]) => !existsSync(named)).map(([named]) => `${file}: ${named}`),
  );
  expect(missing).toEqual([]);
});

describe('the decisions', () => {
  const files = globSync('docs/decisions/*.md').sort();
  const entries = files.flatMap((file) =>
    read(file)
      .split(/^## /m)
      .slice(1)
      .map((entry) => [file, entry] as const),
  );

  it('are all in the index', () => {
    const index = localLinks('docs/decisions.md').map((link) => join('docs', link));
    expect(index.filter((file) => file.startsWith('docs/decisions/')).sort()).toEqual(files);
  });

  it('has an entry in each file, none hidden in a list', () => {
    expect(files.filter((file) => !entries.some(([of]) => of === file))).toEqual([]);
  });

  it.each(entries)('%s: each has a date, a status and a reason', (_file, entry) => {
    const [title = '', , text = ''] = entry.split('\n');
    expect(title).toMatch(/\S/);
    expect(text).toMatch(
      /^_\d{4}-\d\d-\d\d,( amended \d{4}-\d\d-\d\d,)? (in force|withdrawn|superseded by \[.+\]\(.+\))\._ \S/,
    );
  });

  it('have titles of their own', () => {
    const titles = entries.map(([, entry]) => entry.split('\n')[0]);
    expect(titles.filter((title, i) => titles.indexOf(title) !== i)).toEqual([]);
  });
});

it('says of each runtime dependency why it is there', () => {
  const { dependencies } = JSON.parse(read('package.json')) as { dependencies: Record<string, string> };
  const named = [
    ...read('docs/decisions/dependencies.md').matchAll(/`([^`\s{}]*)(?:\{([^`}]+)\}([^`\s]*))?`/g),
  ].flatMap(([, start = '', members, end = '']) =>
    members === undefined ? [start] : members.split(',').map((member) => start + member + end),
  );
  expect(Object.keys(dependencies).filter((name) => !named.includes(name))).toEqual([]);
});

describe('the changelog', () => {
  const KINDS = ['Added', 'Changed', 'Deprecated', 'Removed', 'Fixed', 'Security'];

  it('has what is unreleased first, then versions with their dates', () => {
    const [first, ...versions] = [...read('CHANGELOG.md').matchAll(/^## (.+)$/gm)].map(([, heading = '']) => heading);
    expect(first).toBe('[Unreleased]');
    for (const version of versions) expect(version).toMatch(/^\[\d+\.\d+\.\d+\] - \d{4}-\d\d-\d\d$/);
  });

  it('sorts changes by their kinds, each once a version', () => {
    for (const version of read('CHANGELOG.md').split(/^## /m).slice(1)) {
      const kinds = [...version.matchAll(/^### (.+)$/gm)].map(([, kind = '']) => kind);
      expect(kinds).toEqual(KINDS.filter((kind) => kinds.includes(kind)));
    }
  });
});

it('uses no words that only its authors could explain', () => {
  const texts = globSync(
    '{*.md,*.cjs,*.mjs,.env.example,{src,test,infra,bench,docs,tools,monitoring,jenkins}/**/*.{ts,md,mjs,sh,yml,yaml}}',
  );
  const unexplained = /\bthe seeds\b|\bseed documents?\b|\bour notes\b|\bdesign[.]md\b|\bissue #?\d+\b/i;
  expect(texts.length).toBeGreaterThan(600);
  expect(texts.filter((file) => file !== 'test/conventions/documents.spec.ts' && unexplained.test(read(file)))).toEqual(
    [],
  );
});

/** What a new reader looks for, and what the file that is named for it must hold. */
const WHERE: Readonly<Record<string, RegExp>> = {
  'a 405 and its `Allow`': /allowedMethods/,
  'the limit of a body': /MEGABYTE|LIMIT/i,
  "what a Lambda's role may do": /grants?|actions/i,
  'tables, keys, indexes': /TABLES = /,
  'the states of a parcel': /STATES/,
  'titles and statuses of problems': /PROBLEMS/,
  'cancelling an order': /cancel/i,
  'an order joining or leaving a route': /released?/i,
  'a route, its version': /version/,
  'what a fleet is answered': /Plan/,
  'what recipients read, in Spanish and English': /es-PE/,
  'annealing, temperatures': /temperature|anneal/i,
  'waiting and trying again': /backOff/,
};

describe('the table of what is where', () => {
  const rows = new Map(
    [...read('docs/architecture.md').matchAll(/^\| (.+?) +\| (`.+?)\|$/gm)].map(([, what = '', where = '']) => [
      what,
      [...where.matchAll(/`([^`]+)`/g)].map(([, path = '']) => path).filter((path) => path.includes('/')),
    ]),
  );

  it.each(Object.entries(WHERE))('leads from "%s" to its file', (what, content) => {
    const [file = ''] = rows.get(what) ?? [];
    expect(statSync(file).isFile()).toBe(true);
    expect(read(file)).toMatch(content);
  });
});
