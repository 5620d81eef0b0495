import type { Job, PlanningProblem, TravelMatrix, Vehicle } from './problem';

/** Builders of small problems, for tests and trials: every field has the value that constrains nothing. */
export function exampleJob(location: number, over: Partial<Job> = {}): Job {
  const free = { serviceSeconds: 0, demand: [], windows: [], skills: [], priority: 0 };
  return { id: `job-${location}`, location, ...free, ...over };
}

export function exampleVehicle(over: Partial<Vehicle> = {}): Vehicle {
  const free = { start: 0, end: 0, capacity: [], shift: { start: 0, end: Infinity }, skills: [], lockedPrefix: [] };
  return { id: 'van', ...free, count: 1, ...over };
}

/** Points on a plane, one unit of cost and one second a metre, rounded. */
export function planeMatrix(points: readonly (readonly [number, number])[]): TravelMatrix {
  const size = points.length;
  const cost = Float64Array.from({ length: size * size }, (_, cell) => {
    const [a, b] = [points[Math.floor(cell / size)]!, points[cell % size]!];
    return Math.round(Math.hypot(a[0] - b[0], a[1] - b[1]));
  });
  return { size, cost, duration: cost };
}

/** Row-major figures, used for cost and duration alike. */
export function matrixOf(figures: readonly number[]): TravelMatrix {
  const cost = Float64Array.from(figures);
  return { size: Math.sqrt(figures.length), cost, duration: cost };
}

/** A job at each location but the first, where one vehicle starts and ends. */
export function oneVehicleProblem(matrix: TravelMatrix, over: Partial<Vehicle> = {}): PlanningProblem {
  const jobs = Array.from({ length: Math.max(0, matrix.size - 1) }, (_, i) => exampleJob(i + 1));
  return { matrix, jobs, vehicles: [exampleVehicle(over)] };
}
