import { Transactions } from '../../../src/database/transaction';
import type { Order } from '../../../src/orders/order';
import { NamedOrders } from '../../../src/orders/orders.named';
import { OrdersService } from '../../../src/orders/orders.service';
import { WaitingOrders, WaitingPage } from '../../../src/orders/orders.waiting';
import { usePlatform } from '../../support/platform';
import { idsOf, storeOrders } from '../../support/routes';
import { startWorker, Worker } from '../../support/worker';

const platform = usePlatform();
const workers = new Map<number, Worker>();
const DAY = '2026-12-10';
const WINDOW = { time_window_start: `${DAY}T14:00:00Z`, time_window_end: `${DAY}T18:00:00Z` };

beforeAll(async () => {
  for (const shards of [3, 10, 20])
    workers.set(shards, await startWorker({ ...platform.environment, STATUS_SHARDS: String(shards) }));
});
afterAll(async () => {
  for (const worker of workers.values()) await worker.end();
});

const withShards = (shards: number): Worker => workers.get(shards) as Worker;

async function walk(read: (cursor: string | undefined, page: number) => Promise<WaitingPage>): Promise<Order[]> {
  const seen: Order[] = [];
  let next: string | null | undefined;
  for (let i = 0; next !== null; i++) {
    const page: WaitingPage = await read(next, i);
    seen.push(...page.items.map(({ order }) => order));
    next = page.next_cursor;
  }
  return seen;
}

/** Orders of several days and districts, as they come in over a week. */
async function storeWeek(worker: Worker): Promise<Order[]> {
  const orders: Order[] = [];
  for (const [i, date] of ['2026-12-04', '2026-12-07', DAY].entries())
    for (const ubigeo of ['150122', '150103', '150131'].slice(i))
      orders.push(
        ...(await storeOrders(worker, 4, {
          time_window_start: `${date}T14:00:00Z`,
          time_window_end: `${date}T18:00:00Z`,
          delivery_address: { street: 'Calle 1', ubigeo },
        })),
      );
  return orders;
}

const key = ({ service_day, delivery_address, order_id }: Order): string =>
  `${service_day} ${(delivery_address as { ubigeo: string }).ubigeo} ${order_id}`;

describe('a walk over what awaits a route', () => {
  it.each([1, 7, 100])('goes by day, district and age, in pages of %i', async (limit) => {
    const orders = await storeWeek(withShards(10));
    const seen = await walk((cursor) => withShards(10).app.get(WaitingOrders).page({ day: DAY }, limit, cursor));
    expect(seen.map(key)).toEqual(orders.map(key).sort());
  });

  it.each([
    ['fewer', 3],
    ['more', 20],
  ])('goes on where it was when the configuration says %s shards meanwhile', async (_, shards) => {
    const orders = await storeWeek(withShards(10));
    const seen = await walk((cursor, page) =>
      withShards(page === 0 ? 10 : shards)
        .app.get(WaitingOrders)
        .page({ day: DAY }, 7, cursor),
    );
    expect(seen.map(key)).toEqual(orders.map(key).sort());
  });

  it('shows what was there at its start once, whatever comes in meanwhile', async () => {
    const worker = withShards(10);
    const orders = await storeWeek(worker);
    const seen = await walk(async (cursor) => {
      const page = await worker.app.get(WaitingOrders).page({ day: DAY }, 5, cursor);
      await storeOrders(worker, 3, WINDOW);
      return cursor === undefined || page.items.length > 0 ? page : { ...page, next_cursor: null };
    });
    const ids = idsOf(seen);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(expect.arrayContaining(idsOf(orders)));
  });

  it('is not led astray by a cursor of another list, nor by one that is made up', async () => {
    await storeWeek(withShards(10));
    const listing = withShards(10).app.get(WaitingOrders);
    const { next_cursor } = await listing.page({ day: DAY }, 5, undefined);
    for (const filter of [{ day: '2026-12-11' }, { day: DAY, area: '1501' }])
      await expect(listing.page(filter, 5, next_cursor ?? '')).rejects.toMatchObject({ kind: 'invalid' });
  });

  it('counts by state what it lists', async () => {
    const worker = withShards(10);
    const orders = await storeWeek(worker);
    const [first, second] = orders.filter(({ service_day }) => service_day === DAY) as [Order, Order];
    const service = worker.app.get(OrdersService);
    await worker.app
      .get(Transactions)
      .commit([
        service.transition(first, { ...first, status: 'PICKED_UP' }),
        service.transition(second, { ...second, status: 'OUT_FOR_DELIVERY' }),
      ]);
    const due = orders.filter(({ service_day }) => service_day === DAY).length;
    expect(await worker.app.get(WaitingOrders).count(DAY)).toEqual({
      due: { CREATED: due - 2, PICKED_UP: 1 },
      overdue: { CREATED: orders.length - due },
    });
  });
});

describe('a walk over orders of one name', () => {
  it('shows what was there at its start once, newest first, whatever comes in meanwhile', async () => {
    const worker = withShards(10);
    const orders = await storeOrders(worker, 9, { reference: 'P-1' });
    const seen: Order[] = [];
    for (let next: string | null | undefined; next !== null;) {
      const filter = { customer_id: 'SHOP-1', reference: 'P-1' };
      const page = await worker.app.get(NamedOrders).page(filter, 2, next);
      seen.push(...page.items);
      next = page.next_cursor;
      await storeOrders(worker, 2, { reference: 'P-1' });
    }
    expect(idsOf(seen)).toEqual(idsOf(orders).reverse());
  });

  it('refuses a place that is none', async () => {
    const named = withShards(10).app.get(NamedOrders);
    await storeOrders(withShards(10), 3, { reference: 'P-1' });
    const { next_cursor } = await named.page({ customer_id: 'SHOP-1', reference: 'P-1' }, 1, undefined);
    expect(next_cursor).not.toBeNull();
    await expect(named.page({ customer_id: 'SHOP-1', reference: 'P-2' }, 1, next_cursor ?? '')).rejects.toMatchObject({
      kind: 'invalid',
    });
  });
});
