import { Injectable } from '@nestjs/common';
import { actorOf, Principal } from '../access/principal';
import { retrying } from '../database/retry';
import { IdempotencyService, KeyWrites, refuseTakenKey } from '../idempotency/idempotency.service';
import { Clock } from '../kernel/clock';
import type { DataOf } from '../kernel/data-of';
import { conflict, notFound, stale, unavailable } from '../kernel/errors';
import { newId, OrderId, trackingIdOf } from '../kernel/ids';
import type { OrderDto } from '../orders/order-response.dto';
import { OrdersService } from '../orders/orders.service';
import { hasNoAttemptLeft, isTerminal } from '../orders/states';
import { grantAttempt } from './tracker';
import { Trackers } from './trackers.service';
import type { GrantAttemptDto } from './tracking.dto';
import type { ReportOptions } from './tracking.service';

/** Grants attempts beyond the usual ones. */
@Injectable()
export class AttemptsService {
  constructor(
    private readonly trackers: Trackers,
    private readonly orders: OrdersService,
    private readonly idempotency: IdempotencyService,
    private readonly clock: Clock,
  ) {}

  /**
   * Grants one more attempt to a parcel that has none left, and returns its order; a parcel that has one left stays as it is.
   *
   * @throws DinexError `not_found`; `conflict` for a parcel that has ended; `stale`.
   */
  async grant(
    principal: Principal,
    orderId: OrderId,
    grant: DataOf<GrantAttemptDto>,
    options: Pick<ReportOptions, 'ifMatch' | 'request'>,
  ): Promise<OrderDto> {
    const eventId = newId(this.clock.now());
    await this.idempotency.once(principal, options.request, (key) =>
      retrying(
        () => this.attempt(principal, orderId, { ...grant, event_id: eventId }, options.ifMatch, key),
        () => unavailable('Too many changes of this order at once.'),
      ),
    );
    return this.orders.viewForOwner(principal, orderId);
  }

  /** Makes one read, one decision and one commit; returns `undefined` when another change came between. */
  private async attempt(
    principal: Principal,
    orderId: OrderId,
    grant: DataOf<GrantAttemptDto> & { readonly event_id: string },
    ifMatch: number | undefined,
    key: KeyWrites,
  ): Promise<'granted' | undefined> {
    const loaded = await this.trackers.load({ orderId, trackingId: trackingIdOf(orderId) });
    const { head, order, history } = loaded;
    if (order === undefined) throw notFound('order', orderId);
    // Also where the store took it before, and its reply was lost.
    if (!hasNoAttemptLeft(order)) return 'granted';
    if (ifMatch !== undefined && ifMatch !== order.version) throw stale(order.version);
    const state = { current_status: order.status };
    if (isTerminal(order.status)) throw conflict(`The parcel is ${order.status}: no attempt follows.`, state);
    const context = this.trackers.context(actorOf(principal), undefined);
    const granted = grantAttempt(head, history, { ...grant, occurred_at: context.recordedAt }, context);
    if (granted === undefined) throw conflict('This tracker holds as many events as it can.', state);
    const outcome = await this.trackers.commit(loaded, granted, key.done('granted'));
    refuseTakenKey(outcome);
    return outcome.committed ? 'granted' : undefined;
  }
}
