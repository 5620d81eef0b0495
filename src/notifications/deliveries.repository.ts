import { Injectable } from '@nestjs/common';
import { Database } from '../database/database';
import { both, either, Expression } from '../database/expressions';
import { DAY_SECONDS, epochSeconds, ttlAfter } from '../database/lifetimes';
import type { TableStore } from '../database/table-store';
import { Clock } from '../kernel/clock';
import { present } from '../kernel/present';
import { instant, objectOf, oneOf, optional, Read, text, whole } from '../kernel/shape';
import { QUEUES } from '../messaging/queues';
import { Delivery, deliveryId, DeliveryRef } from './delivery';

/** Whether this notifier may send: `claimed` until the lease runs out; `held` by another one; `done` as nothing is left to do. */
export type SendClaim = 'claimed' | 'held' | 'done';

/** How long a claim holds: longer than the consumer can run, so that it outlasts any send; shorter than the queue's visibility time-out. */
const LEASE_SECONDS = QUEUES.notifications.consumer.timeoutSeconds + 5;

/** How long a delivery is kept: longer than a message can come back, after a day in the stream and fourteen in the queue and as a dead letter each. */
const KEPT_DAYS = 30;

/** A delivery with what only its claim needs. */
interface StoredDelivery extends Delivery {
  readonly ttl: number;
  readonly claim_id?: string;
  readonly lease_until?: number;
}

@Injectable()
export class DeliveriesRepository {
  private readonly deliveries: TableStore<StoredDelivery, 'deliveries'>;

  constructor(
    database: Database,
    private readonly clock: Clock,
  ) {
    this.deliveries = database.table('deliveries', { read: readDelivery });
  }

  /**
   * Takes the right to send, unless another notifier has it or the delivery is made.
   *
   * @param claimId unique to this try, by which it recognises its own claim when the store's reply was lost.
   */
  async claim(delivery: DeliveryRef, claimId: string): Promise<SendClaim> {
    const now = epochSeconds(this.clock.now());
    const claim = { ...this.item(delivery, 'sending'), claim_id: claimId, lease_until: now + LEASE_SECONDS };
    const lapsed = { expression: 'lease_until <= :now', values: { ':now': now } };
    const outcome = await this.deliveries.apply(
      this.deliveries.put(CLAIM, claim, either(this.deliveries.absentOrExpired(), both(SENDING, lapsed))),
    );
    if (outcome.committed) return 'claimed';
    const standing = outcome.failed.get(CLAIM);
    if (standing?.state !== 'sending') return 'done';
    return standing.claim_id === claimId ? 'claimed' : 'held';
  }

  /** Records what was sent, on no condition: whoever has sent it is right to say so. */
  async recordSent(delivery: DeliveryRef, sent: Pick<Delivery, 'provider_id' | 'template_version'>): Promise<void> {
    await this.deliveries.apply(this.deliveries.put('sent', { ...this.item(delivery, 'sent'), ...sent }));
  }

  /** Records why nothing was sent, unless the delivery is recorded: of two tries of one delivery the first decides. */
  async recordSkipped(delivery: DeliveryRef, reason: string): Promise<void> {
    const skipped = { ...this.item(delivery, 'skipped'), reason };
    await this.deliveries.apply(this.deliveries.put('skipped', skipped, either(this.deliveries.absent(), SENDING)));
  }

  /** Gives the claim back after a send that failed, unless another has it by now. */
  async release(delivery: DeliveryRef, claimId: string, errorName: string): Promise<void> {
    await this.deliveries.apply(
      this.deliveries.update(
        'release',
        { delivery_id: deliveryId(delivery) },
        {
          expression: 'SET lease_until = :none, last_error = :error, updated_at = :at',
          values: { ':none': 0, ':error': errorName, ':at': this.timestamp() },
        },
        both(SENDING, { expression: 'claim_id = :claim', values: { ':claim': claimId } }),
      ),
    );
  }

  private item(delivery: DeliveryRef, state: Delivery['state']): StoredDelivery {
    const { event, channel, subscriber } = delivery;
    return {
      delivery_id: deliveryId(delivery),
      event_id: event.event_id,
      channel,
      ...present({ subscriber, order_id: event.order_id }),
      tracking_id: event.tracking_id,
      status: event.status,
      state,
      updated_at: this.timestamp(),
      ttl: ttlAfter(this.clock.now(), KEPT_DAYS * DAY_SECONDS),
    };
  }

  private timestamp(): string {
    return new Date(this.clock.now()).toISOString();
  }
}

const CLAIM = 'claim';

const SENDING: Expression = {
  expression: '#state = :sending',
  names: { '#state': 'state' },
  values: { ':sending': 'sending' satisfies Delivery['state'] },
};

/** Returns a stored item as the delivery that it is. @throws Misfit that names the field which is missing or is something else. */
export const readDelivery: Read<StoredDelivery> = objectOf<StoredDelivery>({
  delivery_id: text,
  event_id: text,
  channel: text,
  subscriber: optional(text),
  order_id: optional(text),
  tracking_id: text,
  status: text,
  state: oneOf(['sending', 'sent', 'skipped']),
  reason: optional(text),
  provider_id: optional(text),
  template_version: optional(text),
  last_error: optional(text),
  updated_at: instant,
  ttl: whole,
  claim_id: optional(text),
  lease_until: optional(whole),
});
