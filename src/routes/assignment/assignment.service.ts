import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock';
import { backOff } from '../../database/retry';
import { Outcome, Transactions, Write } from '../../database/transaction';
import { KeyTakenError, KeyWrites, refuseTakenKey } from '../../idempotency/idempotency.service';
import { AvailabilityService } from './availability.service';
import { ClaimsService } from './claims.service';
import { isAbandoned, Route, UnassignedOrder } from '../route';
import { RouteEndings } from './route-endings.service';
import { RoutesRepository, writeName } from '../routes.repository';

/** Another request was faster with some of the orders, or the routes were cancelled while they were assigned. */
export class LostRaceError extends Error {
  constructor(readonly obstacles: readonly UnassignedOrder[]) {
    super('The orders were claimed by someone else');
  }
}

/** What joins the protocol's transactions besides the routes: the idempotency key and the plan's record. */
export interface Assignment<Answer> {
  readonly key: KeyWrites;
  readonly answer: (planned: readonly Route[]) => Answer;
  readonly onBegin?: readonly Write[];
  readonly onDone?: readonly Write[];
  readonly onLost?: readonly Write[];
}

/** How often a repetition looks after the request that began the work, for about a second, before it carries on in its place. */
const PATIENCE_TRIES = 6;

/**
 * Puts orders on routes: the routes are stored as ASSIGNING, the orders are claimed in several transactions, then one makes the
 * routes PLANNED. Every step can be repeated, so that whoever finds the work half done can finish it.
 */
@Injectable()
export class AssignmentService {
  constructor(
    private readonly repository: RoutesRepository,
    private readonly claims: ClaimsService,
    private readonly availability: AvailabilityService,
    private readonly endings: RouteEndings,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /**
   * Stores new routes and carries their assignment through.
   *
   * @throws LostRaceError after the routes were cancelled and their claims released; KeyTakenError.
   */
  async begin<Answer>(routes: readonly Route[], assignment: Assignment<Answer>): Promise<Answer> {
    const outcome = await this.transactions.commit([
      ...routes.map((route) => this.repository.insert(route)),
      ...assignment.key.underWay(resourceOf(routes)),
      ...(assignment.onBegin ?? []),
    ]);
    refuseTakenKey(outcome);
    if (!isOwn(outcome, routes)) throw new SupersededError();
    return this.carryThrough(routes, assignment);
  }

  /** The routes that a key's work under way is about, in the order in which it names them. */
  async routesOf(resourceId: string): Promise<Route[]> {
    const ids = resourceId.split(',');
    const found = new Map((await this.repository.getMany(ids)).map((route) => [route.route_id, route]));
    return ids.flatMap((id) => found.get(id) ?? []);
  }

  /**
   * Carries on with an assignment that was begun under the same key, after giving the one who began it some time.
   *
   * @throws KeyTakenError when the key's record has changed and is to be read again.
   */
  async resume<Answer>(resourceId: string, assignment: Assignment<Answer>): Promise<Answer> {
    for (let looks = 1; ; looks++) {
      const routes = await this.routesOf(resourceId);
      if (!routes.every(({ status }) => status === 'ASSIGNING')) return this.restart(resourceId, routes, assignment);
      if (routes.some((route) => isAbandoned(route, this.clock.now())))
        return this.restart(resourceId, routes, assignment);
      if (looks > PATIENCE_TRIES) return this.carryThrough(routes, assignment);
      await backOff(looks);
    }
  }

  /** The work has ended: done, so the key has its answer; or cancelled, so the key is freed for a fresh start. */
  private async restart<Answer>(
    resourceId: string,
    routes: readonly Route[],
    assignment: Assignment<Answer>,
  ): Promise<never> {
    await this.abandon(routes, resourceId, assignment);
    throw new KeyTakenError();
  }

  private async carryThrough<Answer>(routes: readonly Route[], assignment: Assignment<Answer>): Promise<Answer> {
    const claimed = await this.claims.claim(routes);
    if (claimed.kind !== 'claimed') return this.lose(routes, assignment);
    const planned = routes.map((route) => this.endings.advance(route, { status: 'PLANNED' }));
    const answer = assignment.answer(planned);
    const outcome = await this.transactions.commit([
      ...planned.map((route) => this.repository.replace(route, route.version - 1)),
      ...assignment.key.complete(resourceOf(routes), answer),
      ...(assignment.onDone ?? []),
    ]);
    return isOwn(outcome, planned) ? answer : this.lose(routes, assignment);
  }

  /** Someone else has some of the orders, or has cancelled or finished the same routes. */
  private async lose<Answer>(routes: readonly Route[], assignment: Assignment<Answer>): Promise<Answer> {
    const resourceId = resourceOf(routes);
    const orderIds = routes.flatMap(({ order_ids }) => order_ids);
    const after = await this.abandon(await this.routesOf(resourceId), resourceId, assignment);
    if (after.some(({ status }) => status === 'CANCELLED'))
      throw new LostRaceError((await this.availability.assess(orderIds)).unassigned);
    if (assignment.key.release(resourceId).length > 0) throw new KeyTakenError();
    return assignment.answer(after);
  }

  /** Cancels what is still ASSIGNING, frees the key, releases the claims; answers the routes as they are then. */
  private async abandon<Answer>(
    routes: readonly Route[],
    resourceId: string,
    { key, onLost }: Assignment<Answer>,
  ): Promise<Route[]> {
    if (routes.some(({ status }) => status === 'ASSIGNING' || status === 'CANCELLED')) {
      const open = routes.filter(({ status }) => status === 'ASSIGNING');
      const cancellations = open.map((route) => this.endings.moved(route, 'CANCELLED'));
      const writes = [...cancellations, ...key.release(resourceId), ...(onLost ?? [])];
      if (writes.length > 0) await this.transactions.commit(writes);
    }
    const after = await this.routesOf(resourceId);
    return Promise.all(after.map((route) => this.endings.settle(route)));
  }
}

/** The routes are no longer what their plan is about: another run of it has taken over. */
export class SupersededError extends Error {}

export const resourceOf = (routes: readonly Route[]): string => routes.map(({ route_id }) => route_id).join(',');

/** Whether a transaction took effect: it was committed, or refused only because it had been before and its answer was lost. */
function isOwn(outcome: Outcome, written: readonly Route[]): boolean {
  if (outcome.committed) return true;
  return written.every((route) => outcome.failed.get(writeName(route.route_id))?.write_id === route.write_id);
}
