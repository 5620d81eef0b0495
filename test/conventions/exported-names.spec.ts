import { globSync, readFileSync } from 'node:fs';
import ts from 'typescript';

/** Names that stand for one thing in several files, with the reason why one file could not do. */
const SHARED: Readonly<Record<string, string>> = {};

/** The names that a file declares and exports; what it passes on from another file is that file's. */
function exportedNames(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest);
  const names: string[] = [];
  for (const statement of source.statements) {
    if (
      ts.isExportDeclaration(statement) &&
      !statement.moduleSpecifier &&
      statement.exportClause &&
      ts.isNamedExports(statement.exportClause)
    )
      names.push(...statement.exportClause.elements.map(({ name }) => name.text));
    if (!ts.canHaveModifiers(statement)) continue;
    if (!ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) continue;
    if (ts.isVariableStatement(statement))
      for (const { name } of statement.declarationList.declarations) {
        if (ts.isIdentifier(name)) names.push(name.text);
      }
    else if (
      ts.isFunctionDeclaration(statement) ||
      ts.isClassDeclaration(statement) ||
      ts.isInterfaceDeclaration(statement) ||
      ts.isTypeAliasDeclaration(statement) ||
      ts.isEnumDeclaration(statement)
    )
      names.push(statement.name?.text ?? 'default');
  }
  return [...new Set(names)];
}

function filesByName(files: readonly string[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const file of files) for (const name of exportedNames(file)) found.set(name, [...(found.get(name) ?? []), file]);
  return found;
}

const exported = filesByName(globSync('src/**/*.ts').sort());

it('reads the exports', () => {
  expect(exported.size).toBeGreaterThan(500);
  expect(exported.get('Order')).toEqual(['src/orders/order.ts']);
});

it('gives each exported name one meaning', () => {
  const ambiguous = [...exported].filter(([name, files]) => files.length > 1 && !(name in SHARED));
  expect(Object.fromEntries(ambiguous)).toEqual({});
});

it('excuses only names that need it', () => {
  expect(Object.keys(SHARED).filter((name) => (exported.get(name)?.length ?? 0) < 2)).toEqual([]);
});
