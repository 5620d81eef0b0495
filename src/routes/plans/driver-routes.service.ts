import { Injectable } from '@nestjs/common';
import { Config } from '../../config/config';
import { KeyTakenError, KeyWrites, WITHOUT_KEY } from '../../idempotency/idempotency.service';
import { Clock } from '../../kernel/clock';
import { newId } from '../../kernel/ids';
import { AssignmentOutcome, AssignmentService, Companion } from '../assignment/assignment.service';
import type { PlanRequest } from '../planning/plan-request';
import type { RouteDto } from '../route.dto';
import { viewNewRoute } from '../route-shape';
import { ProposalsService } from './proposals.service';
import { driverBusy, lostRace, nothingToPlan } from './refusals';

/** Plans the route of one driver, who stands at the depot and waits: the route is the whole answer, and no record besides it. */
@Injectable()
export class DriverRoutes {
  constructor(
    private readonly proposals: ProposalsService,
    private readonly assignment: AssignmentService,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /**
   * Plans the route, puts the orders on it and returns it.
   *
   * @throws DinexError `conflict` or `invalid` that names the orders, or what else keeps the driver; KeyTakenError.
   */
  async plan(request: PlanRequest, key: KeyWrites): Promise<RouteDto> {
    const planId = newId(this.clock.now());
    const { routes, unassigned } = await this.proposals.propose(request, planId, { cpuMs: this.config.PLAN_CPU_MS });
    const [route] = routes;
    if (route === undefined) throw nothingToPlan(request, unassigned);
    const outcome = await this.assignment.assign([route], companionOf(route.route_id, key));
    return answerTo(outcome, request, key);
  }

  /** Carries on with a route that another request with the same key has begun. */
  async resume(routeId: string, request: PlanRequest, key: KeyWrites): Promise<RouteDto> {
    const outcome = await this.assignment.resume([routeId], companionOf(routeId, key));
    return answerTo(outcome, request, key);
  }
}

const companionOf = (routeId: string, key: KeyWrites): Companion => ({
  begun: key.underWay(routeId),
  done: (planned) => key.complete(routeId, planned.map(viewNewRoute)[0]),
  lost: key.release(routeId),
});

function answerTo(outcome: AssignmentOutcome, request: PlanRequest, key: KeyWrites): RouteDto {
  if (outcome.kind === 'booked') throw driverBusy(request, outcome.conflicts);
  if (outcome.kind === 'lost') throw lostRace(request, outcome.obstacles);
  if (outcome.kind === 'over' && key !== WITHOUT_KEY) throw new KeyTakenError();
  const [route] = outcome.kind === 'refused' ? [] : outcome.routes;
  if (route === undefined) throw lostRace(request, []);
  return viewNewRoute(route);
}
