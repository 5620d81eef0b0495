import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock';
import { Config } from '../config/config';
import { present } from '../kernel/present';
import { QUEUES } from '../messaging/queues';
import { Delivery, deliveryId, DeliveryRef } from './delivery';

/** Whether this notifier may send: `claimed` until the lease runs out; `held` by another one; `done` as nothing is left to do. */
export type Claim = 'claimed' | 'held' | 'done';

/** Longer than the consumer can run, so that a lease outlasts any send; shorter than the queue's visibility time-out. */
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

  /**
   * Takes the right to send, unless another notifier has it or the delivery is made.
   *
   * @param claimId unique to this try, by which it recognises its own claim when the store's reply was lost.
   */
  async claim(delivery: DeliveryRef, claimId: string): Promise<Claim> {
    const now = this.seconds();
    try {
      await this.client.send(
        new PutCommand({
          TableName: this.table,
          Item: { ...this.item(delivery, 'sending'), claim_id: claimId, lease_until: now + LEASE_SECONDS },
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

  /** Records what was sent, on no condition: whoever has sent it is right to say so. */
  async recordSent(delivery: DeliveryRef, sent: Pick<Delivery, 'provider_id' | 'template_version'>): Promise<void> {
    await this.client.send(
      new PutCommand({ TableName: this.table, Item: { ...this.item(delivery, 'sent'), ...sent } }),
    );
  }

  /** Records why nothing was sent, unless the delivery is recorded: of two tries of one delivery the first decides. */
  async recordSkipped(delivery: DeliveryRef, reason: string): Promise<void> {
    try {
      await this.client.send(
        new PutCommand({
          TableName: this.table,
          Item: { ...this.item(delivery, 'skipped'), reason },
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
  async release(delivery: DeliveryRef, claimId: string, errorName: string): Promise<void> {
    try {
      await this.client.send(
        new UpdateCommand({
          TableName: this.table,
          Key: { delivery_id: deliveryId(delivery) },
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

  private item(delivery: DeliveryRef, state: Delivery['state']): Delivery & { readonly ttl: number } {
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
