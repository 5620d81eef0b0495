import { inParallel } from '../kernel/in-parallel';
import { CoordinateFault, coordinateFault, Coordinates } from './coordinates';

/** Square, row-major: the leg from point `i` to point `j` is at `i * size + j`. `Infinity`: no road leads there. */
export interface DistanceMatrix {
  readonly size: number;
  /** Metres. */
  readonly distances_m: Float64Array;
  /** Seconds. */
  readonly durations_s: Float64Array;
  readonly source: 'estimate' | 'osrm' | 'amazon';
  /** Set when the figures are estimated from straight lines, not routed on roads. */
  readonly approximate?: true;
  /** Set when the configured provider failed: `timeout`, `unreachable`, `http_503`, `invalid_answer` … */
  readonly fallback_reason?: string;
}

export interface MatrixOptions {
  /** When the vehicle leaves; traffic depends on it. */
  readonly departure_at?: Date;
  /** When the last one is back: who knows speeds by the hour takes their mean over the time between. */
  readonly until?: Date;
  readonly signal?: AbortSignal;
}

/** Distances and times between all pairs of points. The class is the injection token; the configuration picks which one is used. */
export abstract class MatrixProvider {
  /** Throws `InvalidPointError` for a point that is no place; other failures depend on the provider. */
  abstract matrix(points: readonly Coordinates[], options?: MatrixOptions): Promise<DistanceMatrix>;
}

export class InvalidPointError extends Error {
  constructor(
    readonly index: number,
    readonly fault: CoordinateFault,
  ) {
    super(`point ${index} is no place: ${fault}`);
    this.name = 'InvalidPointError';
  }
}

export function checkPoints(points: readonly Coordinates[]): void {
  points.forEach((point, index) => {
    const fault = coordinateFault(point);
    if (fault) throw new InvalidPointError(index, fault);
  });
}

/** A provider's failure. The reason is shown to clients, so it names neither hosts nor keys. */
export class MatrixError extends Error {
  constructor(
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(`no matrix: ${reason}`, options);
    this.name = 'MatrixError';
  }
}

/** One leg as a service gives it, in metres and seconds; `null` where it cannot be driven. */
export interface Cell {
  readonly metres: number | null;
  readonly seconds: number | null;
}

export interface Block {
  readonly rows: readonly number[];
  readonly columns: readonly number[];
}

/** Returns the blocks that cover all pairs of `size` points with at most `rows` x `columns` pairs each. */
export function blocks(size: number, rows: number, columns: number): Block[] {
  const slices = (step: number): number[][] =>
    Array.from({ length: Math.ceil(size / step) }, (_, k) =>
      Array.from({ length: Math.min(step, size - k * step) }, (_, i) => k * step + i),
    );
  return slices(rows).flatMap((r) => slices(columns).map((c) => ({ rows: r, columns: c })));
}

/** Asks for every block, a few at a time, and puts the answers together. Throws what `ask` throws, and on figures that cannot be. */
export async function assemble(
  size: number,
  pieces: readonly Block[],
  source: DistanceMatrix['source'],
  ask: (block: Block) => Promise<(row: number, column: number) => Cell>,
  parallel = 8,
): Promise<DistanceMatrix> {
  const distances_m = new Float64Array(size * size);
  const durations_s = new Float64Array(size * size);
  await inParallel(pieces, parallel, async (block) => {
    const cell = await ask(block);
    for (const [r, i] of block.rows.entries()) {
      for (const [c, j] of block.columns.entries()) {
        const { metres, seconds } = i === j ? { metres: 0, seconds: 0 } : cell(r, c);
        distances_m[i * size + j] = figure(metres);
        durations_s[i * size + j] = figure(seconds);
      }
    }
  });
  return { size, distances_m, durations_s, source };
}

function figure(value: number | null): number {
  if (value === null) return Infinity;
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) throw new MatrixError('invalid_answer');
  return value;
}
