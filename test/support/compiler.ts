import { resolve } from 'node:path';
import ts from 'typescript';

/** A change of one source file: what stands there once, and what stands in its place. */
export interface SourceChange {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

const { options } = ts.parseJsonConfigFileContent(
  ts.readConfigFile('tsconfig.json', (path) => ts.sys.readFile(path)).config,
  ts.sys,
  '.',
);
const parsed = new Map<string, ts.SourceFile | undefined>();

/** Reads each file once for all programs, but for the one that is changed. */
function hostWith(change: SourceChange | undefined): ts.CompilerHost {
  const host = ts.createCompilerHost(options);
  return {
    ...host,
    getSourceFile: (path, version) => {
      if (change !== undefined && resolve(path) === resolve(change.file))
        return ts.createSourceFile(path, changed(host.readFile(path) ?? '', change), version);
      if (!parsed.has(path)) parsed.set(path, host.getSourceFile(path, version));
      return parsed.get(path);
    },
  };
}

function changed(text: string, { file, from, to }: SourceChange): string {
  const [before, after, ...more] = text.split(from);
  if (before === undefined || after === undefined || more.length > 0)
    throw new Error(`${file} does not hold once: ${from}`);
  return before + to + after;
}

/** Returns what the compiler says of a file, after a change of this or of another one. */
export function errorsIn(file: string, change?: SourceChange): string[] {
  const program = ts.createProgram({
    rootNames: [file],
    options: { ...options, noEmit: true },
    host: hostWith(change),
  });
  return program
    .getSemanticDiagnostics(program.getSourceFile(file))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}
