import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock';
import { DinexError, notFound } from '../../kernel/errors';
import { newId } from '../../kernel/ids';
import { present } from '../../kernel/present';
import { Config } from '../../config/config';
import { Transactions } from '../../database/transaction';
import { KeyWrites, refuseTakenKey, WITHOUT_KEY } from '../../idempotency/idempotency.service';
import type { Order } from '../../orders/order';
import { OrdersService } from '../../orders/orders.service';
import { AssignmentService, LostRaceError, SupersededError } from '../assignment/assignment.service';
import { AvailabilityService } from '../assignment/availability.service';
import { changedPlan, endedPlan, newPlan, PlanRecord, PlanView, viewPlan } from './plan-record';
import { checkPlaces, Planned, PlanningService } from '../planning/planning.service';
import { PlansRepository } from './plans.repository';
import { byOrderId, Route, UnassignedOrder, viewRoute } from '../route';
import { draftRoutes } from '../planning/new-routes';
import { RouteEndings } from '../assignment/route-endings.service';
import { PlanRequest } from '../planning/plan-request';
import { RoutesRepository } from '../routes.repository';

/** CPU for a plan that nobody waits for; the consumer has 50 s of wall time for it. */
const QUEUED_PLAN_CPU_MS = 5_000;

/** On a busy machine the best plan so far is worth more than a better one after the consumer's time, which begins anew. */
const QUEUED_PLAN_WALL_MS = 30_000;

/** Each further attempt leaves out the orders that other routes took meanwhile. */
const MAX_LOST_RACES = 5;

/** Fleet plans that are made behind the queue. */
@Injectable()
export class PlansService {
  constructor(
    private readonly plans: PlansRepository,
    private readonly routes: RoutesRepository,
    private readonly orders: OrdersService,
    private readonly availability: AvailabilityService,
    private readonly planning: PlanningService,
    private readonly assignment: AssignmentService,
    private readonly endings: RouteEndings,
    private readonly transactions: Transactions,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /** Stores the request; the relay reads of it in the table's stream and queues it. */
  async queue(wanted: PlanRequest, key: KeyWrites): Promise<PlanView> {
    checkPlaces(wanted);
    const now = this.clock.now();
    const record = newPlan(newId(now), now, {
      ...wanted,
      departure_at: wanted.departure_at ?? new Date(now).toISOString(),
    });
    const view = viewPlan(record, []);
    const outcome = await this.transactions.commit([
      this.plans.insert(record),
      ...key.done({ kind: 'queued', body: view }),
    ]);
    refuseTakenKey(outcome);
    // Refused without a taken key means that this very plan is there: our own write, whose answer was lost.
    return view;
  }

  /** @throws DinexError `not_found`. */
  async view(planId: string): Promise<PlanView> {
    const record = await this.plans.get(planId);
    if (record === undefined) throw notFound('plan', planId);
    if (record.status !== 'DONE') return viewPlan(record, []);
    const found = new Map((await this.routes.getMany(record.route_ids)).map((route) => [route.route_id, route]));
    const routes = record.route_ids.flatMap((id) => found.get(id) ?? []);
    const orders: ReadonlyMap<string, Order> = byOrderId(
      await this.orders.findMany(routes.flatMap(({ order_ids }) => order_ids)),
    );
    return viewPlan(
      record,
      routes.map((route) => viewRoute(route, orders)),
    );
  }

  /**
   * Makes a queued plan. Safe to repeat: a plan that is made stays as it is, one that was interrupted begins again.
   *
   * @throws SupersededError when another run of the same plan goes on: whoever delivered this one may try later.
   */
  async run(planId: string): Promise<void> {
    const record = await this.plans.get(planId);
    if (record?.request === undefined || record.status === 'DONE') return;
    const wanted = JSON.parse(record.request) as PlanRequest;
    let current = changedPlan(record, { status: 'RUNNING' }, this.clock.now());
    await this.store(current, record.version);
    for (const route of await this.routes.getMany(record.route_ids)) await this.cancel(route);
    for (let race = 0; race < MAX_LOST_RACES; race++) {
      const next = await this.attempt(current, wanted);
      if (next === undefined) return;
      current = next;
    }
    throw new DinexError('unavailable', 'The orders of this plan keep changing.', { retryAfterSeconds: 1 });
  }

  /** For a plan that no further try will make. */
  async fail(planId: string, failure: string): Promise<void> {
    const record = await this.plans.get(planId);
    if (record === undefined || record.status === 'DONE') return;
    for (const route of await this.routes.getMany(record.route_ids)) await this.cancel(route);
    // The request is kept: an operator may send the message again.
    const { request } = record;
    const failed = endedPlan(record, { status: 'FAILED', failure }, this.clock.now(), this.config.ORDER_TTL_DAYS);
    await this.transactions.commit([this.plans.replace({ ...failed, ...present({ request }) }, record.version)]);
  }

  /** `undefined` when the plan is made; the plan to go on with when others were faster with some of its orders. */
  private async attempt(record: PlanRecord, wanted: PlanRequest): Promise<PlanRecord | undefined> {
    const { available, unassigned } = await this.availability.assess(wanted.order_ids);
    const now = this.clock.now();
    const cpuMs = Math.max(QUEUED_PLAN_CPU_MS, wanted.time_limit_ms ?? 0);
    const planned = await this.planning.plan(wanted, available, { cpuMs, wallMs: QUEUED_PLAN_WALL_MS }, now);
    const left = [...unassigned, ...planned.unassigned];
    const routes = draftRoutes(wanted, planned, left, record.plan_id, now);
    const route_ids = routes.map(({ route_id }) => route_id);
    if (routes.length === 0) {
      // Routes of an attempt before this one were lost, and are no part of the plan.
      await this.store(this.done({ ...record, route_ids: [] }, planned, left), record.version);
      return undefined;
    }
    const begun = changedPlan(record, { route_ids }, now);
    const done = this.done(begun, planned, left);
    try {
      await this.assignment.begin(routes, {
        key: WITHOUT_KEY,
        answer: () => undefined,
        onBegin: [this.plans.replace(begun, record.version)],
        onDone: [this.plans.replace(done, begun.version)],
      });
      return undefined;
    } catch (error) {
      if (error instanceof LostRaceError) return begun;
      throw error;
    }
  }

  private done(
    record: PlanRecord,
    { baseline, iterations }: Planned,
    unassigned: readonly UnassignedOrder[],
  ): PlanRecord {
    const outcome = { status: 'DONE', unassigned, baseline, iterations } as const;
    return endedPlan(record, outcome, this.clock.now(), this.config.ORDER_TTL_DAYS);
  }

  private async store(record: PlanRecord, expectedVersion: number): Promise<void> {
    const outcome = await this.transactions.commit([this.plans.replace(record, expectedVersion)]);
    if (!outcome.committed) throw new SupersededError();
  }

  /** What an interrupted run left behind. */
  private async cancel(route: Route): Promise<void> {
    if (route.status === 'ASSIGNING') await this.transactions.commit([this.endings.moved(route, 'CANCELLED')]);
    const now = await this.routes.get(route.route_id);
    if (now !== undefined) await this.endings.settle(now);
  }
}
