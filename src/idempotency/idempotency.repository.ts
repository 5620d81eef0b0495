import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock';
import { Config } from '../config/config';
import type { Write } from '../database/transaction';

export const KEY_LIFETIME_SECONDS = 24 * 3600;

/** What is kept of a request that carried an `Idempotency-Key`. */
export interface KeyRecord {
  readonly idempotency_id: string;
  readonly request_hash: string;
  /** The answer to replay, as JSON text so that it stays the same to the letter; absent while the work is under way. */
  readonly response?: string;
  /** The resource that the work under way is making, so that a retry can carry on where a crash stopped it. */
  readonly resource_id?: string;
  readonly created_at: string;
  readonly ttl: number;
}

@Injectable()
export class IdempotencyRepository {
  constructor(
    private readonly client: DynamoDBDocumentClient,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  private get table(): string {
    return this.config.resources.tables.idempotency;
  }

  /** The record, unless it is past its time: TTL deletes late. */
  async get(id: string): Promise<KeyRecord | undefined> {
    const { Item } = await this.client.send(
      new GetCommand({ TableName: this.table, Key: { idempotency_id: id }, ConsistentRead: true }),
    );
    const record = Item as KeyRecord | undefined;
    return record !== undefined && record.ttl > this.seconds() ? record : undefined;
  }

  /** Claims the key; refused while another record of it is alive. */
  claim(id: string, requestHash: string, outcome: Pick<KeyRecord, 'response' | 'resource_id'>): Write {
    const now = this.clock.now();
    const record: KeyRecord = {
      idempotency_id: id,
      request_hash: requestHash,
      ...outcome,
      created_at: new Date(now).toISOString(),
      ttl: this.seconds() + KEY_LIFETIME_SECONDS,
    };
    return {
      name: 'idempotency',
      item: {
        Put: {
          TableName: this.table,
          Item: record,
          ConditionExpression: 'attribute_not_exists(idempotency_id) OR #ttl <= :now',
          ExpressionAttributeNames: { '#ttl': 'ttl' },
          ExpressionAttributeValues: { ':now': this.seconds() },
        },
      },
    };
  }

  /** Gives a claimed key its answer. */
  complete(id: string, resourceId: string, response: string): Write {
    return {
      name: 'idempotency',
      item: {
        Update: {
          TableName: this.table,
          Key: { idempotency_id: id },
          UpdateExpression: 'SET #response = :response',
          ConditionExpression: 'resource_id = :resource',
          ExpressionAttributeNames: { '#response': 'response' },
          ExpressionAttributeValues: { ':response': response, ':resource': resourceId },
        },
      },
    };
  }

  /** Frees a claimed key whose work failed for good, so that the caller may try again with it. */
  release(id: string, resourceId: string): Write {
    return {
      name: 'idempotency',
      item: {
        Delete: {
          TableName: this.table,
          Key: { idempotency_id: id },
          ConditionExpression: 'attribute_not_exists(idempotency_id) OR resource_id = :resource',
          ExpressionAttributeValues: { ':resource': resourceId },
        },
      },
    };
  }

  private seconds(): number {
    return Math.floor(this.clock.now() / 1000);
  }
}
