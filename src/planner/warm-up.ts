import { plan } from './plan';
import type { Job, PlanningProblem, TimeWindow, TravelMatrix, Vehicle } from './model/problem';
import { Rng } from './rng';

/** A kind of made-up problem, how long each is planned and how many there are. */
interface Exercise {
  readonly stops: number;
  readonly kind: 'round' | 'open' | 'one-way' | 'capacity' | 'windows' | 'rich' | 'pairs';
  readonly ms: number;
  readonly times: number;
}

/**
 * What compiles the planner's loops: both engines, with everything that precedes and follows their search. Repeated, since a
 * loop is compiled more thoroughly the more often it has run, and by turns, since code that was compiled for one kind of
 * problem alone would be thrown away at the first other one.
 */
const COURSE: readonly Exercise[] = [
  { stops: 8, kind: 'open', ms: 5, times: 2 },
  { stops: 60, kind: 'windows', ms: 20, times: 4 },
  { stops: 120, kind: 'round', ms: 20, times: 3 },
  { stops: 1000, kind: 'round', ms: 50, times: 4 },
  { stops: 120, kind: 'one-way', ms: 20, times: 3 },
  { stops: 120, kind: 'capacity', ms: 20, times: 3 },
  { stops: 30, kind: 'windows', ms: 20, times: 4 },
  { stops: 30, kind: 'capacity', ms: 20, times: 4 },
  { stops: 400, kind: 'windows', ms: 20, times: 2 },
  { stops: 60, kind: 'open', ms: 10, times: 2 },
  { stops: 60, kind: 'rich', ms: 20, times: 8 },
  { stops: 40, kind: 'pairs', ms: 20, times: 3 },
];
const ROUNDS = 2;

/**
 * Plans made-up problems of every kind, so that V8 has compiled the planner before a real one comes: cold, a 1,000-stop tour
 * spends all of 50 ms on being compiled. Yields after each, to let whoever waits go first; they take about 20 ms each, the
 * first ones and the largest up to 100. Leaves nothing behind but compiled code.
 */
export function* warmUp(): Generator<void, void> {
  let seed = 0;
  for (let round = 0; round < ROUNDS; round++) {
    for (const exercise of COURSE) {
      for (let t = 0; t < exercise.times; t++) {
        const problem = madeUp(exercise, ++seed);
        // A problem that came by message has objects of another make inside, which compiled code must know too.
        plan(t % 2 === 0 ? problem : structuredClone(problem), { timeLimitMs: exercise.ms, seed });
        yield;
      }
    }
  }
}

function madeUp({ stops, kind }: Exercise, seed: number): PlanningProblem {
  const rng = new Rng(seed);
  const rich = kind === 'rich' || kind === 'pairs';
  const fleet = kind === 'capacity' || kind === 'windows' || rich;
  const timed = kind === 'windows' || rich;
  const jobs = Array.from({ length: stops }, (_, i): Job => ({
    id: `${i + 1}`,
    location: i + 1,
    serviceSeconds: timed ? 180 : 0,
    demand: fleet && !(kind === 'pairs' && i % 2 === 0) ? [1 + rng.below(9)] : [],
    windows: timed ? [madeUpWindow(rng)] : [],
    skills: [],
    priority: 0,
    ...(kind === 'pairs' && i % 2 === 1 ? { from: `${i}` } : {}),
    ...(kind === 'rich' && i % 4 === 0 ? { pickup: [2] } : {}),
  }));
  const vehicle: Vehicle = {
    id: 'van',
    start: 0,
    end: kind === 'open' ? null : 0,
    capacity: fleet ? [80] : [],
    shift: { start: 0, end: timed ? 36_000 : Infinity },
    skills: [],
    lockedPrefix: [],
    count: fleet ? Infinity : 1,
    // By turns with and without, since each of them has code of its own.
    ...(kind === 'rich' ? richTerms(seed) : {}),
  };
  return { matrix: madeUpMatrix(stops + 1, kind === 'one-way', rng), jobs, vehicles: [vehicle] };
}

function richTerms(seed: number): Partial<Vehicle> {
  const limits = { stops: 20, seconds: 30_000, distance: 90_000 };
  if (seed % 4 === 0) return { limits };
  if (seed % 4 === 1) return { breaks: [{ windows: [{ start: 14_400, end: 18_000 }], seconds: 1800 }] };
  return seed % 4 === 2 ? { reload: { locations: [0], seconds: 600 } } : { costs: { fixed: 5000, perSecond: 1 } };
}

/** Returns a window of two to six hours in a day of ten. */
function madeUpWindow(rng: Rng): TimeWindow {
  const start = rng.below(14_400);
  return { start, end: start + 7_200 + rng.below(14_400) };
}

/** Places in a square of 10 km; one way may be up to half as long again as the other. */
function madeUpMatrix(size: number, oneWay: boolean, rng: Rng): TravelMatrix {
  const x = Float64Array.from({ length: size }, () => rng.below(10_000));
  const y = Float64Array.from({ length: size }, () => rng.below(10_000));
  const cost = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      const detour = oneWay && i !== j ? 1 + rng.below(100) / 200 : 1;
      cost[i * size + j] = Math.round(Math.hypot(x[i]! - x[j]!, y[i]! - y[j]!) * detour);
    }
  }
  return { size, cost, duration: cost };
}
