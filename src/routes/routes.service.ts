import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock';
import { decodeCursor, encodeCursor } from '../kernel/cursor';
import { invalid } from '../kernel/errors';
import { newId, parseOrderId } from '../kernel/ids';
import type { Principal } from '../access/principal';
import { Config } from '../config/config';
import { DAY_SECONDS, ttlAfter } from '../database/lifetimes';
import { IdempotencyService, IdempotentRequest, KeyWrites } from '../idempotency/idempotency.service';
import { Assignment, AssignmentService, LostRaceError } from './assignment/assignment.service';
import { AvailabilityService } from './assignment/availability.service';
import { endedPlan, FleetAnswer, newPlan, PlanRecord, PlanView, totalKilometres } from './plans/plan-record';
import { PlanningService } from './planning/planning.service';
import { PlansRepository } from './plans/plans.repository';
import { PlansService } from './plans/plans.service';
import { lostRace, nothingToPlan } from './plans/refusals';
import { Route, RouteSummary, RouteView, viewNewRoute } from './route';
import { draftRoutes } from './planning/new-routes';
import { checkRequest, isLong, PlanRequest, ROUTE_LIMITS, RouteRequest } from './planning/plan-request';
import { RoutesRepository } from './routes.repository';

/** What planning answers: one driver's route, a fleet's, or where to look for a fleet's later. */
export type PlanAnswer =
  | { readonly kind: 'route'; readonly body: RouteView }
  | { readonly kind: 'fleet'; readonly body: FleetAnswer }
  | { readonly kind: 'queued'; readonly body: PlanView };

export interface SummaryViewPage {
  readonly items: readonly RouteSummary[];
  readonly next_cursor: string | null;
}

@Injectable()
export class RoutesService {
  constructor(
    private readonly repository: RoutesRepository,
    private readonly planRecords: PlansRepository,
    private readonly plans: PlansService,
    private readonly availability: AvailabilityService,
    private readonly planning: PlanningService,
    private readonly assignment: AssignmentService,
    private readonly idempotency: IdempotencyService,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /**
   * Plans routes and puts the orders on them.
   *
   * @throws DinexError `invalid`; `conflict` that names the orders which other routes have.
   */
  async create(principal: Principal, input: RouteRequest, request?: IdempotentRequest): Promise<PlanAnswer> {
    const wanted = checkRequest(input);
    return this.idempotency.once<PlanAnswer>(
      principal,
      request,
      (key) => (this.isQueued(wanted) ? this.queue(wanted, key) : this.planNow(wanted, key)),
      (resourceId, key) => this.resume(wanted, resourceId, key),
    );
  }

  /** A driver's routes, newest first, without their stops. */
  async list(driverId: string, limit: number, cursorText: string | undefined): Promise<SummaryViewPage> {
    const filter = JSON.stringify([driverId]);
    const { items, after } = await this.repository.listByDriver(driverId, limit, placeIn(cursorText, filter, driverId));
    return { items, next_cursor: after === undefined ? null : encodeCursor({ filter, after: { [driverId]: after } }) };
  }

  /** @throws DinexError `invalid` for a fleet too large where nothing plans from the queue. */
  private isQueued(wanted: PlanRequest): boolean {
    if (!isLong(wanted, this.config.PLAN_CPU_MS)) return false;
    if (this.config.QUEUED_PLANS === 'on') return true;
    // Where nothing plans from the queue, more time than a request has is cut, as for one driver; more orders cannot be.
    const most = ROUTE_LIMITS.fleetOrdersAtOnce;
    if (wanted.order_ids.length > most)
      throw invalid('#/order_ids', `A fleet has at most ${most} orders here: nothing plans larger ones.`);
    return false;
  }

  private async queue(wanted: PlanRequest, key: KeyWrites): Promise<PlanAnswer> {
    return { kind: 'queued', body: await this.plans.queue(wanted, key) };
  }

  private async planNow(wanted: PlanRequest, key: KeyWrites): Promise<PlanAnswer> {
    const { available, unassigned } = await this.availability.assess(wanted.order_ids);
    if (available.length === 0) throw nothingToPlan(wanted, unassigned);
    const now = this.clock.now();
    const planned = await this.planning.plan(wanted, available, { cpuMs: this.config.PLAN_CPU_MS }, now);
    const left = [...unassigned, ...planned.unassigned];
    if (planned.routes.length === 0) throw nothingToPlan(wanted, left);
    const planId = newId(now);
    const routes = draftRoutes(wanted, planned, left, planId, now);
    if (wanted.kind === 'driver') return this.assigned(wanted, this.assignment.begin(routes, driverAssignment(key)));
    const { baseline, iterations } = planned;
    const { request: _, ...record } = newPlan(planId, now, wanted);
    const route_ids = routes.map(({ route_id }) => route_id);
    const running: PlanRecord = { ...record, status: 'RUNNING', route_ids, unassigned: left, baseline, iterations };
    // Its time to live runs from the start: a request that dies leaves it behind.
    const stored = { ...running, ttl: ttlAfter(now, this.config.ORDER_TTL_DAYS * DAY_SECONDS) };
    return this.assigned(wanted, this.assignment.begin(routes, this.fleetAssignment(stored, key, true)));
  }

  private async resume(wanted: PlanRequest, resourceId: string, key: KeyWrites): Promise<PlanAnswer> {
    if (wanted.kind === 'driver')
      return this.assigned(wanted, this.assignment.resume(resourceId, driverAssignment(key)));
    const [route] = await this.assignment.routesOf(resourceId);
    const record = route === undefined ? undefined : await this.planRecords.get(route.plan_id);
    const assignment = record === undefined ? driverAssignment(key) : this.fleetAssignment(record, key, false);
    return this.assigned(wanted, this.assignment.resume(resourceId, assignment));
  }

  private fleetAssignment(record: PlanRecord, key: KeyWrites, isNew: boolean): Assignment<PlanAnswer> {
    const ended = (status: 'DONE' | 'FAILED'): PlanRecord =>
      endedPlan(record, { status }, this.clock.now(), this.config.ORDER_TTL_DAYS);
    return {
      key,
      answer: (routes) => ({ kind: 'fleet', body: fleetAnswer(record, routes) }),
      ...(isNew ? { onBegin: [this.planRecords.insert(record)] } : {}),
      onDone: [this.planRecords.replace(ended('DONE'), record.version)],
      onLost: [this.planRecords.replace(ended('FAILED'), record.version)],
    };
  }

  private async assigned(wanted: PlanRequest, work: Promise<PlanAnswer>): Promise<PlanAnswer> {
    try {
      return await work;
    } catch (error) {
      throw error instanceof LostRaceError ? lostRace(wanted, error.obstacles) : error;
    }
  }
}

const driverAssignment = (key: KeyWrites): Assignment<PlanAnswer> => ({
  key,
  answer: ([route]) => ({ kind: 'route', body: viewNewRoute(route as Route) }),
});

function fleetAnswer({ plan_id, unassigned, baseline, iterations }: PlanRecord, routes: readonly Route[]): FleetAnswer {
  return {
    plan_id,
    routes: routes.map(viewNewRoute),
    unassigned,
    estimated_distance_km: totalKilometres(routes),
    baseline: baseline ?? { nearest_neighbour_km: null, given_order_km: null, improvement_pct: null },
    iterations: iterations ?? 0,
  };
}

function placeIn(cursorText: string | undefined, filter: string, driverId: string): string | undefined {
  if (cursorText === undefined) return undefined;
  const place = decodeCursor(cursorText, filter).after[driverId];
  if (typeof place !== 'string' || parseOrderId(place) === undefined)
    throw invalid('#/cursor', 'This is not a cursor of this API.', 'query');
  return place;
}
