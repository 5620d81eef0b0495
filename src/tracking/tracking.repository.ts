import { DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock';
import type { TrackingId } from '../kernel/ids';
import { Config } from '../config/config';
import type { Write } from '../database/transaction';
import { chronological, Head, TrackingEvent } from './tracker';

/** The sort key of a stand-alone tracker's own item; behind every event's, which begins with a year. */
export const HEAD_KEY = 'HEAD';

/** The item that a stand-alone tracker has in place of an order. */
export interface StandAloneHead extends Head {
  readonly created_at: string;
  readonly updated_at: string;
  readonly write_id: string;
  readonly correlation_id?: string;
}

export interface StoredTracker {
  readonly head: StandAloneHead | undefined;
  /** Oldest first. */
  readonly events: readonly TrackingEvent[];
}

type Row = Record<string, unknown> & { timestamp: string; ttl?: number };

@Injectable()
export class TrackingRepository {
  constructor(
    private readonly client: DynamoDBDocumentClient,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  private get table(): string {
    return this.config.resources.tables.tracking;
  }

  /** Everything of one tracker, strongly consistent. */
  async read(trackingId: TrackingId): Promise<StoredTracker> {
    const rows: Row[] = [];
    let start: Record<string, unknown> | undefined;
    do {
      const answer = await this.client.send(
        new QueryCommand({
          TableName: this.table,
          KeyConditionExpression: 'tracking_id = :id',
          ExpressionAttributeValues: { ':id': trackingId },
          ConsistentRead: true,
          ...(start === undefined ? {} : { ExclusiveStartKey: start }),
        }),
      );
      rows.push(...((answer.Items ?? []) as Row[]));
      start = answer.LastEvaluatedKey;
    } while (start !== undefined);
    const now = this.clock.now() / 1000;
    const alive = rows.filter(({ ttl }) => ttl === undefined || ttl > now);
    const head = alive.find(({ timestamp }) => timestamp === HEAD_KEY);
    const events = alive
      .filter(({ timestamp }) => timestamp !== HEAD_KEY)
      .map(withoutKey) as unknown as TrackingEvent[];
    return {
      head: head === undefined ? undefined : (withoutKey(head) as unknown as StandAloneHead),
      events: chronological(events),
    };
  }

  append(event: TrackingEvent): Write {
    return {
      name: 'event',
      item: {
        Put: {
          TableName: this.table,
          Item: { ...event, timestamp: sortKey(event) },
          ...this.absentOrExpired(),
        },
      },
    };
  }

  /** Gives an event of a tracker that has ended its time. */
  expire(event: TrackingEvent, ttl: number): Write {
    return {
      name: `expiry:${event.event_id}`,
      item: {
        Update: {
          TableName: this.table,
          Key: { tracking_id: event.tracking_id, timestamp: sortKey(event) },
          UpdateExpression: 'SET #ttl = :ttl',
          ExpressionAttributeNames: { '#ttl': 'ttl' },
          ExpressionAttributeValues: { ':ttl': ttl },
        },
      },
    };
  }

  /** Opens (`expectedVersion` 0) or moves a stand-alone tracker; refused where it is not at that version. */
  saveHead(head: StandAloneHead, expectedVersion: number): Write {
    return {
      name: 'head',
      item: {
        Put: {
          TableName: this.table,
          Item: { ...head, timestamp: HEAD_KEY },
          ...(expectedVersion === 0
            ? this.absentOrExpired()
            : {
                ConditionExpression: '#version = :version',
                ExpressionAttributeNames: { '#version': 'version' },
                ExpressionAttributeValues: { ':version': expectedVersion },
              }),
        },
      },
    };
  }

  /** A tracker past its time, and its events, may still lie there: TTL deletes late. */
  private absentOrExpired() {
    return {
      ConditionExpression: 'attribute_not_exists(tracking_id) OR #ttl <= :now',
      ExpressionAttributeNames: { '#ttl': 'ttl' },
      ExpressionAttributeValues: { ':now': Math.floor(this.clock.now() / 1000) },
    };
  }
}

/** Two events in one millisecond must not overwrite each other. */
const sortKey = ({ occurred_at, event_id }: TrackingEvent): string => `${occurred_at}#${event_id}`;

function withoutKey(row: Row): Record<string, unknown> {
  const { timestamp: _, ...rest } = row;
  return rest;
}
