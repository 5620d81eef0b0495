import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock';
import { AvailabilityService } from '../assignment/availability.service';
import { newRoutes } from '../planning/new-routes';
import type { PlanRequest } from '../planning/plan-request';
import { PlanningService, PlanningTime } from '../planning/planning.service';
import type { Proposal } from './plan-record';

/** Proposes routes for a planning request. Stores nothing. */
@Injectable()
export class ProposalsService {
  constructor(
    private readonly availability: AvailabilityService,
    private readonly planning: PlanningService,
    private readonly clock: Clock,
  ) {}

  /** Returns routes that are not stored yet, for as many of the orders as can be had now. */
  async propose(request: PlanRequest, planId: string, time: PlanningTime): Promise<Proposal> {
    const { available, unassigned: taken } = await this.availability.assess(request.order_ids);
    const now = this.clock.now();
    const planned = await this.planning.plan(request, available, time, now);
    const unassigned = [...taken, ...planned.unassigned];
    const { baseline, iterations } = planned;
    return { routes: newRoutes(request, planned, unassigned, planId, now), unassigned, baseline, iterations };
  }
}
