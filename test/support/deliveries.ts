import { loadConfig } from '../../src/config/config';
import { createDocumentClient } from '../../src/database/client';
import { scanTable } from '../../src/database/scan';
import { Delivery, EventRef, eventKey } from '../../src/notifications/delivery';

/** What became of telling an event, by channel and subscriber, as the notifier recorded it. */
export async function deliveriesOf(
  environment: Readonly<Record<string, string>>,
  event: EventRef,
): Promise<Delivery[]> {
  const config = loadConfig(environment);
  const client = createDocumentClient(config);
  const found: Delivery[] = [];
  for await (const item of scanTable(client, config.resources.tables.deliveries))
    found.push(item as unknown as Delivery);
  client.destroy();
  return found
    .filter((delivery) => eventKey(delivery) === eventKey(event))
    .sort((a, b) => a.delivery_id.localeCompare(b.delivery_id));
}
