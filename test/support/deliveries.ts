import { readDelivery } from '../../src/notifications/deliveries.repository';
import { Delivery, EventRef, eventKey } from '../../src/notifications/delivery';
import { itemsOf } from './tables';

/** What became of telling an event, by channel and subscriber, as the notifier recorded it. */
export async function deliveriesOf(
  environment: Readonly<Record<string, string>>,
  event: EventRef,
): Promise<Delivery[]> {
  const found = (await itemsOf(environment, 'deliveries')).map(readDelivery);
  return found
    .filter((delivery) => eventKey(delivery) === eventKey(event))
    .sort((a, b) => a.delivery_id.localeCompare(b.delivery_id));
}
