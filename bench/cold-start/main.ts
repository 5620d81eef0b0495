/**
 * `npm run bench:cold-start [-- --runs N] [--only NAME,NAME] [--json]`
 * The CPU that a cold start takes against the embedded stores, median of N processes each: `init`, for which Lambda gives a whole
 * processor, and the first event, for which it gives a share by memory. As ratios over bare functions of the same kind, as
 * milliseconds differ from machine to machine (bench/README.md).
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { startPlatform } from '../../src/local/platform';
import { Candidate, candidatesFor } from './candidates';
import { answerOf } from './record';
import { prepareSubjects, Subject } from './subjects';

interface Start {
  readonly init: number;
  readonly first: number;
}

interface Series {
  readonly subject: Subject;
  readonly candidate: Candidate;
  readonly starts: Start[];
}

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '15' },
    only: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
const CHILD = resolve('bench/cold-start/child.mjs');

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'dinex-bench-'));
  const platform = await startPlatform({ dataDir: null, stage: 'bench' });
  try {
    const subjects = await prepareSubjects(platform);
    const all: Series[] = [];
    for (const subject of subjects.all.filter(({ name }) => values.only?.split(',').includes(name) ?? true))
      for (const candidate of await candidatesFor(subject, folder, subjects.environment))
        all.push({ subject, candidate, starts: [] });
    // In rounds, so that a busy moment of the machine falls on all alike.
    for (let run = 0; run < Number(values.runs); run++)
      for (const series of all) series.starts.push(await start(series, subjects.environment));
    if (values.json) console.log(JSON.stringify(rowsOf(all)));
    else print(all);
  } finally {
    await platform.stop();
    rmSync(folder, { recursive: true });
  }
}

async function start({ subject, candidate }: Series, env: NodeJS.ProcessEnv): Promise<Start> {
  const event = JSON.stringify(await subject.event());
  const { answer, ...spent } = (await answerOf([CHILD, candidate.entry, event], env)) as Start & { answer: unknown };
  if (!subject.succeeded(answer)) throw new Error(`${candidate.entry} answered ${JSON.stringify(answer)}`);
  return spent;
}

const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0;
const whole = ({ starts }: Series): number => median(starts.map(({ init, first }) => init + first));
const firstEvent = ({ starts }: Series): number => median(starts.map(({ first }) => first));
const isProduct = ({ candidate }: Series): boolean => candidate.name === 'product';
const rounded = (ratio: number): number => Number(ratio.toFixed(3));

interface Row {
  /** A function, or `FUNCTION first event`. */
  readonly name: string;
  readonly reference: string;
  readonly cache: string;
  readonly ratio: number;
}

function rowsOf(all: readonly Series[]): Row[] {
  const measures = [
    ['', whole],
    [' first event', firstEvent],
  ] as const;
  return all.filter(isProduct).flatMap((product) =>
    measures.flatMap(([suffix, measure]) =>
      all
        .filter((series) => series.subject === product.subject && !isProduct(series))
        .map((bare) => ({
          name: product.subject.name + suffix,
          reference: bare.candidate.cache === 'used' ? `${bare.candidate.name}-cached` : bare.candidate.name,
          cache: product.candidate.cache,
          ratio: rounded(measure(product) / measure(bare)),
        })),
    ),
  );
}

function print(all: readonly Series[]): void {
  console.table(
    all.map((series) => ({
      name: series.subject.name,
      what: series.candidate.name,
      cache: series.candidate.cache,
      init_ms: Math.round(median(series.starts.map(({ init }) => init))),
      first_event_ms: Math.round(firstEvent(series)),
      all_ms: Math.round(whole(series)),
    })),
  );
  const table = new Map<string, Record<string, string | number>>();
  for (const { name, reference, cache, ratio } of rowsOf(all)) {
    const key = `${name}, ${cache === 'used' ? 'cached' : 'uncached'}`;
    table.set(key, { ...table.get(key), [`over ${reference}`]: ratio.toFixed(2) });
  }
  console.table(Object.fromEntries(table));
  console.table(Object.fromEntries(all.filter(isProduct).map((series) => [sizeName(series), sizesOf(series)])));
}

const sizeName = ({ subject, candidate }: Series): string =>
  candidate.cache === 'used' ? `${subject.name}, with compiled code` : subject.name;

/** Megabytes of what is deployed, as it is and as a zip holds it. */
function sizesOf({ candidate }: Series): Record<string, string> {
  const names = candidate.cache === 'used' ? ['index.js', 'index.cache'] : ['index.js'];
  const files = names.map((name) => readFileSync(new URL(name, candidate.entry)));
  const megabytes = (sizes: readonly number[]): string => (sizes.reduce((a, b) => a + b, 0) / 1e6).toFixed(2);
  return {
    raw_MB: megabytes(files.map((file) => file.length)),
    gz_MB: megabytes(files.map((file) => gzipSync(file).length)),
  };
}

void main();
