import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/principal';
import { Config } from '../config/config';
import { DAY_SECONDS, ttlAfter } from '../database/lifetimes';
import { retrying } from '../database/retry';
import { Outcome, Transactions, Write } from '../database/transaction';
import { Clock } from '../kernel/clock';
import { notFound, unavailable } from '../kernel/errors';
import { newId } from '../kernel/ids';
import { present } from '../kernel/present';
import { currentScope } from '../observability/scope';
import type { Order } from '../orders/order';
import { OrdersService } from '../orders/orders.service';
import { isReopened, orderAfter } from './order-after';
import { RoutesSeenRepository } from './routes-seen.repository';
import type { Target } from './target';
import { Appended, applyChange, DecisionContext, Head, StandAloneHead, TrackingEvent, unopened } from './tracker';
import { TrackingRepository } from './tracking.repository';

/** A tracker as read at one moment. */
export interface Loaded {
  readonly head: Head;
  readonly order?: Order;
  readonly standAlone?: StandAloneHead;
  /** Oldest first. */
  readonly history: readonly TrackingEvent[];
}

/** Reads trackers and writes what is appended to them: event, head and, where the parcel ends or goes on, every `ttl`, in one transaction. */
@Injectable()
export class Trackers {
  constructor(
    private readonly repository: TrackingRepository,
    private readonly routes: RoutesSeenRepository,
    private readonly orders: OrdersService,
    private readonly transactions: Transactions,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /**
   * Returns head and history as of one moment: they are two reads, and a commit may fall between them.
   *
   * @throws DinexError `not_found` for an order that does not exist.
   */
  load(target: Target): Promise<Loaded> {
    return retrying(
      async () => {
        const loaded = await this.read(target);
        return loaded.history.length === loaded.head.event_count ? loaded : undefined;
      },
      () => unavailable('This tracker is changing too fast to be read.'),
    );
  }

  /** Returns what besides the report decides about it. */
  context(actor: Actor, routeId: string | undefined): DecisionContext {
    const now = this.clock.now();
    return {
      recordedAt: new Date(now).toISOString(),
      ttl: ttlAfter(now, this.config.ORDER_TTL_DAYS * DAY_SECONDS),
      actor,
      ...present({ routeId }),
    };
  }

  /** Appends, with other writes beside; not committed where the tracker has changed since it was read. */
  async commit(loaded: Loaded, appended: Appended, beside: readonly Write[] = []): Promise<Outcome> {
    return this.transactions.commit([...(await this.writes(loaded, appended)), ...beside]);
  }

  /** Returns the writes that append, for a transaction that holds those of other trackers too. */
  async writes(loaded: Loaded, appended: Appended): Promise<Write[]> {
    return [
      this.repository.append(appended.event),
      await this.moveHead(loaded, appended),
      ...this.expiries(loaded, appended),
    ];
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

  private async moveHead({ head, order, standAlone }: Loaded, appended: Appended): Promise<Write> {
    const correlationId = currentScope()?.correlationId;
    const traced = appended.moves && correlationId !== undefined ? { correlation_id: correlationId } : {};
    if (order !== undefined) {
      const ended =
        order.route_id !== undefined && isReopened(order, appended)
          ? await this.routes.endOf(order.route_id)
          : undefined;
      return this.orders.transition(order, { ...orderAfter(order, appended, ended), ...traced });
    }
    const now = this.clock.now();
    const moment = new Date(now).toISOString();
    return this.repository.saveHead(
      {
        ...applyChange(standAlone ?? { ...head, created_at: moment }, appended.change),
        ...traced,
        version: head.version + 1,
        updated_at: moment,
        write_id: newId(now),
      },
      head.version,
    );
  }

  /** Returns the writes that give a whole history the time to live of its tracker, which ends, or take it away as it goes on. */
  private expiries({ head, history }: Loaded, { change: { ttl } }: Appended): Write[] {
    return head.ttl === ttl ? [] : history.map((event) => this.repository.expire(event, ttl));
  }
}
