import { readDeliveryOrTally } from '../../src/notifications/tallies.repository';
import { Delivery, EventRef, eventKey } from '../../src/notifications/delivery';
import { itemsOf } from './tables';

/** What became of telling an event, by channel and subscriber, as the notifier recorded it. */
export async function deliveriesOf(
  environment: Readonly<Record<string, string>>,
  event: EventRef,
): Promise<Delivery[]> {
  const found = (await itemsOf(environment, 'deliveries'))
    .map(readDeliveryOrTally)
    .filter((delivery) => delivery !== 'tally');
  return found
    .filter((delivery) => eventKey(delivery) === eventKey(event))
    .sort((a, b) => a.delivery_id.localeCompare(b.delivery_id));
}
