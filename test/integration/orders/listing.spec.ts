import { Transactions } from '../../../src/database/transaction';
import type { Order } from '../../../src/orders/order';
import { OrderFilter, OrderPage, OrdersListing } from '../../../src/orders/orders.listing';
import { OrdersService } from '../../../src/orders/orders.service';
import { usePlatform } from '../../support/platform';
import { idsOf, storeOrders } from '../../support/routes';
import { startWorker, Worker } from '../../support/worker';

const platform = usePlatform();
const workers = new Map<number, Worker>();

beforeAll(async () => {
  for (const shards of [3, 10, 20])
    workers.set(shards, await startWorker({ ...platform.environment, STATUS_SHARDS: String(shards) }));
});
afterAll(async () => {
  for (const worker of workers.values()) await worker.end();
});

const withShards = (shards: number): Worker => workers.get(shards) as Worker;
const page = (shards: number, cursor?: string, filter: OrderFilter = {}): Promise<OrderPage> =>
  withShards(shards).app.get(OrdersListing).page(filter, 7, cursor);

async function walk(shardsOfPage: (page: number) => number, filter?: OrderFilter): Promise<Order[]> {
  const seen: Order[] = [];
  let next: string | null | undefined;
  for (let i = 0; next !== null; i++) {
    const { items, next_cursor } = await page(shardsOfPage(i), next, filter);
    seen.push(...items);
    next = next_cursor;
  }
  return seen;
}

/** Each once and newest first; DynamoDB orders those of one millisecond of one shard as it likes. */
function expectWhole(seen: readonly Order[], orders: readonly Order[]): void {
  expect(idsOf(seen).sort()).toEqual(idsOf(orders).sort());
  const times = seen.map(({ created_at }) => created_at);
  expect(times).toEqual([...times].sort().reverse());
}

describe('a walk over all orders', () => {
  it('is newest first, over every state and shard', async () => {
    const orders = await storeOrders(withShards(10), 30);
    const service = withShards(10).app.get(OrdersService);
    const moved = orders.slice(0, 10).map((order) => service.transition(order, { ...order, status: 'PICKED_UP' }));
    await withShards(10).app.get(Transactions).commit(moved);
    expectWhole(await walk(() => 10), orders);
  });

  it.each([
    ['fewer', 3],
    ['more', 20],
  ])('goes on where it was when the configuration says %s shards meanwhile', async (_, shards) => {
    const orders = await storeOrders(withShards(10), 30);
    expectWhole(await walk((i) => (i === 0 ? 10 : shards), { status: 'CREATED' }), orders);
  });

  it('is not led astray by a cursor that names no order, or another list', async () => {
    await storeOrders(withShards(10), 8);
    const { next_cursor } = await page(10);
    const listing = withShards(10).app.get(OrdersListing);
    await expect(listing.page({ status: 'CREATED' }, 7, next_cursor ?? '')).rejects.toMatchObject({ kind: 'invalid' });
    await expect(listing.page({ customer_id: 'SHOP-1' }, 7, next_cursor ?? '')).rejects.toMatchObject({
      kind: 'invalid',
    });
  });
});
