/** `tsx bench/peers/dump.ts DIR PATH`: one instance as JSON, exactly as our planner gets it, for the peers to solve. */
import { readInstance } from '../routes/read';

const [directory, path] = process.argv.slice(2);
if (directory === undefined || path === undefined) throw new Error('DIR and PATH are required');
const { problem, costDivisor } = readInstance(directory, path);
const { size, cost } = problem.matrix;
const vehicle = problem.vehicles[0]!;
/** JSON knows no Infinity. */
const finite = (figure: number): number | null => (Number.isFinite(figure) ? figure : null);

console.log(
  JSON.stringify({
    costDivisor,
    matrix: Array.from({ length: size }, (_, i) => Array.from(cost.subarray(i * size, (i + 1) * size))),
    jobs: problem.jobs.map(({ demand, serviceSeconds, windows }) => ({
      demand: demand[0] ?? 0,
      service: serviceSeconds,
      window: windows[0] === undefined ? null : [windows[0].start, windows[0].end],
    })),
    capacity: finite(vehicle.capacity[0] ?? Infinity),
    shift: [vehicle.shift.start, finite(vehicle.shift.end)],
    returns: vehicle.end !== null,
    vehicles: finite(vehicle.count),
  }),
);
