import { Injectable } from '@nestjs/common';
import { currentScope } from '../../observability/scope';
import { Config } from '../../config/config';
import { speedsOf } from '../../geo/geo.module';
import { MatrixProvider } from '../../geo/matrix';
import { travelHours } from '../../geo/travel-hours';
import { present } from '../../kernel/present';
import type { Order } from '../../orders/order';
import type { PlanningOptions, PlanningProblem } from '../../planner/model/problem';
import { Unplaced, RunningRoute } from '../../planner/timed/insert-jobs';
import { LocatorService } from './locator.service';
import { layOut, LocatedOrder, PlanDay, vehicleTerms, VehicleTerms } from './plan-input';
import { baselineOf, figuresOf, leftOut, PlanningResult, Sequenced } from './plan-output';
import { PlanRequest, SearchTerms } from './plan-request';
import { Solver } from './solver';

/** Milliseconds that planning may take, of CPU and of the clock on the wall. */
export interface PlanningTime {
  readonly cpuMs: number;
  readonly wallMs?: number;
}

/** Says how orders join the route of a driver who may be under way. */
export interface InsertionTerms {
  /** Milliseconds since the epoch: when what is ahead begins. */
  readonly origin: number;
  /** How many of the orders ahead stay the first. */
  readonly kept: number;
  /** Whether orders that fit nowhere join all the same, late if need be. Default false. */
  readonly forced?: boolean;
}

/** Turns orders into routes: coordinates, distances and times, sequence. Stores nothing. */
@Injectable()
export class PlanningService {
  constructor(
    private readonly locator: LocatorService,
    private readonly matrices: MatrixProvider,
    private readonly solver: Solver,
    private readonly config: Config,
  ) {}

  /**
   * Returns routes for as many of these orders as can be planned, made within the time given.
   *
   * @param now milliseconds since the epoch: the earliest departure when the request names none
   */
  async plan(
    request: PlanRequest,
    orders: readonly Order[],
    { cpuMs, wallMs }: PlanningTime,
    now: number,
  ): Promise<PlanningResult> {
    const located = await this.locator.locate(orders, request);
    const { departure_at } = request;
    const origin = departure_at === undefined ? now : Date.parse(departure_at);
    const search = { ...searchFor(request, orders, cpuMs), ...present({ wallLimitMs: wallMs }) };
    const day = { origin, punctual: departure_at !== undefined };
    const solved = await this.sequence(located.orders, vehicleTerms(request), day, search);
    const byId = new Map<string, LocatedOrder>(located.orders.map((order) => [order.order.order_id, order]));
    return {
      routes: solved.plan.routes.map((route) =>
        figuresOf(route, byId, origin, solved.shiftEnds.get(route.vehicleId) ?? Infinity),
      ),
      unassigned: [...located.unassigned, ...leftOut(solved.plan)],
      baseline: baselineOf(solved.plan),
      matrix: solved.matrix,
      iterations: solved.plan.iterations,
    };
  }

  /** Returns the solver's plan for orders whose places are known. The search takes mean speeds, what it finds is timed by the hour. */
  async sequence(
    orders: readonly LocatedOrder[],
    drivers: readonly VehicleTerms[],
    when: Omit<PlanDay, 'workingHours'>,
    options: PlanningOptions,
  ): Promise<Sequenced> {
    const { problem, ...posed } = await this.pose(orders, drivers, when);
    return { plan: await this.solver.solve(problem, options), ...posed };
  }

  /**
   * Puts further orders where they cost least into the route of a driver, then sequences anew what may move, as far as that is better. No stop that
   * is in time becomes late for it, and the route ends no later than its shift.
   *
   */
  async insert(
    ahead: readonly LocatedOrder[],
    extra: readonly LocatedOrder[],
    driver: VehicleTerms,
    { origin, kept, forced = false }: InsertionTerms,
    options: PlanningOptions,
  ): Promise<Sequenced & { readonly unplaced: readonly Unplaced[] }> {
    const when = { origin, punctual: false };
    const { problem, ...posed } = await this.pose([...ahead, ...extra], [driver], when);
    const route = new RunningRoute(problem, idsOf(ahead), kept);
    const inserted = route.insert(idsOf(extra));
    if (extra.length === 0)
      return { plan: route.plan(inserted.jobIds, { iterations: 0, cpuMs: 0 }), unplaced: [], ...posed };
    const solved = await this.solver.solve(route.rest(), options);
    const searched = [
      ...idsOf(ahead.slice(0, kept)),
      ...solved.routes.flatMap(({ stops }) => stops.map(({ jobId }) => jobId)),
    ];
    const isWhole = searched.length === ahead.length + extra.length;
    const searchedCost = isWhole ? route.costOf(searched) : Infinity;
    const fits = inserted.unplaced.length === 0;
    const better = searchedCost < (fits ? route.costOf(inserted.jobIds) : Infinity);
    if (better) return { plan: route.plan(searched, solved), unplaced: [], ...posed };
    const unplaced = inserted.unplaced.map(({ jobId }) => jobId);
    const jobIds = forced ? route.force(inserted.jobIds, unplaced) : inserted.jobIds;
    return {
      plan: route.plan(jobIds, solved),
      unplaced: inserted.unplaced.filter(({ jobId }) => !jobIds.includes(jobId)),
      ...posed,
    };
  }

  /** Returns the solver's problem of these orders and drivers, and where its figures come from. */
  private async pose(
    orders: readonly LocatedOrder[],
    drivers: readonly VehicleTerms[],
    when: Omit<PlanDay, 'workingHours'>,
  ): Promise<Omit<Sequenced, 'plan'> & { readonly problem: PlanningProblem }> {
    const { origin } = when;
    const { points, jobs, vehicles } = layOut(orders, drivers, {
      ...when,
      workingHours: this.config.WORKING_DAY_HOURS,
    });
    const last = Math.max(0, ...vehicles.map(({ shift }) => shift.end));
    const times = { departure_at: new Date(origin), until: new Date(origin + last * 1_000) };
    const matrix = await this.matrices.matrix(points, { ...times, ...present({ signal: currentScope()?.signal }) });
    const { size, distances_m: cost, durations_s: duration, source, fallback_reason } = matrix;
    const hours = travelHours(points, matrix, speedsOf(this.config), times);
    const problem: PlanningProblem = {
      matrix: { size, cost, duration },
      jobs,
      vehicles,
      hourly: {
        midnight: (hours.midnight - origin) / 1_000,
        streets: hours.streets_m,
        profiles: hours.profiles,
        profileOf: hours.profileOf,
      },
      waiting: (this.config.WAITING_KM_PER_HOUR * 1_000) / 3_600,
    };
    return {
      problem,
      matrix: { source, ...present({ fallback_reason }) },
      shiftEnds: new Map(vehicles.map(({ id, shift }) => [id, shift.end])),
    };
  }
}

const idsOf = (orders: readonly LocatedOrder[]): string[] => orders.map(({ order }) => order.order_id);

/**
 * Returns how hard to search. Small plans are as good as they will be in a fraction of the time that large ones take; tours of one
 * driver soonest.
 */
export function searchFor(
  { time_limit_ms, max_iterations, seed, ...request }: SearchTerms & Pick<PlanRequest, 'kind'>,
  orders: readonly Order[],
  cpuMs: number,
): PlanningOptions {
  const tour = request.kind === 'driver' && orders.every(({ time_window_start }) => time_window_start === undefined);
  const usual = tour ? 20 + 2 * orders.length : 50 + 5 * orders.length;
  return {
    timeLimitMs: Math.min(time_limit_ms ?? usual, cpuMs),
    ...present({ maxIterations: max_iterations, seed }),
  };
}
