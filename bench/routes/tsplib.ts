import { depotProblem, euclid, type Instance, matrixOf, type Point, type Stop } from './instance';
import type { TravelMatrix } from '../../src/planner/model/problem';

/** Keywords and numeric sections of a file in TSPLIB's notation (Reinelt 1991); CVRPLIB and ORTEC extend the same one. */
interface TsplibFile {
  readonly keywords: ReadonlyMap<string, string>;
  readonly sections: ReadonlyMap<string, readonly number[]>;
}

/** TSPLIB `.tsp`, CVRPLIB `.vrp` and ORTEC's `.txt` with explicit times and windows. */
export function readTsplib(text: string): Instance {
  const file = parse(text);
  const size = Number(keyword(file, 'DIMENSION'));
  const matrix = readMatrix(file, size);
  const demands = pairs(file.sections.get('DEMAND_SECTION'), 2).map(([, amount]) => amount!);
  if (demands.length === 0) {
    const asymmetric = file.keywords.get('TYPE') === 'ATSP';
    const stops = Array.from({ length: size - 1 }, (_, i): Stop => ({ id: `${i + 2}` }));
    const problem = depotProblem(matrix, stops, { count: 1, returns: true });
    return { problem, n: size, costDivisor: 1, kind: asymmetric ? 'atsp' : 'tsp' };
  }
  const services = pairs(file.sections.get('SERVICE_TIME_SECTION'), 2).map(([, seconds]) => seconds!);
  const windows = pairs(file.sections.get('TIME_WINDOW_SECTION'), 3).map(([, start, end]) => ({
    start: start!,
    end: end!,
  }));
  const stops = Array.from({ length: size - 1 }, (_, i): Stop => ({
    id: `${i + 2}`,
    demand: demands[i + 1],
    service: services[i + 1],
    window: windows[i + 1],
  }));
  const capacity = Number(keyword(file, 'CAPACITY'));
  const shift = windows[0];
  const fleet = { capacity, count: Infinity, returns: true, ...(shift === undefined ? {} : { shift }) };
  const kind = windows.length > 0 ? 'vrptw' : 'cvrp';
  return { problem: depotProblem(matrix, stops, fleet), n: size - 1, costDivisor: 1, kind };
}

function parse(text: string): TsplibFile {
  const keywords = new Map<string, string>();
  const sections = new Map<string, number[]>();
  let section: number[] | undefined;
  for (const raw of text.split('\n')) {
    const line = raw.trim();
    const word = /^([A-Z_][A-Z_0-9]*)\s*(?::\s*(.*))?$/.exec(line);
    if (word?.[1] === 'EOF') break;
    if (word?.[1] !== undefined) {
      if (word[1].endsWith('_SECTION')) sections.set(word[1], (section = []));
      else keywords.set(word[1], word[2]?.trim() ?? '');
    } else if (line !== '' && section !== undefined) {
      for (const figure of line.split(/\s+/)) section.push(Number(figure));
    }
  }
  return { keywords, sections };
}

function readMatrix(file: TsplibFile, size: number): TravelMatrix {
  const type = keyword(file, 'EDGE_WEIGHT_TYPE');
  if (type === 'EXPLICIT') return explicit(file, size);
  const points = pairs(file.sections.get('NODE_COORD_SECTION'), 3).map(([, x, y]): Point => ({ x: x!, y: y! }));
  if (points.length !== size) throw new Error(`DIMENSION is ${size}, but there are ${points.length} points`);
  const distance = DISTANCES[type];
  if (distance === undefined) throw new Error(`unknown EDGE_WEIGHT_TYPE ${type}`);
  return matrixOf(size, (i, j) => distance(points[i]!, points[j]!));
}

const DISTANCES: Readonly<Record<string, (a: Point, b: Point) => number>> = {
  EUC_2D: (a, b) => Math.round(euclid(a, b)),
  CEIL_2D: (a, b) => Math.ceil(euclid(a, b)),
  MAN_2D: (a, b) => Math.round(Math.abs(a.x - b.x) + Math.abs(a.y - b.y)),
  MAX_2D: (a, b) => Math.max(Math.round(Math.abs(a.x - b.x)), Math.round(Math.abs(a.y - b.y))),
  ATT: (a, b) => Math.ceil(Math.sqrt(((a.x - b.x) ** 2 + (a.y - b.y) ** 2) / 10)),
  GEO: geographic,
};

/** TSPLIB's own: degrees and minutes as DDD.MM, a coarse pi and a fixed radius; best values depend on them. */
function geographic(a: Point, b: Point): number {
  const radians = (x: number): number => {
    const degrees = Math.trunc(x);
    return (3.141592 * (degrees + (5 * (x - degrees)) / 3)) / 180;
  };
  const q1 = Math.cos(radians(a.y) - radians(b.y));
  const q2 = Math.cos(radians(a.x) - radians(b.x));
  const q3 = Math.cos(radians(a.x) + radians(b.x));
  return Math.trunc(6378.388 * Math.acos(0.5 * ((1 + q1) * q2 - (1 - q1) * q3)) + 1);
}

function explicit(file: TsplibFile, size: number): TravelMatrix {
  const figures = file.sections.get('EDGE_WEIGHT_SECTION') ?? [];
  const format = keyword(file, 'EDGE_WEIGHT_FORMAT');
  const cells = CELLS[format];
  if (cells === undefined) throw new Error(`unknown EDGE_WEIGHT_FORMAT ${format}`);
  const cost = new Float64Array(size * size);
  let k = 0;
  for (const [i, j] of cells(size)) {
    const figure = figures[k++];
    if (figure === undefined) throw new Error(`EDGE_WEIGHT_SECTION ends after ${figures.length} figures`);
    cost[i * size + j] = figure;
    if (format !== 'FULL_MATRIX') cost[j * size + i] = figure;
  }
  for (let i = 0; i < size; i++) cost[i * size + i] = 0;
  return { size, cost, duration: cost };
}

type Cells = Iterable<readonly [number, number]>;

/** Half matrices list the other half's cells by columns where rows are listed here, which is the same file for symmetric ones. */
const CELLS: Readonly<Record<string, (n: number) => Cells>> = {
  FULL_MATRIX: (n) => cellsOf(n, () => [0, n]),
  UPPER_ROW: (n) => cellsOf(n, (i) => [i + 1, n]),
  LOWER_ROW: (n) => cellsOf(n, (i) => [0, i]),
  UPPER_DIAG_ROW: (n) => cellsOf(n, (i) => [i, n]),
  LOWER_DIAG_ROW: (n) => cellsOf(n, (i) => [0, i + 1]),
  UPPER_COL: (n) => cellsOf(n, (i) => [0, i]),
  LOWER_COL: (n) => cellsOf(n, (i) => [i + 1, n]),
  UPPER_DIAG_COL: (n) => cellsOf(n, (i) => [0, i + 1]),
  LOWER_DIAG_COL: (n) => cellsOf(n, (i) => [i, n]),
};

function* cellsOf(n: number, range: (i: number) => readonly [number, number]): Cells {
  for (let i = 0; i < n; i++) {
    const [from, to] = range(i);
    for (let j = from; j < to; j++) yield [i, j];
  }
}

function pairs(figures: readonly number[] | undefined, width: number): readonly (readonly number[])[] {
  const rows: (readonly number[])[] = [];
  for (let i = 0; figures !== undefined && i + width <= figures.length; i += width)
    rows.push(figures.slice(i, i + width));
  return rows;
}

function keyword(file: TsplibFile, name: string): string {
  const value = file.keywords.get(name);
  if (value === undefined) throw new Error(`${name} is missing`);
  return value;
}
