import { depotProblem, euclid, type Instance, matrixOf, type Stop } from './instance';

/**
 * Solomon 1987 and Gehring-Homberger 1999, by the DIMACS convention: distances and times truncated to one decimal, an
 * unlimited fleet, least distance. Held as tenths, so that all figures are whole.
 */
export function readSolomon(text: string): Instance {
  const rows = text
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .filter((row) => row.length > 1 && row.every(Number.isFinite));
  const fleet = rows.find((row) => row.length === 2);
  const places = rows
    .filter((row) => row.length === 7)
    .map(([id, x, y, demand, ready, due, service]) => ({
      id: `${id!}`,
      x: x!,
      y: y!,
      demand: demand!,
      window: { start: ready! * 10, end: due! * 10 },
      service: service! * 10,
    }));
  const [depot, ...customers] = places;
  if (fleet === undefined || depot === undefined) throw new Error('no VEHICLE or CUSTOMER table');
  const matrix = matrixOf(places.length, (i, j) => Math.floor(10 * euclid(places[i]!, places[j]!)));
  const stops: Stop[] = customers;
  const problem = depotProblem(matrix, stops, {
    capacity: fleet[1],
    shift: depot.window,
    count: Infinity,
    returns: true,
  });
  return { problem, n: customers.length, costDivisor: 10, kind: 'vrptw' };
}
