import { Coordinates } from './coordinates';
import {
  assemble,
  Block,
  blocks,
  Cell,
  checkPoints,
  DistanceMatrix,
  MatrixError,
  MatrixOptions,
  MatrixProvider,
} from './matrix';
import { memberOf } from '../kernel/record';

export interface OsrmOptions {
  /** Up to and without `/table/v1/driving`. */
  readonly url: string;
  /** Points in one request: OSRM's own `--max-table-size` is 100 unless its operator raised it. */
  readonly max_points?: number;
}

type Figures = readonly (readonly (number | null)[])[];

function table(answer: unknown, key: 'durations' | 'distances', rows: number, columns: number): Figures {
  const figures = memberOf(answer, key);
  const square =
    Array.isArray(figures) &&
    figures.length === rows &&
    figures.every((row: unknown) => Array.isArray(row) && row.length === columns);
  if (!square) throw new MatrixError('invalid_answer');
  // The shape is checked above, each figure where a cell is read.
  return figures as Figures;
}

const list = (from: number, count: number): string => Array.from({ length: count }, (_, i) => from + i).join(';');

/** Any server with OSRM's table service: `GET /table/v1/driving/{lon},{lat};…?annotations=duration,distance` (project-osrm.org, HTTP API). */
export class OsrmMatrix extends MatrixProvider {
  constructor(private readonly options: OsrmOptions) {
    super();
  }

  override matrix(points: readonly Coordinates[], { signal }: MatrixOptions = {}): Promise<DistanceMatrix> {
    checkPoints(points);
    const most = this.options.max_points ?? 100;
    const step = points.length <= most ? Math.max(points.length, 1) : Math.max(Math.floor(most / 2), 1);
    // A failed block makes the others useless: they are dropped with it.
    const abort = new AbortController();
    const signals = signal ? AbortSignal.any([signal, abort.signal]) : abort.signal;
    return assemble(points.length, blocks(points.length, step, step), 'osrm', (block) =>
      this.ask(points, block, signals).catch((error: unknown) => {
        abort.abort();
        throw error;
      }),
    );
  }

  private async ask(
    points: readonly Coordinates[],
    { rows, columns }: Block,
    signal: AbortSignal,
  ): Promise<(r: number, c: number) => Cell> {
    const same = rows === columns || (rows.length === columns.length && rows[0] === columns[0]);
    const asked = same ? rows : [...rows, ...columns];
    const path = asked.map((i) => `${points[i]?.lon.toFixed(6)},${points[i]?.lat.toFixed(6)}`).join(';');
    const sides = same ? '' : `&sources=${list(0, rows.length)}&destinations=${list(rows.length, columns.length)}`;
    const url = `${this.options.url.replace(/\/+$/, '')}/table/v1/driving/${path}?annotations=duration,distance${sides}`;
    const answer = await getJson(url, signal);
    if (memberOf(answer, 'code') !== 'Ok') throw new MatrixError('invalid_answer');
    const distances = table(answer, 'distances', rows.length, columns.length);
    const durations = table(answer, 'durations', rows.length, columns.length);
    // Our own check of each figure follows in `assemble`; a cell is missing on one side only in a broken answer.
    return (r, c) => ({ metres: distances[r]?.[c] ?? null, seconds: durations[r]?.[c] ?? null });
  }
}

async function getJson(url: string, signal: AbortSignal): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(url, { signal, redirect: 'error', headers: { accept: 'application/json' } });
  } catch (cause) {
    throw new MatrixError(signal.aborted ? 'aborted' : 'unreachable', { cause });
  }
  if (!response.ok) {
    await response.body?.cancel();
    throw new MatrixError(`http_${response.status}`);
  }
  try {
    return await response.json();
  } catch (cause) {
    throw new MatrixError('invalid_answer', { cause });
  }
}
