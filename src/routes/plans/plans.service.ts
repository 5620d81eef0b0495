import { Injectable } from '@nestjs/common';
import type { Principal } from '../../access/principal';
import { Config } from '../../config/config';
import { Transactions } from '../../database/transaction';
import { RosterService } from '../../fleet/roster.service';
import { IdempotencyService, KeyWrites, refuseTakenKey, WITHOUT_KEY } from '../../idempotency/idempotency.service';
import { Clock } from '../../kernel/clock';
import { invalid, notFound } from '../../kernel/errors';
import { newId } from '../../kernel/ids';
import type { IdempotencyKey } from '../../kernel/idempotency-key';
import { currentScope } from '../../observability/scope';
import { OrdersService } from '../../orders/orders.service';
import { ROUTE_LIMITS } from '../planning/limits';
import { driverIdsOf } from '../planning/plan-drivers';
import { checkRequest, isLong, PlanningBody, PlanRequest } from '../planning/plan-request';
import { byOrderId } from '../route';
import type { RouteDto } from '../route.dto';
import { viewRoute } from '../route-shape';
import { RoutesRepository } from '../routes.repository';
import { DriverRoutes } from './driver-routes.service';
import { queuedPlan, viewPlan } from './plan-record';
import type { PlanDto } from './plan.dto';
import { PlannerAllowance } from '../planning/planner-allowance.repository';
import { PlanRuns } from './plan-runs.service';
import { PlansRepository } from './plans.repository';

/** What a planning request is answered with: one driver's route, a fleet's plan that is made, or one that waits behind the queue. */
export type PlanAnswer =
  | { readonly kind: 'route'; readonly body: RouteDto }
  | { readonly kind: 'fleet'; readonly body: PlanDto }
  | { readonly kind: 'queued'; readonly body: PlanDto };

/** Takes planning requests and reads what came of them. */
@Injectable()
export class PlansService {
  constructor(
    private readonly plans: PlansRepository,
    private readonly allowance: PlannerAllowance,
    private readonly runs: PlanRuns,
    private readonly drivers: DriverRoutes,
    private readonly roster: RosterService,
    private readonly routes: RoutesRepository,
    private readonly orders: OrdersService,
    private readonly idempotency: IdempotencyService,
    private readonly transactions: Transactions,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /**
   * Plans routes, puts the orders on them and returns what the API shows of that: at once, or behind the queue where that takes
   * longer than a caller should wait.
   *
   * @throws DinexError `invalid`; `conflict` that names the orders which other routes have.
   */
  async create(principal: Principal, input: PlanningBody, request?: IdempotencyKey): Promise<PlanAnswer> {
    return this.idempotency.once<PlanAnswer>(
      principal,
      request,
      async (key) => {
        const wanted = await this.completed(input);
        await this.allowance.take(principal, wanted.time_limit_ms);
        return this.begin(wanted, key);
      },
      async (resourceId, key) => this.resume(await this.completed(input), resourceId, key),
    );
  }

  /**
   * Returns what the API shows of a plan.
   *
   * @throws DinexError `not_found`.
   */
  async view(planId: string): Promise<PlanDto> {
    const stored = await this.plans.get(planId);
    const record = stored === undefined ? undefined : await this.runs.failIfAbandoned(stored);
    if (record === undefined) throw notFound('plan', planId);
    if (record.status !== 'DONE') return viewPlan(record, []);
    const found = new Map((await this.routes.getMany(record.route_ids)).map((route) => [route.route_id, route]));
    const routes = record.route_ids.flatMap((id) => found.get(id) ?? []);
    const orders = byOrderId(await this.orders.findMany(routes.flatMap(({ order_ids }) => order_ids)));
    return viewPlan(
      record,
      routes.map((route) => viewRoute(route, orders)),
    );
  }

  /** Returns the request with what the register has of its drivers at this moment; the routes keep that. */
  private async completed(input: PlanningBody): Promise<PlanRequest> {
    const roster = await this.roster.of(driverIdsOf(input));
    return checkRequest(input, { roster, now: this.clock.now() });
  }

  private async begin(wanted: PlanRequest, key: KeyWrites): Promise<PlanAnswer> {
    if (wanted.kind === 'driver')
      return { kind: 'route', body: await this.drivers.plan(wanted, answering('route', key)) };
    if (this.isQueued(wanted)) return { kind: 'queued', body: await this.queue(wanted, answering('queued', key)) };
    return { kind: 'fleet', body: await this.runs.runAtOnce(wanted, answering('fleet', key)) };
  }

  private async resume(wanted: PlanRequest, resourceId: string, key: KeyWrites): Promise<PlanAnswer> {
    if (wanted.kind === 'driver')
      return { kind: 'route', body: await this.drivers.resume(resourceId, wanted, answering('route', key)) };
    return { kind: 'fleet', body: await this.runs.resumeAtOnce(resourceId, wanted, answering('fleet', key)) };
  }

  /**
   * Whether a request is planned behind the queue.
   *
   * @throws DinexError `invalid` for a fleet too large where nothing plans from the queue.
   */
  private isQueued(wanted: PlanRequest): boolean {
    if (!isLong(wanted, this.config.PLAN_CPU_MS)) return false;
    if (this.config.QUEUED_PLANS === 'on') return true;
    // Where nothing plans from the queue, more time than a request has is cut, as for one driver; more orders cannot be.
    const most = ROUTE_LIMITS.fleetOrdersAtOnce;
    if (wanted.order_ids.length > most)
      throw invalid('#/order_ids', `A fleet has at most ${most} orders here: nothing plans larger ones.`);
    return false;
  }

  /** Stores a plan that waits, and returns what the API shows of it; the relay reads of it in the table's stream and queues it. */
  private async queue(wanted: PlanRequest, key: KeyWrites): Promise<PlanDto> {
    const now = this.clock.now();
    const record = queuedPlan(newId(now), wanted, now, currentScope()?.correlationId);
    const view = viewPlan(record, []);
    const outcome = await this.transactions.commit([this.plans.save(record), ...key.done(view)]);
    refuseTakenKey(outcome);
    // Refused without a taken key means that this very plan is there: our own write, whose answer was lost.
    return view;
  }
}

/** Returns the same key, which keeps the responses of one kind. */
const answering = (kind: PlanAnswer['kind'], key: KeyWrites): KeyWrites =>
  key === WITHOUT_KEY
    ? key
    : {
        ...key,
        done: (body) => key.done({ kind, body }),
        complete: (resourceId, body) => key.complete(resourceId, { kind, body }),
      };
