import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock';
import { currentScope } from '../observability/scope';
import { conflict, DinexError, forbidden, invalid, notFound, stale, unavailable } from '../kernel/errors';
import type { DataOf } from '../kernel/data-of';
import { newId, OrderId, TrackingId } from '../kernel/ids';
import type { IdempotencyKey } from '../kernel/idempotency-key';
import type { Principal } from '../access/principal';
import { Config } from '../config/config';
import { DAY_SECONDS, ttlAfter } from '../database/lifetimes';
import { retrying } from '../database/retry';
import { Transactions, Write } from '../database/transaction';
import { IdempotencyService, KeyWrites, refuseTakenKey } from '../idempotency/idempotency.service';
import type { Order } from '../orders/order';
import type { OrderDto } from '../orders/order-response.dto';
import { OrdersService } from '../orders/orders.service';
import { FIRST_STATUS, STATES } from '../orders/states';
import { isOwn } from '../orders/order-access';
import { resolveTarget, shownId, Target, TrackerTarget } from './target';
import {
  applyChange,
  applyToOrder,
  decide,
  Decision,
  Head,
  HeadChange,
  Report,
  sameSubstance,
  StandAloneHead,
  TrackingEvent,
} from './tracker';
import type { ReportDto, TrackerDto, TrackingReceiptDto } from './tracking.dto';
import { TrackingRepository } from './tracking.repository';
import { receiptOf, viewTracker } from './tracking.views';

/** A report as it comes in: what the server can supply may be missing. */
export type ReportInput = DataOf<ReportDto>;

export interface ReportOptions {
  /** PUT: a report without an `event_id` that repeats the last event changes nothing. */
  readonly repeatable?: boolean;
  readonly ifMatch?: number;
  readonly request?: IdempotencyKey;
}

interface Loaded {
  readonly head: Head;
  readonly order?: Order;
  readonly standAlone?: StandAloneHead;
  readonly history: readonly TrackingEvent[];
}

/** How far a device's clock may run ahead; more is a wrong clock. */
const MAX_AHEAD_MS = 5 * 60_000;

@Injectable()
export class TrackingService {
  constructor(
    private readonly repository: TrackingRepository,
    private readonly orders: OrdersService,
    private readonly idempotency: IdempotencyService,
    private readonly transactions: Transactions,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /**
   * Appends an event to a tracker and moves its head, in one transaction.
   *
   * @throws DinexError `conflict` with `current_status` and `allowed` for an illegal move, `not_found`, `invalid`, `stale`.
   */
  report(principal: Principal, input: ReportInput, options: ReportOptions = {}): Promise<TrackingReceiptDto> {
    if (principal.role === 'shop' && targetOf(principal, input).orderId !== undefined)
      return this.refuseShop(principal, input);
    return this.append(principal, input, options);
  }

  private async append(principal: Principal, input: ReportInput, options: ReportOptions): Promise<TrackingReceiptDto> {
    const target = targetOf(principal, input);
    this.checkReport(input);
    const eventId = input.event_id ?? newId(this.clock.now());
    return this.idempotency.once(principal, options.request, (key) =>
      retrying(
        () => this.attempt(principal, target, input, eventId, options, key),
        () => unavailable('Too many changes of this tracker at once.'),
      ),
    );
  }

  /** Returns the tracker with its history, oldest first. */
  async view(principal: Principal, input: TrackerTarget): Promise<TrackerDto> {
    const target = targetOf(principal, input);
    const { head, order, history } = await this.load(target);
    checkOwner(principal, order);
    if (head.version === 0) throw notFound('tracker', shownId(target.trackingId));
    return viewTracker(head, order, history);
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

  /** A shop follows its parcels; what happens to them the courier tells. Whose they are comes first: another's do not exist. */
  private async refuseShop(principal: Principal, input: ReportInput): Promise<never> {
    const { order } = await this.load(targetOf(principal, input));
    checkOwner(principal, order);
    throw forbidden('A shop does not report on the way of its parcels; it may cancel an order.');
  }

  /** Makes one read, one decision and one commit; returns `undefined` when another change came between. */
  private async attempt(
    principal: Principal,
    target: Target,
    input: ReportInput,
    eventId: string,
    options: ReportOptions,
    key: KeyWrites,
  ): Promise<TrackingReceiptDto | undefined> {
    const loaded = await this.load(target);
    checkOwner(principal, loaded.order);
    const report = this.complete(input, eventId, loaded, options.repeatable === true);
    const now = this.clock.now();
    const decision = decide(loaded.head, loaded.history, report, {
      recordedAt: new Date(now).toISOString(),
      ttl: ttlAfter(now, this.config.ORDER_TTL_DAYS * DAY_SECONDS),
    });
    if (decision.kind === 'known') return receiptOf(decision.event, loaded.head);
    if (options.ifMatch !== undefined && options.ifMatch !== loaded.head.version) throw stale(loaded.head.version);
    if (decision.kind !== 'append') throw refusal(decision, loaded.head, report);
    const receipt = receiptOf(decision.event, { ...loaded.head, ...decision.change, version: loaded.head.version + 1 });
    const outcome = await this.transactions.commit([
      this.repository.append(decision.event),
      this.moveHead(loaded, decision.change),
      ...this.expiries(loaded, decision.change),
      ...key.done(receipt),
    ]);
    refuseTakenKey(outcome);
    return outcome.committed ? receipt : undefined;
  }

  /** Returns head and history as of one moment: they are two reads, and a commit may fall between them. */
  private load(target: Target): Promise<Loaded> {
    return retrying(
      async () => {
        const loaded = await this.read(target);
        return loaded.history.length === loaded.head.event_count ? loaded : undefined;
      },
      () => unavailable('This tracker is changing too fast to be read.'),
    );
  }

  private async read({ trackingId, orderId }: Target): Promise<Loaded> {
    if (orderId !== undefined) {
      const [order, { events }] = await Promise.all([this.orders.find(orderId), this.repository.read(trackingId)]);
      if (order === undefined) throw notFound('order', orderId);
      return { head: order, order, history: events };
    }
    const { head, events } = await this.repository.read(trackingId);
    if (head === undefined) return { head: unopened(trackingId), history: events };
    return { head, standAlone: head, history: events };
  }

  /**
   * Fills in what the client left out. Without a time of its own a report is about now, and never older than what the tracker
   * already knows: a device ahead of the server must not turn a cancellation into history.
   */
  private complete(input: ReportInput, eventId: string, { head, history }: Loaded, repeatable: boolean): Report {
    const { order_id: _order, tracking_id: _tracking, ...given } = input;
    // Also under the id that this request gave it: the store may have taken it before, and its reply was lost.
    const known = history.find(({ event_id }) => event_id === eventId);
    const now = new Date(this.clock.now()).toISOString();
    const latest = head.status !== FIRST_STATUS && head.last_event_at > now ? head.last_event_at : now;
    const report: Report = {
      ...given,
      event_id: eventId,
      occurred_at: input.occurred_at ?? known?.occurred_at ?? latest,
    };
    if (!repeatable || input.event_id !== undefined) return report;
    const repeated = history.find((event) =>
      input.occurred_at === undefined
        ? event.event_id === head.last_event_id && sameSubstance(event, report)
        : event.occurred_at === input.occurred_at && sameSubstance(event, report),
    );
    return repeated === undefined
      ? report
      : { ...report, event_id: repeated.event_id, occurred_at: repeated.occurred_at };
  }

  private checkReport(input: ReportInput): void {
    if (STATES[input.status].failedAttempt === true && input.reason_code === undefined)
      throw invalid('#/reason_code', `${input.status} needs a reason_code.`);
    if (input.occurred_at !== undefined && Date.parse(input.occurred_at) > this.clock.now() + MAX_AHEAD_MS)
      throw invalid('#/occurred_at', 'occurred_at is more than 5 minutes ahead.');
  }

  private moveHead({ head, order, standAlone }: Loaded, change: HeadChange): Write {
    const correlationId = currentScope()?.correlationId;
    const moves = change.last_event_id !== head.last_event_id;
    const traced = moves && correlationId !== undefined ? { correlation_id: correlationId } : {};
    if (order !== undefined) return this.orders.transition(order, { ...applyToOrder(order, change), ...traced });
    const now = this.clock.now();
    const moment = new Date(now).toISOString();
    return this.repository.saveHead(
      {
        ...applyChange(standAlone ?? { ...head, created_at: moment }, change),
        ...traced,
        version: head.version + 1,
        updated_at: moment,
        write_id: newId(now),
      },
      head.version,
    );
  }

  /** Returns the writes that give a whole history the time to live of its tracker, which ends. */
  private expiries({ head, history }: Loaded, { ttl }: HeadChange): Write[] {
    if (ttl === undefined || head.ttl === ttl) return [];
    return history.map((event) => this.repository.expire(event, ttl));
  }
}

const targetOf = (principal: Principal, input: TrackerTarget): Target =>
  resolveTarget(input, principal.role === 'shop' ? principal.shop_id : undefined);

/** @throws DinexError `not_found` for an order that is not the principal's own, as if it were not there. */
function checkOwner(principal: Principal, order: Order | undefined): void {
  if (order !== undefined && !isOwn(principal, order)) throw notFound('order', order.order_id);
}

const unopened = (tracking_id: TrackingId): Head => ({
  tracking_id,
  status: FIRST_STATUS,
  attempt_count: 0,
  missing_scan: false,
  picked_up: false,
  event_count: 0,
  last_event_id: '',
  last_event_at: '',
  version: 0,
});

function refusal(decision: Exclude<Decision, { kind: 'append' | 'known' }>, head: Head, report: Report): DinexError {
  switch (decision.kind) {
    case 'illegal':
      return conflict(`A parcel that is ${head.status} cannot become ${report.status}.`, {
        current_status: head.status,
        allowed: decision.allowed,
      });
    case 'other_content':
      return invalid('#/event_id', 'This event_id was used for another event of this tracker.');
    case 'full':
      return conflict('This tracker holds as many events as it can; only a final one is still taken.', {
        current_status: head.status,
      });
  }
}
