import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { withDeadline } from '../observability/scope';
import { parseOrderId } from '../kernel/ids';
import { AppLogger } from '../observability/logger';
import { AppMetrics } from '../observability/metrics';
import { objectFrom } from '../kernel/untrusted';
import { Config } from '../config/config';
import { QUEUES } from '../messaging/queues';
import type { Order } from '../orders/order';
import { ParcelEvent, readParcelEvent } from '../orders/orders.events';
import { OrdersService } from '../orders/orders.service';
import { DeliveriesRepository, Delivery } from './deliveries.repository';
import { Decision, decide, EventRef, SkipReason } from './notification';
import { EmailSender, SmsSender, WebhookSender } from './senders';
import { emailFor, smsFor, TEMPLATE_VERSION } from './templates';

/** Another notifier is telling the same event, or died while it was: the message is to come again when its lease has run out. */
export class DeliveryHeldError extends Error {
  override readonly name = 'DeliveryHeldError';
}

type Send = Extract<Decision, { readonly action: 'send' }>;
type Told = Pick<Delivery, 'provider_id' | 'template_version'>;

/** Of the Lambda's time, what may pass until a send is given up, and what is kept for recording what became of it. */
const TIMEOUT_MS = QUEUES.notifications.consumer.timeoutSeconds * 1000;
const SENDING_MS = TIMEOUT_MS * 0.55;
const RECORDING_MS = TIMEOUT_MS * 0.35;

/**
 * Tells recipients and integrators of an event, at least once per channel. A delivery is recorded after the service has accepted
 * it, so that a redelivered event sends nothing. Between that acceptance and the record lies the one window in which a crash, a
 * lost reply or a dead store makes someone hear the same twice; a claim with a lease keeps concurrent notifiers out of it.
 */
@Injectable()
export class NotificationsService {
  constructor(
    private readonly orders: OrdersService,
    private readonly deliveries: DeliveriesRepository,
    private readonly email: EmailSender,
    private readonly sms: SmsSender,
    private readonly webhook: WebhookSender,
    private readonly config: Config,
    private readonly logger: AppLogger,
    private readonly metrics: AppMetrics,
  ) {}

  /** @throws AggregateError when a channel failed: the event is to be delivered again, and only that channel sends then. */
  async notify(event: ParcelEvent): Promise<void> {
    await withDeadline(SENDING_MS, correlationOf(event), async () => {
      const order = await this.orderOf(event);
      const decisions = decide(event, order?.recipient, {
        smsStatuses: this.config.SMS_STATUSES,
        webhook: this.config.WEBHOOK_URL !== undefined,
      });
      const results = await Promise.allSettled(decisions.map((decision) => this.carryOut(decision, event, order)));
      const failures = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
      if (failures.length > 0) throw new AggregateError(failures, 'Not every channel was told');
    });
  }

  /** What became of an event, by channel. */
  deliveriesOf(event: EventRef): Promise<Delivery[]> {
    return this.deliveries.ofEvent(event);
  }

  /** Why a message failed, for the operator who finds it among the dead letters. */
  async reasonOf(body: string): Promise<string> {
    let event: ParcelEvent;
    try {
      event = readParcelEvent(objectFrom(body));
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
    const open = (await this.deliveriesOf(event)).filter(({ state }) => state === 'sending');
    return open.map(({ channel, last_error }) => `${channel}: ${last_error ?? 'unfinished'}`).join(', ') || 'unknown';
  }

  private async orderOf({ order_id }: ParcelEvent): Promise<Order | undefined> {
    const orderId = order_id === undefined ? undefined : parseOrderId(order_id);
    return orderId === undefined ? undefined : this.orders.find(orderId);
  }

  private async carryOut(decision: Decision, event: ParcelEvent, order: Order | undefined): Promise<void> {
    if (decision.action === 'skip') {
      await this.deliveries.recordSkipped(event, decision.channel, decision.reason);
      return;
    }
    const claimId = randomUUID();
    const claim = await this.deliveries.claim(event, decision.channel, claimId);
    if (claim === 'done') return;
    if (claim === 'held')
      throw new DeliveryHeldError(`${decision.channel} of ${event.event_id} is under way elsewhere`);
    const told = await this.sendOrGiveBack(decision, event, order, claimId);
    await this.record(told, decision, event);
    if (typeof told !== 'string') this.metrics.count(`${decision.channel}_sent`);
  }

  /** A send that failed gives its claim back, so that the next try need not wait for the lease. */
  private async sendOrGiveBack(decision: Send, event: ParcelEvent, order: Order | undefined, claimId: string) {
    try {
      return await this.send(decision, event, order);
    } catch (error) {
      const { channel } = decision;
      this.metrics.count(`${channel}_failed`);
      this.logger.failure('A channel could not be told', error, { event_id: event.event_id, channel });
      const errorName = error instanceof Error ? error.name : 'Error';
      await this.recording(event, () => this.deliveries.release(event, channel, claimId, errorName));
      throw error;
    }
  }

  private async send(decision: Send, event: ParcelEvent, order: Order | undefined): Promise<Told | SkipReason> {
    if (decision.channel === 'webhook') {
      await this.webhook.send(event);
      return {};
    }
    if (order === undefined) return 'order_gone';
    if (decision.channel === 'email')
      return told(await this.email.send(decision.to, emailFor(event, order, decision.locale)));
    const answer = await this.sms.send(decision.to, smsFor(event, decision.locale));
    return answer === 'refused' ? 'number_refused' : told(answer.provider_id);
  }

  private record(told: Told | SkipReason, { channel }: Send, event: ParcelEvent): Promise<void> {
    return this.recording(event, () =>
      typeof told === 'string'
        ? this.deliveries.recordSkipped(event, channel, told)
        : this.deliveries.recordSent(event, channel, told),
    );
  }

  /** Under a time of its own: what is sent and not recorded is sent again. */
  private recording(event: ParcelEvent, write: () => Promise<void>): Promise<void> {
    return withDeadline(RECORDING_MS, correlationOf(event), write);
  }
}

const correlationOf = ({ correlation_id, event_id }: ParcelEvent): string => correlation_id ?? event_id;

const told = (providerId: string | undefined): Told => ({
  template_version: TEMPLATE_VERSION,
  ...(providerId === undefined ? {} : { provider_id: providerId }),
});
