import { globSync, readFileSync } from 'node:fs';
import * as ts from 'typescript';

const FILES = globSync('src/**/*.ts').filter((file) => !/[.](spec|fixture|data)[.]ts$/.test(file));
const parse = (file: string, text = readFileSync(file, 'utf8')): ts.SourceFile =>
  ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
const SOURCES = FILES.map((file) => parse(file));

interface Docblock {
  readonly at: string;
  readonly text: string;
  /** Whether it is a function's or a method's. */
  readonly ofFunction: boolean;
}

function docblocksIn(source: ts.SourceFile): Docblock[] {
  const found: Docblock[] = [];
  const visit = (node: ts.Node): void => {
    const comment = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc).at(-1);
    if (comment?.parent === node) {
      const line = source.getLineAndCharacterOfPosition(comment.getStart()).line + 1;
      found.push({ at: `${source.fileName}:${line}`, text: textOf(comment), ofFunction: isPublicFunction(node) });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

const textOf = (comment: ts.JSDoc): string =>
  comment
    .getText()
    .replace(/^\/\*\*\s*|\s*\*\/$/g, '')
    .replaceAll(/\s*\n?\s*\*\s/g, ' ')
    .trim();

function isPublicFunction(node: ts.Node): boolean {
  const is = (kind: ts.SyntaxKind): boolean =>
    ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some((modifier) => modifier.kind === kind);
  if (ts.isMethodDeclaration(node)) return !is(ts.SyntaxKind.PrivateKeyword);
  if (!is(ts.SyntaxKind.ExportKeyword)) return false;
  if (ts.isFunctionDeclaration(node)) return true;
  if (!ts.isVariableStatement(node)) return false;
  const [declaration] = node.declarationList.declarations;
  return declaration?.initializer !== undefined && ts.isArrowFunction(declaration.initializer);
}

/** Says first what the function does, or what it says yes or no to. */
const VERB = /^(?:Whether|@throws|(?!Metres|Milliseconds|Seconds|Degrees|Edits|Figures|Texts)[A-Z][a-z]+s)\b/;
/** Begins with what only its neighbours complete, or says "answers" where a function returns. */
const FRAGMENT = /^(?:Of|By|For|With|From|To|As|In|On|The same|Likewise)\b(?! here on)|^Answers\b/;

const blocks = SOURCES.flatMap(docblocksIn);
const inProbe = (text: string): Docblock[] => docblocksIn(parse('probe.ts', text));

describe('a docblock', () => {
  it('of a function begins with what it does: returns, throws, sends', () => {
    const without = blocks.filter(({ ofFunction, text }) => ofFunction && !VERB.test(text));
    expect(without.map(({ at, text }) => `${at}: ${text.slice(0, 60)}`)).toEqual([]);
  });

  it('is a sentence that stands alone', () => {
    const fragments = blocks.filter(({ text }) => FRAGMENT.test(text));
    expect(fragments.map(({ at, text }) => `${at}: ${text.slice(0, 60)}`)).toEqual([]);
  });

  it('is found wherever one can be, and judged by how it begins', () => {
    const found = inProbe(`
      /** Returns one. */ export function one() { return 1; }
      /** Two digits. */ export const two = (x: number) => x;
      export interface Costs {
        /** Of the costs between jobs. */ readonly job: number }
      export class Shop {
        /** Answers the price. */ price() { return 1; }
        /** Secret. */ private cost() { return 1; } }
    `);
    expect(found.map(({ text, ofFunction }) => [ofFunction && !VERB.test(text), FRAGMENT.test(text)])).toEqual([
      [false, false],
      [true, false],
      [false, true],
      [false, true],
      [false, false],
    ]);
    expect(blocks.length).toBeGreaterThan(1_000);
  });
});
