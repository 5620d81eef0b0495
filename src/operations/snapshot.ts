import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Config } from '../config/config';
import { createDocumentClient } from '../database/client';
import { scanTable } from '../database/scan';
import { createSqsClient } from '../messaging/clients';
import { queueDepths } from '../messaging/queue-depths';
import { eventKey } from '../notifications/delivery';
import type { Order } from '../orders/order';
import type { Head, TrackingEvent } from '../tracking/tracker';
import { HEAD_KEY } from '../tracking/tracking.repository';
import type { Snapshot } from './audit';

/** A delivery is recorded within the stream's day and kept 30; between the two nothing is missed or asked in vain. */
const TOLD_DAYS = 14;

/** Reads everything that the audit looks at, from the embedded platform or a deployed stage. */
export async function takeSnapshot(config: Config, accepted?: readonly string[]): Promise<Snapshot> {
  const client = createDocumentClient(config);
  const sqs = createSqsClient(config);
  try {
    const { orders, tracking, deliveries } = config.resources.tables;
    const [orderItems, trackingItems, deliveryItems, depths] = await Promise.all([
      readAll(client, orders),
      readAll(client, tracking),
      readAll(client, deliveries),
      queueDepths(sqs, config.STAGE),
    ]);
    return {
      orders: orderItems as unknown as Order[],
      heads: trackingItems.filter(({ timestamp }) => timestamp === HEAD_KEY) as unknown as Head[],
      events: trackingItems.filter(({ timestamp }) => timestamp !== HEAD_KEY) as unknown as TrackingEvent[],
      deliveries: new Map(
        (deliveryItems as unknown as StoredDelivery[])
          .filter(({ channel }) => channel === 'email')
          .map((delivery) => [eventKey(delivery), delivery.state]),
      ),
      queueDepths: depths,
      toldSince: new Date(Date.now() - TOLD_DAYS * 86_400_000).toISOString(),
      ...(accepted === undefined ? {} : { accepted }),
    };
  } finally {
    client.destroy();
    sqs.destroy();
  }
}

interface StoredDelivery {
  readonly tracking_id: string;
  readonly event_id: string;
  readonly channel: string;
  readonly state: 'sending' | 'sent' | 'skipped';
}

/** Items past their time are gone for every reader, though TTL has not deleted them yet. */
async function readAll(client: DynamoDBDocumentClient, table: string): Promise<Record<string, unknown>[]> {
  const now = Date.now() / 1000;
  const items: Record<string, unknown>[] = [];
  for await (const item of scanTable(client, table))
    if (typeof item.ttl !== 'number' || item.ttl > now) items.push(item);
  return items;
}
