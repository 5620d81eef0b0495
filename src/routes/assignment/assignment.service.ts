import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock';
import { Transactions, Write } from '../../database/transaction';
import { refuseTakenKey } from '../../idempotency/idempotency.service';
import { isAssigning, nextVersion, Route, UnassignedOrder } from '../route';
import { RoutesRepository } from '../routes.repository';
import type { DriverConflict } from './driver-day';
import { AvailabilityService } from './availability.service';
import { ClaimsService } from './claims.service';
import { watch } from './patience';
import { RouteEndings } from './route-endings.service';

/** What joins the transactions of an assignment besides its routes: an idempotency key, the record of a plan. */
export interface Companion {
  /** Called with the routes as they are stored first. */
  readonly begun: readonly Write[];
  /** Called with the routes as they are made PLANNED. */
  readonly done: (planned: readonly Route[]) => readonly Write[];
  /** Called with the routes' cancellation, where the orders were lost. */
  readonly lost: readonly Write[];
}

export type AssignmentOutcome =
  /** Every order is on its route. */
  | { readonly kind: 'planned'; readonly routes: readonly Route[] }
  /** The routes are cancelled and hold no order: other requests were faster with these, or somebody cancelled the routes. */
  | { readonly kind: 'lost'; readonly obstacles: readonly UnassignedOrder[] }
  /** The routes are cancelled: others keep some of their drivers at that time. */
  | { readonly kind: 'booked'; readonly conflicts: readonly DriverConflict[] }
  /** It was over before: somebody else has carried it through, or it was given up. The routes are as that left them. */
  | { readonly kind: 'over'; readonly routes: readonly Route[] }
  /** Nothing is stored: the companion's condition failed. */
  | { readonly kind: 'refused' };

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
   * Stores new routes, puts their orders on them and returns what came of that.
   *
   * @throws KeyTakenError where another request has the idempotency key; nothing is stored then.
   */
  async assign(routes: readonly Route[], companion: Companion): Promise<AssignmentOutcome> {
    const outcome = await this.transactions.commit([
      ...routes.map((route) => this.repository.insert(route)),
      ...companion.begun,
    ]);
    refuseTakenKey(outcome);
    return outcome.committed ? this.carryOn(routes, companion) : { kind: 'refused' };
  }

  /** Carries on with an assignment that another request has begun, after giving that some time to do it. */
  async resume(routeIds: readonly string[], companion: Companion): Promise<AssignmentOutcome> {
    const isUnderWay = (seen: readonly Route[]): boolean => isAssigning(seen, this.clock.now());
    const routes = await watch(() => this.routesOf(routeIds), isUnderWay);
    if (isUnderWay(routes)) return this.carryOn(routes, companion);
    return { kind: 'over', routes: await this.giveUp(routes, companion) };
  }

  private async carryOn(routes: readonly Route[], companion: Companion): Promise<AssignmentOutcome> {
    const claim = await this.claims.claim(routes);
    if (claim.kind === 'claimed') {
      const now = this.clock.now();
      const planned = routes.map((route) => nextVersion(route, { status: 'PLANNED' }, now));
      const outcome = await this.transactions.commit([
        ...planned.map((route) => this.repository.replace(route, route.version - 1)),
        ...companion.done(planned),
      ]);
      if (outcome.committed) return { kind: 'planned', routes: planned };
    }
    const after = await this.giveUp(await this.routesOf(routes.map(({ route_id }) => route_id)), companion);
    if (!after.some(({ status }) => status === 'CANCELLED')) return { kind: 'over', routes: after };
    if (claim.kind === 'booked') return claim;
    const { unassigned } = await this.availability.assess(routes.flatMap(({ order_ids }) => order_ids));
    return { kind: 'lost', obstacles: unassigned };
  }

  /** Ends what can no longer be carried through, unless somebody else has done that; returns the routes as they are then. */
  private giveUp(routes: readonly Route[], { lost }: Companion): Promise<Route[]> {
    const isLost = routes.some(({ status }) => status === 'ASSIGNING' || status === 'CANCELLED');
    return this.endings.giveUp(routes, isLost ? lost : []);
  }

  /** Returns the routes that exist of these, in this order. */
  private async routesOf(routeIds: readonly string[]): Promise<Route[]> {
    const found = new Map((await this.repository.getMany(routeIds)).map((route) => [route.route_id, route]));
    return routeIds.flatMap((id) => found.get(id) ?? []);
  }
}
