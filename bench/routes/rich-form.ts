import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Job, Plan, PlanningProblem, TravelMatrix, Vehicle } from '../../src/planner/model/problem';

/** The JSON form `dinex-rich/1` of bench/README.md. */
export interface RichForm {
  readonly name: string;
  readonly cls: string;
  readonly unit?: number;
  readonly locations: readonly (readonly [number, number])[];
  readonly metric: RichMetric;
  readonly vehicles: readonly RichVehicle[];
  readonly jobs: readonly RichJob[];
  readonly running?: readonly (readonly string[])[];
  readonly objective: 'cost' | 'balance';
  readonly span_weight?: number;
}

interface RichMetric {
  readonly kind: 'euclidean' | 'matrix';
  readonly multiply?: number;
  readonly round?: 'nearest' | 'down' | 'none';
  readonly metres_per_second?: number;
  readonly speeds?: readonly (readonly [number, number])[];
  readonly distances?: readonly (readonly number[])[];
  readonly durations?: readonly (readonly number[])[];
}

interface RichVehicle {
  readonly count?: number;
  readonly start?: number;
  readonly end?: number;
  readonly capacity?: readonly number[];
  readonly costs: { readonly fixed?: number; readonly per_metre?: number; readonly per_second?: number };
  readonly shift?: readonly [number, number];
  readonly max_distance?: number;
  readonly max_duration?: number;
  readonly max_stops?: number;
  readonly breaks?: readonly { readonly windows: readonly (readonly [number, number])[]; readonly seconds: number }[];
  readonly reload?: { readonly at: readonly number[]; readonly seconds: number };
  readonly trips?: number;
  readonly deliveries_first?: boolean;
}

interface RichJob {
  readonly id: string;
  readonly at: number;
  readonly delivery?: readonly number[];
  readonly pickup?: readonly number[];
  readonly pair?: string;
  readonly role?: 'pickup' | 'delivery';
  readonly amount?: readonly number[];
  readonly windows?: readonly (readonly [number, number])[];
  readonly service?: number;
  readonly release?: number;
  readonly only?: readonly number[];
  readonly prefer?: { readonly vehicles: readonly number[]; readonly otherwise: number };
}

/** A solution as the form writes it down. */
export interface RichSolution {
  readonly routes: readonly {
    readonly vehicle: number;
    readonly seq: readonly (string | { readonly reload: number } | { readonly break: number })[];
  }[];
}

/** Names of the form's instances below a directory, `class/file`. */
export function listRich(directory: string): string[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.json') && !basename(path).startsWith('best-'))
    .sort();
}

export function readRich(directory: string, path: string): RichForm {
  return JSON.parse(readFileSync(join(directory, path), 'utf8')) as RichForm;
}

interface Known {
  readonly cost?: number | null;
  readonly vehicles_first?: { readonly vehicles: number; readonly cost: number };
  readonly best_found?: { readonly cost: number; readonly vehicles: number };
}

/** The published cost or, where there is none, the best found, in the source's unit; and the fewest vehicles where those come first. */
export function bestOf(directory: string, path: string): { cost: number | null; vehicles: number | null } {
  const file = join(directory, path, '..', 'best-known.json');
  const known = (JSON.parse(readFileSync(file, 'utf8')) as Record<string, Known>)[basename(path, '.json')];
  return { cost: known?.cost ?? known?.best_found?.cost ?? null, vehicles: known?.vehicles_first?.vehicles ?? null };
}

export function problemOf(form: RichForm): PlanningProblem {
  const vehicleId = (v: number): string => `v${v}`;
  const windowsOf = (windows: readonly (readonly [number, number])[] = []) =>
    windows.map(([start, end]) => ({ start, end }));
  const pickups = new Map(form.jobs.filter(({ role }) => role === 'pickup').map(({ pair, id }) => [pair, id]));
  const jobs = form.jobs.map((job): Job => {
    const origin = job.role === 'delivery' ? pickups.get(job.pair) : undefined;
    return {
      id: job.id,
      location: job.at,
      serviceSeconds: job.service ?? 0,
      demand: (job.role === 'delivery' ? job.amount : job.delivery) ?? [],
      windows: windowsOf(job.windows),
      skills: [],
      priority: 0,
      ...(job.pickup === undefined ? {} : { pickup: job.pickup }),
      ...(origin === undefined ? {} : { from: origin }),
      ...(job.release === undefined ? {} : { readyAt: job.release }),
      ...(job.only === undefined ? {} : { vehicles: job.only.map(vehicleId) }),
      ...(job.prefer === undefined
        ? {}
        : { preference: { vehicles: job.prefer.vehicles.map(vehicleId), otherwise: job.prefer.otherwise } }),
    };
  });
  const vehicles = form.vehicles.map((vehicle, v): Vehicle => {
    const { fixed, per_metre, per_second } = vehicle.costs;
    const limits = { distance: vehicle.max_distance, seconds: vehicle.max_duration, stops: vehicle.max_stops };
    const running = vehicle.count === undefined || vehicle.count === 1 ? form.running?.[v] : undefined;
    return {
      id: vehicleId(v),
      start: vehicle.start ?? null,
      end: vehicle.end ?? null,
      capacity: vehicle.capacity ?? [],
      shift: { start: vehicle.shift?.[0] ?? 0, end: vehicle.shift?.[1] ?? Infinity },
      skills: [],
      lockedPrefix: [],
      count: vehicle.count ?? 1,
      costs: { fixed: fixed ?? 0, perDistance: per_metre ?? 0, perSecond: per_second ?? 0 },
      limits: Object.fromEntries(Object.entries(limits).filter(([, limit]) => limit !== undefined)),
      ...(vehicle.breaks === undefined
        ? {}
        : { breaks: vehicle.breaks.map(({ windows, seconds }) => ({ windows: windowsOf(windows), seconds })) }),
      ...(vehicle.reload === undefined
        ? {}
        : {
            reload: {
              locations: vehicle.reload.at,
              seconds: vehicle.reload.seconds,
              ...(vehicle.trips === undefined ? {} : { trips: vehicle.trips }),
            },
          }),
      ...(vehicle.deliveries_first === true ? { deliveriesFirst: true } : {}),
      ...(running === undefined ? {} : { running }),
    };
  });
  return {
    matrix: matrixOf(form),
    jobs,
    vehicles,
    ...(form.metric.speeds === undefined
      ? {}
      : { traffic: form.metric.speeds.map(([from, speed]) => ({ from, speed })) }),
    ...(form.objective === 'balance' ? { balance: { of: 'time' as const, weight: form.span_weight! } } : {}),
  };
}

function matrixOf({ locations, metric }: RichForm): TravelMatrix {
  const size = locations.length;
  const cost = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      if (i !== j) cost[i * size + j] = metric.distances?.[i]![j] ?? rounded(metric, locations[i]!, locations[j]!);
    }
  }
  if (metric.durations !== undefined) return { size, cost, duration: Float64Array.from(metric.durations.flat()) };
  const speed = metric.metres_per_second;
  // Where speeds change by the hour they are metres a second, so that the planner's seconds at speed 1 are metres.
  if (speed === undefined || metric.speeds !== undefined) return { size, cost, duration: cost };
  return { size, cost, duration: cost.map((metres) => Math.floor(metres / speed + 0.5)) };
}

function rounded(metric: RichMetric, a: readonly [number, number], b: readonly [number, number]): number {
  const dx = a[0] - b[0];
  const dy = a[1] - b[1];
  const distance = (metric.multiply ?? 1) * Math.sqrt(dx * dx + dy * dy);
  if (metric.round === 'none') return distance;
  return metric.round === 'down' ? Math.floor(distance) : Math.floor(distance + 0.5);
}

export function solutionOf(plan: Plan): RichSolution {
  return {
    routes: plan.routes.map((route) => {
      const seq: RichSolution['routes'][number]['seq'][number][] = [];
      let rests = 0;
      for (let i = 0; i <= route.stops.length; i++) {
        for (const event of route.events ?? []) {
          if (event.afterStops !== i) continue;
          seq.push(event.kind === 'break' ? { break: rests++ } : { reload: event.location! });
        }
        if (i < route.stops.length) seq.push(route.stops[i]!.jobId);
      }
      return { vehicle: Number(route.vehicleId.slice(1)), seq };
    }),
  };
}
