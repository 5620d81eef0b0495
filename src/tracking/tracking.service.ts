import { Injectable } from '@nestjs/common';
import { actorOf, Principal } from '../access/principal';
import { Config } from '../config/config';
import { DAY_SECONDS } from '../database/lifetimes';
import { retrying } from '../database/retry';
import { Transactions } from '../database/transaction';
import { IdempotencyService, KeyWrites, refuseTakenKey, WITHOUT_KEY } from '../idempotency/idempotency.service';
import { Clock } from '../kernel/clock';
import type { DataOf } from '../kernel/data-of';
import { conflict, forbidden, invalid, notFound, stale, unavailable } from '../kernel/errors';
import type { IdempotencyKey } from '../kernel/idempotency-key';
import { newId, OrderId } from '../kernel/ids';
import { dayAfter, isDay, limaDayOf } from '../kernel/lima-days';
import { routeAt } from '../orders/claim';
import type { Order } from '../orders/order';
import { isOwn } from '../orders/order-access';
import type { OrderDto } from '../orders/order-response.dto';
import { OrdersService } from '../orders/orders.service';
import { isTerminal, STATES } from '../orders/states';
import { CarryOver } from './carry-over.service';
import { foldEvents, Placed } from './fold';
import { refusal, withRefused } from './refusals';
import { RoutesSeenRepository } from './routes-seen.repository';
import { resolveTarget, shownId, Target, TrackerTarget } from './target';
import { appliedIds, decide, Refused, Report, sameSubstance, TrackingEvent } from './tracker';
import { Loaded, Trackers } from './trackers.service';
import type { ReportDto, TrackerDto, TrackingReceiptDto } from './tracking.dto';
import { receiptOf, viewTracker } from './tracking.views';

/** A report as it comes in: what the server can supply may be missing. */
export type ReportInput = DataOf<ReportDto>;

export interface ReportOptions {
  /** PUT: a report without an `event_id` that repeats the last event changes nothing. */
  readonly repeatable?: boolean;
  readonly ifMatch?: number;
  readonly request?: IdempotencyKey;
}

/** Says when a scan of a route's parcels is taken. */
export interface ScanTerms {
  /** The route that the parcel must be on, or was on when it was seen. */
  readonly routeId: string;
  /** Whether a parcel that is in that state already is left alone. */
  readonly unlessThere: boolean;
}

/** What came of a report. */
export interface Taken {
  readonly receipt: TrackingReceiptDto;
  /** False where the parcel was in that state already, and nothing was stored. */
  readonly stored: boolean;
}

/** How far a device's clock may run ahead; more is a wrong clock. */
const MAX_AHEAD_MS = 5 * 60_000;
/** How long before its order a parcel may have been scanned: some are picked up first and entered in the evening. */
const MAX_BEFORE_ORDER_MS = 86_400_000;

/** How far ahead another attempt is agreed. */
const MAX_RESCHEDULE_DAYS = 60;

@Injectable()
export class TrackingService {
  constructor(
    private readonly trackers: Trackers,
    private readonly routes: RoutesSeenRepository,
    private readonly carryOver: CarryOver,
    private readonly orders: OrdersService,
    private readonly idempotency: IdempotencyService,
    private readonly transactions: Transactions,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /**
   * Appends an event to a tracker and moves its head, in one transaction.
   *
   * @throws DinexError `conflict` with `current_status` and `allowed` for an illegal move, `not_found`, `forbidden`, `invalid`, `stale`.
   */
  report(principal: Principal, input: ReportInput, options: ReportOptions = {}): Promise<TrackingReceiptDto> {
    const isShops = principal.role === 'shop' && targetOf(principal, input).orderId !== undefined;
    const mayCorrect = principal.role === 'dispatcher' || principal.role === 'operator';
    if (isShops) return this.refuse(principal, input, SHOPS_DO_NOT_REPORT);
    if (input.corrects !== undefined && !mayCorrect) return this.refuse(principal, input, STAFF_CORRECTS);
    return this.append(principal, input, options);
  }

  /**
   * Appends the event of a scan, which is one of many of a route.
   *
   * @throws DinexError as `report` does; `not_found` for a parcel that is not on the route.
   */
  async scan(principal: Principal, input: ReportInput, terms: ScanTerms): Promise<Taken> {
    const target = targetOf(principal, input);
    if (target.orderId === undefined) throw notFound('parcel', `${shownId(target.trackingId)} on this route`);
    return this.take(principal, target, input, terms, WITHOUT_KEY);
  }

  private async append(principal: Principal, input: ReportInput, options: ReportOptions): Promise<TrackingReceiptDto> {
    const target = targetOf(principal, input);
    const work = async (key: KeyWrites) => (await this.take(principal, target, input, options, key)).receipt;
    return this.idempotency.once(principal, options.request, work);
  }

  private async take(
    principal: Principal,
    target: Target,
    input: ReportInput,
    options: ReportOptions & Partial<ScanTerms>,
    key: KeyWrites,
  ): Promise<Taken> {
    this.checkReport(input);
    const eventId = input.event_id ?? newId(this.clock.now());
    return retrying(
      () => this.attempt(principal, target, input, eventId, options, key),
      () => unavailable('Too many changes of this tracker at once.'),
    );
  }

  /** Returns the tracker with its history, oldest first. */
  async view(principal: Principal, input: TrackerTarget): Promise<TrackerDto> {
    const target = targetOf(principal, input);
    const loaded = await this.trackers.load(target);
    if (loaded.order !== undefined && !isOwn(principal, loaded.order)) throw notFound('order', loaded.order.order_id);
    if (loaded.head.version === 0) throw notFound('tracker', shownId(target.trackingId));
    return viewTracker(principal, loaded);
  }

  /** Reports that an order is cancelled, and returns the order. */
  async cancel(
    principal: Principal,
    orderId: OrderId,
    cancellation: Pick<ReportInput, 'reason_code' | 'message'>,
    options: ReportOptions,
  ): Promise<OrderDto> {
    await this.append(principal, { order_id: orderId, status: 'CANCELLED', ...cancellation }, options);
    return this.orders.viewForOwner(principal, orderId);
  }

  /** Refuses somebody a report. Whose the parcel is comes first: another's does not exist. */
  private async refuse(principal: Principal, input: ReportInput, why: string): Promise<never> {
    const { order } = await this.trackers.load(targetOf(principal, input));
    checkReporter(principal, order, input.occurred_at);
    throw forbidden(why);
  }

  /** Makes one read, one decision and one commit; returns `undefined` when another change came between. */
  private async attempt(
    principal: Principal,
    target: Target,
    input: ReportInput,
    eventId: string,
    options: ReportOptions & Partial<ScanTerms>,
    key: KeyWrites,
  ): Promise<Taken | undefined> {
    const loaded = await this.trackers.load(target);
    checkReporter(principal, loaded.order, input.occurred_at);
    checkRoute(principal, loaded.order, input.occurred_at, options.routeId);
    const newest = loaded.history.find(({ event_id }) => event_id === loaded.head.last_event_id);
    if (options.unlessThere === true && newest !== undefined && loaded.head.status === input.status)
      return { receipt: receiptOf(principal, newest, true, loaded.head), stored: false };
    const report = this.complete(input, eventId, loaded, options.repeatable === true);
    this.checkTime(report, loaded);
    const context = this.trackers.context(actorOf(principal), routeOf(principal, report, loaded));
    const decision = decide(loaded.head, loaded.history, report, context);
    if (decision.kind === 'known') {
      const folded = foldEvents(loaded.history);
      await this.bringBack(principal, loaded.order, folded.last);
      const applied = appliedIds(folded).has(decision.event.event_id);
      return { receipt: receiptOf(principal, decision.event, applied, loaded.head), stored: true };
    }
    if (options.ifMatch !== undefined && options.ifMatch !== loaded.head.version) throw stale(loaded.head.version);
    if (decision.kind !== 'append') return this.refuseReport(principal, loaded, decision, report);
    const receipt = receiptOf(principal, decision.event, appliedIds(decision.folded).has(eventId), {
      ...loaded.head,
      ...decision.change,
      version: loaded.head.version + 1,
    });
    const outcome = await this.trackers.commit(loaded, decision, key.done(receipt));
    refuseTakenKey(outcome);
    if (!outcome.committed) return undefined;
    if (mayBeLate(loaded.order)) await this.bringBack(principal, loaded.order, decision.folded.last);
    return { receipt, stored: true };
  }

  /** Brings a parcel back that is out for delivery with a route that has ended, as its end did with the others: a repetition finishes it. */
  private async bringBack(
    principal: Principal,
    order: Order | undefined,
    last: Placed<TrackingEvent> | undefined,
  ): Promise<void> {
    if (order === undefined || last?.event.route_id === undefined || STATES[last.status].stop !== 'ENROUTE') return;
    const routeId = last.event.route_id;
    if ((await this.routes.endOf(routeId)) === undefined) return;
    await this.carryOver.bringBackLate(actorOf(principal), routeId, order.order_id);
  }

  /** Refuses a report; one of an earlier time that a device kept for hours is noted on the order, for a dispatcher to look at. */
  private async refuseReport(
    principal: Principal,
    { head, order, history }: Loaded,
    refused: Refused,
    report: Report,
  ): Promise<undefined> {
    const at = new Date(this.clock.now()).toISOString();
    const noted = order && withRefused(order, history, refused, report, { actor: actorOf(principal), at });
    if (order !== undefined && noted !== undefined) {
      const { committed } = await this.transactions.commit([this.orders.transition(order, noted)]);
      if (!committed) return undefined;
    }
    throw refusal(refused, head, report);
  }

  /**
   * Fills in what the client left out. Without a time of its own a report is about now, and never older than what the tracker
   * already knows: a device ahead of the server must not turn a cancellation into history. A correction stands in the place of
   * what it corrects.
   */
  private complete(input: ReportInput, eventId: string, { head, history }: Loaded, repeatable: boolean): Report {
    const { order_id: _order, tracking_id: _tracking, ...given } = input;
    // Also under the id that this request gave it: the store may have taken it before, and its reply was lost.
    const known = history.find(({ event_id }) => event_id === eventId);
    const corrected = history.find(({ event_id }) => event_id === input.corrects);
    const now = new Date(this.clock.now()).toISOString();
    const newest = history.at(-1)?.occurred_at ?? now;
    const latest = newest > now ? newest : now;
    const report: Report = {
      ...given,
      event_id: eventId,
      occurred_at: input.occurred_at ?? known?.occurred_at ?? corrected?.occurred_at ?? latest,
    };
    if (!repeatable || input.event_id !== undefined) return report;
    const repeated = history.find((event) =>
      input.occurred_at === undefined && input.corrects === undefined
        ? event.event_id === head.last_event_id && sameSubstance(event, report)
        : event.occurred_at === report.occurred_at && sameSubstance(event, report),
    );
    return repeated === undefined
      ? report
      : { ...report, event_id: repeated.event_id, occurred_at: repeated.occurred_at };
  }

  private checkReport(input: ReportInput): void {
    if (STATES[input.status].failedAttempt === true && input.reason_code === undefined)
      throw invalid('#/reason_code', `${input.status} needs a reason_code.`);
    this.checkReschedule(input);
    if (input.occurred_at !== undefined && Date.parse(input.occurred_at) > this.clock.now() + MAX_AHEAD_MS)
      throw invalid('#/occurred_at', 'occurred_at is more than 5 minutes ahead.');
  }

  private checkReschedule({ status, reschedule_to }: ReportInput): void {
    if (reschedule_to === undefined) return;
    if (STATES[status].failedAttempt !== true)
      throw invalid('#/reschedule_to', 'reschedule_to comes with ATTEMPT_FAILED: another day is agreed at the door.');
    const today = limaDayOf(this.clock.now());
    const last = dayAfter(today, MAX_RESCHEDULE_DAYS);
    if (!isDay(reschedule_to) || reschedule_to < today || reschedule_to > last)
      throw invalid('#/reschedule_to', `reschedule_to must be a day from ${today} to ${last}.`);
  }

  /** Refuses what cannot have happened then, and a correction that comes when everybody has long counted on the end. */
  private checkTime({ occurred_at, corrects }: Report, { head, order, history }: Loaded): void {
    if (order !== undefined && Date.parse(occurred_at) < Date.parse(order.created_at) - MAX_BEFORE_ORDER_MS)
      throw invalid(
        '#/occurred_at',
        `occurred_at is more than a day before the order, which was made ${order.created_at}.`,
      );
    if (corrects === undefined || !isTerminal(head.status)) return;
    const ended = history.find(({ event_id }) => event_id === head.last_event_id)?.recorded_at ?? head.last_event_at;
    const days = this.config.CORRECTION_DAYS;
    if (this.clock.now() > Date.parse(ended) + days * DAY_SECONDS * 1_000)
      throw conflict(`The parcel has been ${head.status} for more than ${days} days; that is not corrected any more.`, {
        current_status: head.status,
      });
  }
}

/** Whether the route of a report may have ended: the order has left it, or stays on it as one that was handed over. */
const mayBeLate = (order: Order | undefined): boolean =>
  order !== undefined && (order.route_id === undefined || STATES[order.status].stop === 'SUCCEEDED');

const SHOPS_DO_NOT_REPORT = 'A shop does not report on the way of its parcels; it may cancel an order.';
const STAFF_CORRECTS = 'Only a dispatcher or an operator corrects what was reported.';

const targetOf = (principal: Principal, input: TrackerTarget): Target =>
  resolveTarget(input, principal.role === 'shop' ? principal.shop_id : undefined);

/**
 * Refuses what is not the principal's own, as if it were not there. A driver's are the parcels of its routes: also of those that have
 * ended, or went to another driver, for what it saw while they were its own.
 *
 * @throws DinexError `not_found`.
 */
function checkReporter(principal: Principal, order: Order | undefined, at: string | undefined): void {
  if (order === undefined || isOwn(principal, order)) return;
  const wasOwn =
    principal.role === 'driver' && at !== undefined && routeAt(order, at, principal.driver_id).route_id !== undefined;
  if (!wasOwn) throw notFound('order', order.order_id);
}

/**
 * Refuses a parcel that is not on a route, nor was when it was seen.
 *
 * @throws DinexError `not_found`.
 */
function checkRoute(
  principal: Principal,
  order: Order | undefined,
  at: string | undefined,
  routeId: string | undefined,
): void {
  if (routeId === undefined || order === undefined || order.route_id === routeId) return;
  const driverId = principal.role === 'driver' ? principal.driver_id : undefined;
  if (at === undefined || routeAt(order, at, driverId).route_id !== routeId)
    throw notFound('parcel', `${order.tracking_id} on this route`);
}

/** Returns the route that a report is about: of a correction that of the event it corrects. */
function routeOf(principal: Principal, report: Report, { order, history }: Loaded): string | undefined {
  if (order === undefined) return undefined;
  if (report.corrects !== undefined) return history.find(({ event_id }) => event_id === report.corrects)?.route_id;
  return routeAt(order, report.occurred_at, principal.role === 'driver' ? principal.driver_id : undefined).route_id;
}
