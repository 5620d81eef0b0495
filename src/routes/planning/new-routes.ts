import { createdAtOf, newId } from '../../kernel/ids';
import { present } from '../../kernel/present';
import type { PlanningResult } from './plan-output';
import type { Route, UnassignedOrder } from '../route';
import { driverTerms, PlannedDriver } from './plan-drivers';
import type { PlanRequest } from './plan-request';

/** Returns routes as they begin: planned, and still without a claim on their orders. */
export function newRoutes(
  request: PlanRequest,
  planned: PlanningResult,
  unassigned: readonly UnassignedOrder[],
  planId: string,
  now: number,
): Route[] {
  const drivers = new Map(request.drivers.map((driver) => [driver.driver_id, driver]));
  return planned.routes.map((figures) => {
    const routeId = newId(now);
    const driver: PlannedDriver = drivers.get(figures.driver_id) ?? { driver_id: figures.driver_id };
    return {
      ...figures,
      route_id: routeId,
      plan_id: planId,
      status: 'ASSIGNING',
      version: 1,
      created_at: createdAtOf(routeId),
      updated_at: createdAtOf(routeId),
      driver: driverTerms(request, driver),
      matrix: planned.matrix,
      ...present({ depot: request.depot ?? driver.home_depot }),
      iterations: planned.iterations,
      // A fleet's baseline and leftovers belong to its plan.
      ...(request.kind === 'driver' ? { baseline: planned.baseline, unassigned } : { unassigned: [] }),
      write_id: newId(now),
    };
  });
}
