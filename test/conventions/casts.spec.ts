import { globSync, readFileSync } from 'node:fs';

const sources = globSync('src/**/*.ts').filter((file) => !/[.](spec|fixture)[.]ts$/.test(file));
const linesWith = (pattern: RegExp): string[] =>
  sources.flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .flatMap((line, i) => (pattern.test(line) ? [`${file}:${i + 1}: ${line.trim()}`] : [])),
  );

describe('the compiler is overruled', () => {
  it('by a double cast only where a library’s types leave no other way', () => {
    expect(linesWith(/\bas unknown as\b/).filter((line) => !line.startsWith('src/http/allowed-methods.ts'))).toEqual(
      [],
    );
  });
});

it('absent fields are left out by present(), but where it would be called a thousand times or the planner stays alone', () => {
  const spreads = linesWith(/\.\.\.\(.*\? (\{\} :|\{.*\} : \{\}\))/);
  expect(spreads.filter((line) => !/^src\/(geo\/districts|planner\/)/.test(line))).toEqual([]);
});
