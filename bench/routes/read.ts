import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Instance } from './instance';
import { readJson } from './json-form';
import { readSolomon } from './solomon';
import { readTsplib } from './tsplib';

export const BEST_KNOWN = 'best-known.json';

/** Paths below `directory` of everything that looks like an instance, sorted. */
export function listInstances(directory: string): string[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(tsp|atsp|vrp|txt|json)$/i.test(path) && !path.endsWith(BEST_KNOWN))
    .map((path) => path.replaceAll('\\', '/'))
    .sort();
}

export function readInstance(directory: string, path: string): Instance {
  const text = readFileSync(join(directory, path), 'utf8').replaceAll('\r', '');
  if (path.endsWith('.json')) return readJson(text);
  // Both kinds of VRPTW files are called .txt; only TSPLIB's notation declares its dimension.
  return /^DIMENSION\b/m.test(text) ? readTsplib(text) : readSolomon(text);
}

export function readBestKnown(directory: string): ReadonlyMap<string, number> {
  let text: string;
  try {
    text = readFileSync(join(directory, BEST_KNOWN), 'utf8');
  } catch {
    return new Map();
  }
  const entries = JSON.parse(text) as Readonly<Record<string, number | { readonly best: number }>>;
  return new Map(Object.entries(entries).map(([path, v]) => [path, typeof v === 'number' ? v : v.best]));
}
