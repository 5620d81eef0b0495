/**
 * Scores the offline geocoder on addresses with known districts: `npm run bench:geocoder -- --data DIR [--misses] [--json]`.
 * DIR holds `address-cases.json` ({address, expected: {ubigeo} | null, confidence: high | low | none}) and
 * `addresses.csv` (address,ubigeo,lat,lon,src). Confidently wrong: another district at 0.7 or more, or any answer at 0.7 or
 * more where nothing should resolve.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parse } from 'csv-parse/sync';
import { districtTable } from '../../src/geo/districts';
import { resolveOffline } from '../../src/geo/offline-geocoder';

interface Case {
  readonly id: string;
  readonly address: string;
  readonly expected: string | null;
  readonly confidence: 'high' | 'low' | 'none';
}

const CONFIDENT = 0.7;
const { values } = parseArgs({
  options: { data: { type: 'string' }, misses: { type: 'boolean' }, json: { type: 'boolean' } },
});
if (!values.data) throw new Error('usage: npm run bench:geocoder -- --data DIR [--misses] [--json]');

function readCases(directory: string): Map<string, Case[]> {
  const cases = JSON.parse(readFileSync(join(directory, 'address-cases.json'), 'utf8')) as (Omit<Case, 'expected'> & {
    expected: { ubigeo: string } | null;
  })[];
  const rows = parse<{ address: string; ubigeo: string; src: string }>(readFileSync(join(directory, 'addresses.csv')), {
    columns: true,
  });
  const files = new Map([['address-cases.json', cases.map((c) => ({ ...c, expected: c.expected?.ubigeo ?? null }))]]);
  rows.forEach((row, i) => {
    const name = `addresses.csv ${row.src}`;
    const list = files.get(name) ?? [];
    list.push({ id: String(i + 2), address: row.address, expected: row.ubigeo, confidence: 'high' });
    files.set(name, list);
  });
  return files;
}

/** Every district written out with its province, one random-free edit at each letter in turn. */
function misspelt(): Case[] {
  const cases: Case[] = [];
  for (const d of districtTable().all) {
    if (d.district.length < 5) continue;
    const at = 1 + ((Number(d.ubigeo) * 7) % (d.district.length - 2));
    const edits = [
      d.district.slice(0, at) + d.district.slice(at + 1),
      d.district.slice(0, at) + 'x' + d.district.slice(at + 1),
      d.district.slice(0, at) + d.district.charAt(at + 1) + d.district.charAt(at) + d.district.slice(at + 2),
    ];
    for (const [k, name] of edits.entries()) {
      const address = `Calle Los Pinos 123, ${name}, ${d.province}, ${d.department}`;
      cases.push({ id: `${d.ubigeo}/${k}`, address, expected: d.ubigeo, confidence: 'high' });
    }
  }
  return cases;
}

function score(name: string, cases: readonly Case[]): Record<string, string | number> {
  let [right, wrong, confidentlyWrong, unresolved, unsure] = [0, 0, 0, 0, 0];
  const begin = process.cpuUsage();
  for (const c of cases) {
    const outcome = resolveOffline(c.address);
    const got = outcome.found ? (outcome.ubigeo ?? null) : null;
    const confident = outcome.found && outcome.confidence >= CONFIDENT;
    if (got === c.expected) right++;
    else if (got === null) unresolved++;
    else wrong++;
    if ((got !== c.expected && got !== null && confident) || (c.confidence === 'low' && confident)) confidentlyWrong++;
    if (got === c.expected && c.confidence === 'high' && !confident) unsure++;
    if (
      values.misses &&
      (got !== c.expected || (confident && c.confidence !== 'high') || (!confident && c.confidence === 'high'))
    ) {
      console.log(
        c.id,
        c.address,
        'expected',
        c.expected,
        'got',
        outcome.found ? [got, outcome.confidence] : outcome.reason,
      );
    }
  }
  const us = process.cpuUsage(begin);
  const percent = (n: number): number => Math.round((n / cases.length) * 10_000) / 100;
  return {
    set: name,
    cases: cases.length,
    'right %': percent(right),
    'wrong %': percent(wrong),
    'confidently wrong %': percent(confidentlyWrong),
    'unresolved %': percent(unresolved),
    'right but unsure %': percent(unsure),
    'µs each': Math.round((us.user + us.system) / cases.length),
  };
}

const table = [...readCases(values.data), ['one letter wrong, province given', misspelt()] as const].map(
  ([name, cases]) => score(name, cases),
);
if (values.json) console.log(JSON.stringify(table, null, 2));
else console.table(table);
