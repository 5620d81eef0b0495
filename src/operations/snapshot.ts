import type { Config } from '../config/config';
import { createDocumentClient } from '../database/client';
import { Database } from '../database/database';
import { Clock } from '../kernel/clock';
import { present } from '../kernel/present';
import { createSqsClient } from '../messaging/clients';
import { queueDepths } from '../messaging/queue-depths';
import { readDeliveryOrTally } from '../notifications/tallies.repository';
import { eventKey } from '../notifications/delivery';
import { readOrder } from '../orders/order-shape';
import { readRoute } from '../routes/route-shape';
import { readTrackerRow } from '../tracking/tracking.repository';
import type { Snapshot } from './audit';

/** Days of events whose delivery is asked for: it is recorded within a day, which the stream lasts, and kept for 30. */
const TOLD_DAYS = 14;

/** Reads everything that the audit looks at, from the embedded platform or a deployed stage. */
export async function takeSnapshot(config: Config, accepted?: readonly string[]): Promise<Snapshot> {
  const client = createDocumentClient(config);
  const sqs = createSqsClient(config);
  const clock = new Clock();
  const database = new Database(client, config, clock);
  try {
    const [orders, rows, routes, deliveries, depths] = await Promise.all([
      everything(database.table('orders', { read: readOrder }).scan()),
      everything(database.table('tracking', { read: readTrackerRow }).scan()),
      everything(database.table('routes', { read: readRoute }).scan()),
      everything(database.table('deliveries', { read: readDeliveryOrTally }).scan()),
      queueDepths(sqs, config.STAGE),
    ]);
    return {
      orders,
      heads: rows.flatMap((row) => ('head' in row ? [row.head] : [])),
      events: rows.flatMap((row) => ('event' in row ? [row.event] : [])),
      routes,
      deliveries: new Map(
        deliveries
          .filter((delivery) => delivery !== 'tally')
          .filter(({ channel }) => channel === 'email')
          .map((delivery) => [eventKey(delivery), delivery.state]),
      ),
      queueDepths: depths,
      toldSince: new Date(clock.now() - TOLD_DAYS * 86_400_000).toISOString(),
      ...present({ accepted }),
    };
  } finally {
    client.destroy();
    sqs.destroy();
  }
}

async function everything<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}
