import { Injectable } from '@nestjs/common';
import { currentScope } from '../../observability/scope';
import { DistanceMatrix, MatrixProvider } from '../../geo/matrix';
import { present } from '../../kernel/present';
import type { Order } from '../../orders/order';
import type { Plan, PlanningOptions } from '../../planner/model/problem';
import { LocatorService } from './locator.service';
import { layOut, Layout, LocatedOrder, vehicleTerms, VehicleTerms } from './plan-input';
import { baselineOf, figuresOf, leftOut, PlanningResult } from './plan-output';
import type { MatrixUse } from '../route';
import { PlanRequest, SearchTerms } from './plan-request';
import { Solver } from './solver';

/** Milliseconds that planning may take, of CPU and of the clock on the wall. */
export interface PlanningTime {
  readonly cpuMs: number;
  readonly wallMs?: number;
}

/** Turns orders into routes: coordinates, distances and times, sequence. Stores nothing. */
@Injectable()
export class PlanningService {
  constructor(
    private readonly locator: LocatorService,
    private readonly matrices: MatrixProvider,
    private readonly solver: Solver,
  ) {}

  /**
   * Returns routes for as many of these orders as can be planned, made within the time given.
   *
   * @param now milliseconds since the epoch: the departure when the request names none
   */
  async plan(
    request: PlanRequest,
    orders: readonly Order[],
    { cpuMs, wallMs }: PlanningTime,
    now: number,
  ): Promise<PlanningResult> {
    const located = await this.locator.locate(orders, request);
    const origin = request.departure_at === undefined ? now : Date.parse(request.departure_at);
    const search = { ...searchFor(request, orders, cpuMs), ...present({ wallLimitMs: wallMs }) };
    const solved = await this.sequence(located.orders, vehicleTerms(request), origin, search);
    const byId = new Map<string, LocatedOrder>(located.orders.map((order) => [order.order.order_id, order]));
    return {
      routes: solved.plan.routes.map((route) => figuresOf(route, byId, origin)),
      unassigned: [...located.unassigned, ...leftOut(solved.plan)],
      baseline: baselineOf(solved.plan),
      matrix: solved.matrix,
      iterations: solved.plan.iterations,
    };
  }

  /** Returns the solver's plan for orders whose places are known, and where its distances come from. */
  async sequence(
    orders: readonly LocatedOrder[],
    drivers: readonly VehicleTerms[],
    origin: number,
    options: PlanningOptions,
  ): Promise<{ readonly plan: Plan; readonly matrix: MatrixUse }> {
    const layout = layOut(orders, drivers, origin);
    const matrix = await this.matrix(layout, origin);
    const { size, distances_m: cost, durations_s: duration, source, fallback_reason } = matrix;
    const { jobs, vehicles } = layout;
    const plan = await this.solver.solve({ matrix: { size, cost, duration }, jobs, vehicles }, options);
    return { plan, matrix: { source, ...present({ fallback_reason }) } };
  }

  private matrix({ points }: Layout, origin: number): Promise<DistanceMatrix> {
    const departure_at = new Date(origin);
    return this.matrices.matrix(points, { departure_at, ...present({ signal: currentScope()?.signal }) });
  }
}

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
