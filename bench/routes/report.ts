import type { Instance } from './instance';

export interface Row {
  readonly instance: string;
  readonly n: number;
  readonly cost: number;
  readonly best_known: number | null;
  readonly gap_pct: number | null;
  readonly cpu_ms: number;
  readonly nn_cost: number | null;
}

/** The classes of the goals. Solomon's type 1 has tight windows and short routes, type 2 wide ones. */
export function classOf(path: string, { n, kind }: Instance): string {
  const name = path.split('/').at(-1) ?? path;
  if (kind === 'atsp') return 'asymmetric TSP';
  if (kind === 'tsp' || kind === 'open') {
    if (n <= 201) return 'TSP and open, n <= 200';
    return n >= 900 ? 'TSP n = 1000' : 'TSP n = 201 to 899';
  }
  if (kind === 'cvrp')
    return n <= 160
      ? 'CVRP n <= 160'
      : n <= 250
        ? 'CVRP n = 161 to 250'
        : n < 900
          ? 'CVRP n = 251 to 899'
          : 'CVRP n = 1000';
  if (name.startsWith('ORTEC')) return 'VRPTW ORTEC';
  if (name.endsWith('.json')) return name.includes('tsptw') ? 'TSPTW Peru' : 'VRPTW Peru';
  return `VRPTW n = ${n} type ${/^(R|C|RC)2/.test(name) ? '2 (wide)' : '1 (tight)'}`;
}

export function textRow(row: Row, note: string): string {
  const figure = (x: number | null, width: number, digits: number): string =>
    (x?.toFixed(digits) ?? '-').padStart(width);
  const nnGap = row.nn_cost === null || row.best_known === null ? null : percent(row.nn_cost, row.best_known);
  return (
    row.instance.padEnd(46) +
    figure(row.n, 6, 0) +
    figure(row.cost, 11, 1) +
    figure(row.best_known, 11, 1) +
    figure(row.gap_pct, 9, 3) +
    figure(row.cpu_ms, 9, 1) +
    figure(nnGap, 9, 1) +
    (note === '' ? '' : `  ${note}`)
  );
}

export const HEADER = 'instance'.padEnd(46) + '     n       cost       best    gap %   cpu ms     nn %';

export function percent(cost: number, best: number): number {
  if (best === 0) return cost === 0 ? 0 : Infinity;
  return (100 * (cost - best)) / best;
}

export function summary(rows: readonly { row: Row; group: string }[], limitMs: number): string[] {
  const groups = Map.groupBy(rows, ({ group }) => group);
  const lines = [`${'class'.padEnd(28)} count  mean gap %  at best  nn gap %`];
  for (const [group, members] of [...groups].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const gaps = members.flatMap(({ row }) => (row.gap_pct === null ? [] : [row.gap_pct]));
    const nn = members.flatMap(({ row }) =>
      row.nn_cost === null || row.best_known === null ? [] : [percent(row.nn_cost, row.best_known)],
    );
    const atBest = gaps.filter((gap) => gap < 1e-9).length;
    lines.push(
      `${group.padEnd(28)}${`${members.length}`.padStart(6)}${mean(gaps).padStart(12)}${`${atBest}`.padStart(9)}${mean(nn, 1).padStart(10)}`,
    );
  }
  const overshoots = rows.map(({ row }) => row.cpu_ms - limitMs).sort((a, b) => a - b);
  const p95 = overshoots[Math.min(overshoots.length - 1, Math.ceil(0.95 * overshoots.length) - 1)] ?? 0;
  lines.push(`overshoot of ${limitMs} ms CPU: p95 ${p95.toFixed(1)} ms, max ${(overshoots.at(-1) ?? 0).toFixed(1)} ms`);
  return lines;
}

function mean(figures: readonly number[], digits = 3): string {
  return figures.length === 0 ? '-' : (figures.reduce((a, b) => a + b, 0) / figures.length).toFixed(digits);
}
