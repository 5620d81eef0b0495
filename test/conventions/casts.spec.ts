import { globSync, readFileSync } from 'node:fs';
import * as ts from 'typescript';

const PARSED = globSync('src/**/*.ts')
  .filter((file) => !/[.](spec|fixture)[.]ts$/.test(file))
  .map((file) => ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true));

/** Returns what stands in a source at every depth, in order. */
const nodesIn = (node: ts.Node): ts.Node[] => [node, ...node.getChildren().flatMap(nodesIn)];

const isConst = ({ type }: ts.AsExpression): boolean => type.getText() === 'const';
const castsIn = (source: ts.SourceFile): ts.AsExpression[] =>
  nodesIn(source)
    .filter((node) => ts.isAsExpression(node))
    .filter((cast) => !isConst(cast));

const lineOf = (source: ts.SourceFile, position: number): number => source.getLineAndCharacterOfPosition(position).line;
const COMMENT = /\/\/ \S|^\s*(?:\/?\*\*? |\*\/)/;

/** Whether a comment stands on one of the cast's lines, or above the cast, its statement or the member of a class that it is in. */
function saysWhy(source: ts.SourceFile, cast: ts.AsExpression): boolean {
  const lines = source.text.split('\n');
  let whole: ts.Node = cast;
  while (!ts.isStatement(whole) && !ts.isClassElement(whole)) whole = whole.parent;
  const [first, last] = [lineOf(source, cast.getStart()), lineOf(source, cast.getEnd())];
  const beside = [
    lineOf(source, whole.getStart()) - 1,
    first - 1,
    ...Array.from({ length: last - first + 1 }, (_, i) => first + i),
  ];
  return beside.some((line) => COMMENT.test(lines[line] ?? ''));
}

const placesOf = (pick: (source: ts.SourceFile, cast: ts.AsExpression) => boolean, sources = PARSED): string[] =>
  sources.flatMap((source) =>
    castsIn(source)
      .filter((cast) => pick(source, cast))
      .map((cast) => `${source.fileName}:${lineOf(source, cast.getStart()) + 1}: ${cast.getText()}`),
  );

const isDouble = (_source: ts.SourceFile, { expression }: ts.AsExpression): boolean =>
  ts.isAsExpression(expression) && !isConst(expression);
const isBare = (source: ts.SourceFile, cast: ts.AsExpression): boolean => !saysWhy(source, cast);
const parsed = (text: string): ts.SourceFile[] => [ts.createSourceFile('probe.ts', text, ts.ScriptTarget.Latest, true)];

describe('a cast', () => {
  it('says in a comment why the compiler cannot know', () => {
    expect(placesOf(isBare)).toEqual([]);
  });

  it.each([
    ['without a comment', 'const a = b as C;', 1],
    ['under a comment', '// It was checked.\nconst a = b as C;', 0],
    ['beside a comment', 'const a = b as C; // It was checked.', 0],
    ['two lines under a comment', '// It was checked.\nconst x = 1;\nconst a = b as C;', 1],
    [
      'within a method whose comment is not about it',
      'class X {\n  // Why.\n  m() {\n    const y = 1;\n    return y as C;\n  }\n}',
      1,
    ],
    ['of constants', 'const a = [1] as const;', 0],
  ])('%s', (_what, text, bare) => {
    expect(placesOf(isBare, parsed(text))).toHaveLength(bare);
  });

  it('is double at most four times, where a library’s types leave no other way', () => {
    expect(placesOf(isDouble).length).toBeLessThanOrEqual(4);
    expect(placesOf(isDouble, parsed('const a = b as unknown as C;'))).toHaveLength(1);
  });
});

describe('a spread of an absent field', () => {
  const isEmpty = (node: ts.Expression): boolean => {
    const inner = ts.isParenthesizedExpression(node) ? node.expression : node;
    return ts.isObjectLiteralExpression(inner) && inner.properties.length === 0;
  };
  const spreads = (sources: readonly ts.SourceFile[]): string[] =>
    sources.flatMap((source) =>
      nodesIn(source)
        .filter((node) => ts.isSpreadAssignment(node))
        .filter(
          ({ expression }) =>
            ts.isParenthesizedExpression(expression) &&
            ts.isConditionalExpression(expression.expression) &&
            [expression.expression.whenTrue, expression.expression.whenFalse].some(isEmpty),
        )
        .map((spread) => `${source.fileName}:${lineOf(source, spread.getStart()) + 1}`),
    );

  it('is rare: present() leaves absent fields out', () => {
    expect(spreads(PARSED).length).toBeLessThanOrEqual(10);
    expect(spreads(parsed('const a = { ...(b === undefined ? {} : { b }) };'))).toHaveLength(1);
  });

  it('stands only where present() would be called a thousand times, or in the planner, which imports nothing', () => {
    expect(spreads(PARSED).filter((place) => !/^src\/(geo\/districts|planner\/)/.test(place))).toEqual([]);
  });
});
