import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { Config } from '../config/config';
import { leavingTime } from '../observability/scope';
import { parseOrderId } from '../kernel/ids';
import { present } from '../kernel/present';
import { AppLogger } from '../observability/logger';
import { AppMetrics } from '../observability/metrics';
import { Clock } from '../kernel/clock';
import { limaDayOf } from '../kernel/lima-days';
import { Publisher } from '../messaging/publisher';
import { QUEUES } from '../messaging/queues';
import type { Order } from '../orders/order';
import type { ParcelEvent } from '../orders/orders.events';
import { linkUrl } from '../orders/order-link';
import { OrdersService } from '../orders/orders.service';
import { Addressee, audienceOf, Channel, Notice, Sent, Skipped } from './channels/channel';
import { Channels } from './channels/channels';
import { ThrottledError } from './channels/throttled';
import { DailyCountsRepository } from './daily-counts.repository';
import { DeliveriesRepository } from './deliveries.repository';
import type { DeliveryRef } from './delivery';
import { TalliesRepository } from './tallies.repository';
import { postpone, Postponement, waitSeconds } from './postponement';

/** Thrown while another notifier holds the claim on a delivery, or has died with it: the message is to come again when the lease ends. */
export class DeliveryHeldError extends Error {
  override readonly name = 'DeliveryHeldError';
}

/** Thrown when not everybody could be told. Its message names each channel that failed and its error, for the operator. */
export class UntoldError extends AggregateError {
  override readonly name = 'UntoldError';
}

interface Failure {
  readonly channel: string;
  readonly error: unknown;
}

/** What of the consumer's time is kept for recording what became of a send: what is sent and not recorded is sent again. */
const RECORDING_MS = QUEUES.notifications.consumer.timeoutSeconds * 350;

/**
 * Tells people of an event, at least once through each channel. A delivery is recorded after the service has taken the message, so
 * that a redelivered event sends nothing. Between the two lies the one window in which a crash, a lost reply or a dead store makes
 * someone hear the same twice; a claim with a lease keeps notifiers that run at the same time out of it.
 */
@Injectable()
export class NotificationsService {
  constructor(
    private readonly orders: OrdersService,
    private readonly channels: Channels,
    private readonly deliveries: DeliveriesRepository,
    private readonly tallies: TalliesRepository,
    private readonly dailyCounts: DailyCountsRepository,
    private readonly publisher: Publisher,
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly logger: AppLogger,
    private readonly metrics: AppMetrics,
  ) {}

  /**
   * Tells an event through every channel that it concerns, or that a postponed message names. What a service would not take now, as
   * too much is being sent, comes back as a message of its own after a while: it costs this one none of its tries.
   *
   * @throws UntoldError when a delivery failed: the event is to come again, and then only what failed is sent.
   */
  async notify(event: ParcelEvent, postponed?: Postponement): Promise<void> {
    const order = await this.orderOf(event);
    const notice: Notice = { event, order, ...present({ link: await this.linkOf(order) }) };
    const channels = this.channels.all.filter(({ name }) => postponed?.channels.includes(name) ?? true);
    const outcomes = (await Promise.all(channels.map((channel) => this.tell(channel, notice)))).flat();
    const throttled = outcomes.filter(({ error }) => error instanceof ThrottledError);
    const putOff = throttled.length > 0 && (await this.comesBack(event, throttled, postponed));
    const failures = putOff ? outcomes.filter((outcome) => !throttled.includes(outcome)) : outcomes;
    if (failures.length > 0)
      throw new UntoldError(
        failures.map(({ error }) => error),
        failures.map(({ channel, error }) => `${channel}: ${errorName(error)}`).join(', '),
      );
  }

  /**
   * Has the event come back for the channels that were throttled. Returns `false` where they have been for too long. Should the reply
   * be lost and two messages come back, the deliveries' records keep the second from sending.
   */
  private async comesBack(
    event: ParcelEvent,
    throttled: readonly Failure[],
    before: Postponement | undefined,
  ): Promise<boolean> {
    const channels = [...new Set(throttled.map(({ channel }) => channel))];
    const postponed = postpone(before, channels, this.clock.now());
    if (postponed === undefined) return false;
    await this.publisher.postpone(
      'notifications',
      { ...event, postponed },
      waitSeconds(postponed.times, Math.random()),
    );
    return true;
  }

  private async linkOf(order: Order | undefined): Promise<string | undefined> {
    const { PUBLIC_BASE_URL: base } = this.config;
    const token = order === undefined || base === undefined ? undefined : await this.orders.tokenOf(order);
    return token === undefined || base === undefined ? undefined : linkUrl(base, token);
  }

  private async orderOf({ order_id }: ParcelEvent): Promise<Order | undefined> {
    const orderId = order_id === undefined ? undefined : parseOrderId(order_id);
    return orderId === undefined ? undefined : this.orders.find(orderId);
  }

  /** Tells an event through one channel. Returns what failed instead of throwing it: no channel keeps another from telling. */
  private async tell(channel: Channel, notice: Notice): Promise<Failure[]> {
    const delivery: DeliveryRef = { event: notice.event, channel: channel.name };
    const failure = (error: unknown): Failure => ({ channel: channel.name, error });
    try {
      const audience = audienceOf(channel, notice);
      if (audience === undefined) return [];
      if ('skipped' in audience) {
        await this.deliveries.recordSkipped(delivery, audience.skipped);
        return [];
      }
      const results = await Promise.allSettled(
        audience.map((to) =>
          this.deliver({ ...delivery, ...present({ subscriber: to.subscriber }) }, (ref) =>
            this.send(channel, notice, to, ref),
          ),
        ),
      );
      return results.flatMap((result) => (result.status === 'rejected' ? [failure(result.reason)] : []));
    } catch (error) {
      this.failed(delivery, error);
      return [failure(error)];
    }
  }

  private async send(channel: Channel, notice: Notice, to: Addressee, delivery: DeliveryRef): Promise<Sent | Skipped> {
    const { dailyLimit = 0 } = channel;
    if (dailyLimit > 0 && !(await this.dailyCounts.take(delivery, to.address, dailyLimit)))
      return { skipped: 'daily_limit' };
    return this.sendWithinCaps(channel, notice, to);
  }

  private async deliver(
    delivery: DeliveryRef,
    send: (delivery: DeliveryRef) => Promise<Sent | Skipped>,
  ): Promise<void> {
    const outcome = await this.sendOnce(delivery, () => send(delivery));
    if (outcome === 'done') return;
    if ('skipped' in outcome) {
      await this.deliveries.recordSkipped(delivery, outcome.skipped);
      return;
    }
    await this.deliveries.recordSent(delivery, outcome);
    this.metrics.count(`${delivery.channel}_sent`);
  }

  /**
   * Sends under a claim, or returns `done` where that is no longer needed. A send that failed gives its claim back, so that the next
   * try need not wait for the lease.
   */
  private async sendOnce(delivery: DeliveryRef, send: () => Promise<Sent | Skipped>): Promise<Sent | Skipped | 'done'> {
    const claimId = randomUUID();
    const claim = await leavingTime(RECORDING_MS, () => this.deliveries.claim(delivery, claimId));
    if (claim === 'done') return claim;
    if (claim === 'held') throw new DeliveryHeldError(`${delivery.event.event_id} is being told elsewhere`);
    try {
      return await leavingTime(RECORDING_MS, send);
    } catch (error) {
      this.failed(delivery, error);
      await this.deliveries.release(delivery, claimId, errorName(error));
      throw error;
    }
  }

  /** Sends through a channel as long as its caps allow; what was not sent does not count. */
  private async sendWithinCaps(channel: Channel, notice: Notice, to: Addressee): Promise<Sent | Skipped> {
    const caps = channel.caps?.(limaDayOf(this.clock.now())) ?? [];
    if (!(await this.tallies.takeAll(caps))) {
      this.metrics.count(`${channel.name}_capped`);
      return { skipped: 'cap_reached' };
    }
    try {
      const outcome = await channel.send(notice, to);
      if ('skipped' in outcome) await this.tallies.giveBackAll(caps);
      return outcome;
    } catch (error) {
      // After any other error the message may be on its way.
      if (error instanceof ThrottledError) await this.tallies.giveBackAll(caps);
      throw error;
    }
  }

  private failed({ event, channel, subscriber }: DeliveryRef, error: unknown): void {
    if (error instanceof ThrottledError) {
      this.metrics.count(`${channel}_throttled`);
      return;
    }
    this.metrics.count(`${channel}_failed`);
    const place = { event_id: event.event_id, channel, ...present({ subscriber }) };
    this.logger.failure('A channel could not be told', error, place);
  }
}

const errorName = (error: unknown): string => (error instanceof Error ? error.name : 'Error');
