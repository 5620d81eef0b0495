import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock';
import { Config } from '../config/config';
import type { ParcelEvent } from '../orders/orders.events';
import { QUEUES } from '../messaging/queues';
import { Channel, CHANNELS, deliveryId, EventRef, SkipReason } from './notification';

/** What became of telling one event through one channel. */
export interface Delivery {
  readonly delivery_id: string;
  readonly event_id: string;
  readonly channel: Channel;
  readonly order_id?: string;
  readonly tracking_id: string;
  readonly status: string;
  /** `sending` is a claim: either someone is at it or its lease has run out. */
  readonly state: 'sending' | 'sent' | 'skipped';
  readonly reason?: SkipReason;
  /** What the mail, text or webhook service called it, and the wording that was sent. */
  readonly provider_id?: string;
  readonly template_version?: string;
  /** The name of the last try's error, for the operator who finds the event among the dead letters. */
  readonly last_error?: string;
  readonly updated_at: string;
}

/** The right to send, until the lease runs out. `held`: another notifier has it; `done`: nothing is left to do. */
export type Claim = 'claimed' | 'held' | 'done';

/** Longer than a consumer can live, so that the lease outlasts any send; shorter than the queue's visibility time-out. */
const LEASE_SECONDS = QUEUES.notifications.consumer.timeoutSeconds + 5;

/** Longer than a message can come back: a day in the stream, four in the queue, fourteen as a dead letter. */
const KEPT_DAYS = 30;

@Injectable()
export class DeliveriesRepository {
  private readonly table: string;

  constructor(
    private readonly client: DynamoDBDocumentClient,
    private readonly clock: Clock,
    config: Config,
  ) {
    this.table = config.resources.tables.deliveries;
  }

  /** @param claimId unique to this try, by which it recognises its own claim when the store's reply was lost. */
  async claim(event: ParcelEvent, channel: Channel, claimId: string): Promise<Claim> {
    const now = this.seconds();
    try {
      await this.client.send(
        new PutCommand({
          TableName: this.table,
          Item: { ...this.item(event, channel, 'sending'), claim_id: claimId, lease_until: now + LEASE_SECONDS },
          ConditionExpression:
            'attribute_not_exists(delivery_id) OR #ttl <= :now OR (#state = :sending AND lease_until <= :now)',
          ExpressionAttributeNames: { '#ttl': 'ttl', '#state': 'state' },
          ExpressionAttributeValues: { ':now': now, ':sending': 'sending' },
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      );
      return 'claimed';
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      const standing = error.Item === undefined ? {} : unmarshall(error.Item);
      if (standing.state !== 'sending') return 'done';
      return standing.claim_id === claimId ? 'claimed' : 'held';
    }
  }

  /** Unconditional: whoever comes to say that it was sent is right. */
  async recordSent(event: ParcelEvent, channel: Channel, sent: Pick<Delivery, 'provider_id' | 'template_version'>) {
    await this.client.send(
      new PutCommand({ TableName: this.table, Item: { ...this.item(event, channel, 'sent'), ...sent } }),
    );
  }

  /** Leaves what is already recorded: of two deliveries of the same event the first decides. */
  async recordSkipped(event: ParcelEvent, channel: Channel, reason: SkipReason): Promise<void> {
    try {
      await this.client.send(
        new PutCommand({
          TableName: this.table,
          Item: { ...this.item(event, channel, 'skipped'), reason },
          ConditionExpression: 'attribute_not_exists(delivery_id) OR #state = :sending',
          ExpressionAttributeNames: { '#state': 'state' },
          ExpressionAttributeValues: { ':sending': 'sending' },
        }),
      );
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  }

  /** Gives the claim back after a send that failed, unless another has it by now. */
  async release(event: EventRef, channel: Channel, claimId: string, errorName: string): Promise<void> {
    try {
      await this.client.send(
        new UpdateCommand({
          TableName: this.table,
          Key: { delivery_id: deliveryId(event, channel) },
          UpdateExpression: 'SET lease_until = :none, last_error = :error, updated_at = :at',
          ConditionExpression: '#state = :sending AND claim_id = :claim',
          ExpressionAttributeNames: { '#state': 'state' },
          ExpressionAttributeValues: {
            ':none': 0,
            ':error': errorName,
            ':at': this.timestamp(),
            ':sending': 'sending',
            ':claim': claimId,
          },
        }),
      );
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  }

  /** What became of an event, by channel. */
  async ofEvent(event: EventRef): Promise<Delivery[]> {
    const answers = await Promise.all(
      CHANNELS.map((channel) =>
        this.client.send(
          new GetCommand({
            TableName: this.table,
            Key: { delivery_id: deliveryId(event, channel) },
            ConsistentRead: true,
          }),
        ),
      ),
    );
    const items = answers.flatMap(({ Item }) => (Item === undefined ? [] : [Item as Delivery & { ttl: number }]));
    return items.filter(({ ttl }) => ttl > this.seconds());
  }

  private item(event: ParcelEvent, channel: Channel, state: Delivery['state']): Delivery & { readonly ttl: number } {
    return {
      delivery_id: deliveryId(event, channel),
      event_id: event.event_id,
      channel,
      ...(event.order_id === undefined ? {} : { order_id: event.order_id }),
      tracking_id: event.tracking_id,
      status: event.status,
      state,
      updated_at: this.timestamp(),
      ttl: this.seconds() + KEPT_DAYS * 86_400,
    };
  }

  private seconds(): number {
    return Math.floor(this.clock.now() / 1000);
  }

  private timestamp(): string {
    return new Date(this.clock.now()).toISOString();
  }
}
