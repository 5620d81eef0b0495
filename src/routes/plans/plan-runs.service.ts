import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock';
import { conflict, DinexError, unavailable } from '../../kernel/errors';
import { newId } from '../../kernel/ids';
import { Config } from '../../config/config';
import { Transactions, Write } from '../../database/transaction';
import { KeyTakenError, KeyWrites, WITHOUT_KEY } from '../../idempotency/idempotency.service';
import { AssignmentService, Companion } from '../assignment/assignment.service';
import type { DriverConflict } from '../assignment/driver-day';
import { RouteEndings } from '../assignment/route-endings.service';
import type { PlanRequest } from '../planning/plan-request';
import { readPlanRequest } from '../planning/plan-request-shape';
import type { PlanningTime } from '../planning/planning.service';
import type { Route } from '../route';
import { viewNewRoute } from '../route-shape';
import { RoutesRepository } from '../routes.repository';
import {
  donePlan,
  failedPlan,
  isAbandonedPlan,
  nextPlan,
  planAtOnce,
  PlanRecord,
  Proposal,
  proposed,
  viewPlan,
} from './plan-record';
import type { PlanDto } from './plan.dto';
import { PlansRepository } from './plans.repository';
import { ProposalsService } from './proposals.service';
import { driverBusy, nothingToPlan } from './refusals';

/** Another run of the same plan has taken over. */
export class SupersededError extends Error {}

/** The time for a plan that nobody waits for; the consumer has 50 s on the clock for it. */
const QUEUED: PlanningTime = {
  cpuMs: 5_000,
  // On a busy machine the best routes so far are worth more than better ones after the consumer's time, which begins anew.
  wallMs: 30_000,
};

/** Each further attempt leaves out the orders that other routes took meanwhile. */
const MAX_ATTEMPTS = 5;

/** What a run came to. */
type RunOutcome =
  | { readonly kind: 'done'; readonly view: PlanDto }
  /** No order that is left can be on a route. */
  | { readonly kind: 'empty'; readonly record: PlanRecord; readonly proposal: Proposal }
  /** Other routes keep some of the drivers at that time. */
  | { readonly kind: 'booked'; readonly record: PlanRecord; readonly conflicts: readonly DriverConflict[] }
  /** Others took some of the orders again and again. */
  | { readonly kind: 'exhausted'; readonly record: PlanRecord };

/**
 * Runs the plans of fleets, those behind the queue and those whose caller waits, by the same steps: routes are proposed, stored
 * with the plan and given their orders. Orders that other requests take meanwhile are left out and named in `unassigned`, and the
 * others are planned again. The plan's version fences its runs: of two only one can store routes.
 */
@Injectable()
export class PlanRuns {
  constructor(
    private readonly plans: PlansRepository,
    private readonly routes: RoutesRepository,
    private readonly proposals: ProposalsService,
    private readonly assignment: AssignmentService,
    private readonly endings: RouteEndings,
    private readonly transactions: Transactions,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /**
   * Makes a queued plan. Safe to repeat: a plan that is made stays as it is, one that was interrupted begins again.
   *
   * @throws SupersededError when another run of the same plan goes on: whoever delivered this one may try later.
   */
  async run(planId: string): Promise<void> {
    const queued = await this.plans.get(planId);
    if (queued?.request === undefined || queued.status === 'DONE') return;
    const request = readPlanRequest(queued.request);
    const running = nextPlan(queued, { status: 'RUNNING' }, this.clock.now());
    await this.store([this.plans.save(running)]);
    await this.giveUpRoutes(queued);
    const time = { ...QUEUED, cpuMs: Math.max(QUEUED.cpuMs, request.time_limit_ms ?? 0) };
    const outcome = await this.attempt(running, request, time, WITHOUT_KEY);
    if (outcome.kind === 'exhausted') throw keepChanging();
    // No further try would find the drivers free.
    if (outcome.kind === 'booked') await this.fail(planId, driverBusy(request, outcome.conflicts).message);
    // Routes of an attempt before the last were lost, and are no part of the plan.
    if (outcome.kind === 'empty')
      await this.store([this.plans.save(this.done({ ...outcome.record, ...proposed(outcome.proposal) }))]);
  }

  /**
   * Makes a plan while its caller waits and returns it; it is stored with its first routes.
   *
   * @throws DinexError `conflict` or `invalid` when no order can be planned; KeyTakenError.
   */
  runAtOnce(request: PlanRequest, key: KeyWrites): Promise<PlanDto> {
    const now = this.clock.now();
    return this.finish(planAtOnce(newId(now), now, this.config.ORDER_TTL_DAYS), request, key);
  }

  /**
   * Carries on with a plan that another request with the same key has begun, after giving that some time to do it, and returns it.
   *
   * @throws KeyTakenError when the key's record has changed and is to be read again.
   */
  async resumeAtOnce(planId: string, request: PlanRequest, key: KeyWrites): Promise<PlanDto> {
    const record = await this.plans.get(planId);
    if (record?.status !== 'RUNNING') {
      if (record?.status !== 'DONE') await this.transactions.commit(key.release(planId));
      throw new KeyTakenError();
    }
    const end = this.endOf(record, key);
    const outcome = await this.assignment.resume(record.route_ids, end.companion);
    if (outcome.kind === 'planned') return end.view(outcome.routes);
    const isMoved = outcome.kind === 'over' && (await this.plans.get(planId))?.version !== record.version;
    if (isMoved) throw new KeyTakenError();
    return this.finish(record, request, key);
  }

  /** Ends a plan that no further try will make. */
  async fail(planId: string, failure: string): Promise<void> {
    const record = await this.plans.get(planId);
    if (record === undefined || record.status === 'DONE') return;
    await this.giveUpRoutes(record);
    await this.transactions.commit([this.plans.save(this.failed(record, failure))]);
  }

  /** Ends a plan whose process died while its caller waited; returns the plan as it is then. */
  async failIfAbandoned(record: PlanRecord): Promise<PlanRecord | undefined> {
    if (!isAbandonedPlan(record, this.clock.now())) return record;
    await this.fail(record.plan_id, 'The request that made this plan ended before it was made.');
    return this.plans.get(record.plan_id);
  }

  private async finish(begun: PlanRecord, request: PlanRequest, key: KeyWrites): Promise<PlanDto> {
    try {
      const outcome = await this.attempt(begun, request, { cpuMs: this.config.PLAN_CPU_MS }, key);
      if (outcome.kind === 'done') return outcome.view;
      const refusal = refusalOf(outcome, request);
      // Before its first routes nothing of a plan is stored.
      if (outcome.record.version > 0)
        await this.store([
          this.plans.save(this.failed(outcome.record, refusal.message)),
          ...key.release(begun.plan_id),
        ]);
      throw refusal;
    } catch (error) {
      if (!(error instanceof SupersededError)) throw error;
      throw key === WITHOUT_KEY ? conflict('The routes were cancelled while they were made.') : new KeyTakenError();
    }
  }

  private async attempt(
    begun: PlanRecord,
    request: PlanRequest,
    time: PlanningTime,
    key: KeyWrites,
  ): Promise<RunOutcome> {
    let record = begun;
    for (let attempts = 0; attempts < MAX_ATTEMPTS; attempts++) {
      const proposal = await this.proposals.propose(request, record.plan_id, time);
      if (proposal.routes.length === 0) return { kind: 'empty', record, proposal };
      record = nextPlan(record, proposed(proposal), this.clock.now());
      const end = this.endOf(record, key);
      const outcome = await this.assignment.assign(proposal.routes, end.companion);
      if (outcome.kind === 'planned') return { kind: 'done', view: end.view(outcome.routes) };
      if (outcome.kind === 'booked') return { ...outcome, record };
      if (outcome.kind !== 'lost') throw new SupersededError();
    }
    return { kind: 'exhausted', record };
  }

  /** Returns what the API shows of the plan once it is DONE, and how that joins the assignment of its routes. */
  private endOf(
    record: PlanRecord,
    key: KeyWrites,
  ): { readonly companion: Companion; readonly view: (planned: readonly Route[]) => PlanDto } {
    const done = this.done(record);
    const view = (planned: readonly Route[]): PlanDto => viewPlan(done, planned.map(viewNewRoute));
    return {
      view,
      companion: {
        begun: [this.plans.save(record), ...(record.version === 1 ? key.underWay(record.plan_id) : [])],
        done: (planned) => [this.plans.save(done), ...key.complete(record.plan_id, view(planned))],
        lost: [],
      },
    };
  }

  private done(record: PlanRecord): PlanRecord {
    return donePlan(record, this.clock.now(), this.config.ORDER_TTL_DAYS);
  }

  private failed(record: PlanRecord, failure: string): PlanRecord {
    return failedPlan(record, failure, this.clock.now(), this.config.ORDER_TTL_DAYS);
  }

  private async store(writes: readonly Write[]): Promise<void> {
    const outcome = await this.transactions.commit(writes);
    if (!outcome.committed) throw new SupersededError();
  }

  /** Ends the routes that an interrupted run left behind. */
  private async giveUpRoutes({ route_ids }: PlanRecord): Promise<void> {
    await this.endings.giveUp(await this.routes.getMany(route_ids));
  }
}

function refusalOf(outcome: Exclude<RunOutcome, { kind: 'done' }>, request: PlanRequest): DinexError {
  switch (outcome.kind) {
    case 'empty':
      return nothingToPlan(request, outcome.proposal.unassigned);
    case 'booked':
      return driverBusy(request, outcome.conflicts);
    case 'exhausted':
      return keepChanging();
  }
}

const keepChanging = (): DinexError => unavailable('The orders of this plan keep changing.');
