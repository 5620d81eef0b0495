import { depotProblem, type Instance, matrixOf } from './instance';

/** The JSON form of bench/README.md: coordinates with `secondsPerMetre`, or a matrix whose row 0 is the depot. */
interface JsonForm {
  readonly type?: 'tsp' | 'tsptw' | 'cvrp' | 'vrptw';
  readonly depot?: Place;
  readonly stops?: readonly JsonStop[];
  readonly secondsPerMetre?: number;
  readonly matrix?: readonly (readonly number[])[];
  readonly returnToDepot?: boolean;
  readonly capacity?: number;
  readonly horizon?: readonly [number, number];
}

interface Place {
  readonly lat: number;
  readonly lng: number;
}

interface JsonStop extends Partial<Place> {
  readonly id?: string;
  readonly demand?: number;
  readonly service?: number;
  readonly tw?: readonly [number, number];
}

export function readJson(text: string): Instance {
  const form = JSON.parse(text) as JsonForm;
  const matrix = form.matrix === undefined ? fromCoordinates(form) : fromRows(form.matrix);
  const single = form.type === undefined || form.type === 'tsp' || form.type === 'tsptw';
  const timed = form.type === 'tsptw' || form.type === 'vrptw';
  const listed = form.stops ?? [];
  const stops = Array.from({ length: matrix.size - 1 }, (_, i) => {
    const { id, demand, service, tw } = listed[i] ?? {};
    const window = timed && tw !== undefined ? { start: tw[0], end: tw[1] } : undefined;
    return { id: id ?? `${i + 1}`, demand, service: timed ? service : 0, window };
  });
  const problem = depotProblem(matrix, stops, {
    capacity: single ? undefined : form.capacity,
    count: single ? 1 : Infinity,
    returns: form.returnToDepot ?? true,
    ...(timed && form.horizon !== undefined ? { shift: { start: form.horizon[0], end: form.horizon[1] } } : {}),
  });
  const n = single ? matrix.size : matrix.size - 1;
  return { problem, n, costDivisor: 1, kind: kindOf(form, single, timed) };
}

function kindOf(form: JsonForm, single: boolean, timed: boolean): Instance['kind'] {
  if (timed) return 'vrptw';
  if (!single) return 'cvrp';
  if (form.matrix !== undefined) return 'atsp';
  return form.returnToDepot === false ? 'open' : 'tsp';
}

function fromRows(rows: readonly (readonly number[])[]): Instance['problem']['matrix'] {
  if (rows.some((row) => row.length !== rows.length)) throw new Error('matrix is not square');
  return matrixOf(rows.length, (i, j) => rows[i]![j]!);
}

function fromCoordinates({ depot, stops = [], secondsPerMetre = 1 }: JsonForm): Instance['problem']['matrix'] {
  if (depot === undefined) throw new Error('neither matrix nor depot');
  const places = [depot, ...stops].map(({ lat, lng }) => {
    if (lat === undefined || lng === undefined) throw new Error('a stop without lat and lng needs a matrix');
    return { lat, lng };
  });
  return matrixOf(places.length, (i, j) => Math.round(haversine(places[i]!, places[j]!) * secondsPerMetre));
}

/** Metres on a sphere of 6,371 km: the benchmark's definition, not the product's geodesic. */
function haversine(a: Place, b: Place): number {
  const radians = Math.PI / 180;
  const s1 = Math.sin(((b.lat - a.lat) * radians) / 2);
  const s2 = Math.sin(((b.lng - a.lng) * radians) / 2);
  const h = s1 * s1 + Math.cos(a.lat * radians) * Math.cos(b.lat * radians) * s2 * s2;
  return 2 * 6_371_000 * Math.asin(Math.sqrt(h));
}
