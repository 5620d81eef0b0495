import fc from 'fast-check';
import { LOCAL_OPERATOR } from '../../../src/access/principal';
import { Transactions } from '../../../src/database/transaction';
import type { Order } from '../../../src/orders/order';
import { OrdersRepository } from '../../../src/orders/orders.repository';
import { OrdersService } from '../../../src/orders/orders.service';
import { usePlatform } from '../../support/platform';
import { startWorker, Worker } from '../../support/worker';

const platform = usePlatform();
let worker: Worker;
jest.setTimeout(180_000);

beforeAll(async () => {
  worker = await startWorker(platform.environment);
});
afterAll(async () => {
  await worker.end();
});

/** A shop that keeps what it is given, and asks again from the newest change that it knows. */
class Follower {
  readonly known = new Map<string, Order['version']>();
  private newest = '2026-01-01T00:00:00.000Z';
  private since = this.newest;
  private cursor: string | undefined;

  /** Reads one page. Returns whether its walk is at the end. */
  async read(): Promise<boolean> {
    const { items, next_cursor } = await worker.app
      .get(OrdersService)
      .list(LOCAL_OPERATOR, { customer_id: 'SHOP-1', updated_since: this.since }, 2, this.cursor);
    for (const { order_id, version, updated_at } of items) {
      this.known.set(order_id, Math.max(version, this.known.get(order_id) ?? 0));
      if (updated_at > this.newest) this.newest = updated_at;
    }
    this.cursor = next_cursor ?? undefined;
    if (next_cursor === null) this.since = this.newest;
    return next_cursor === null;
  }

  async readAll(): Promise<void> {
    while (!(await this.read()));
  }
}

/** What happens: a page is read, time goes by, an order is made or changed with a clock that differs, seen at once or after a while. */
type Step =
  | { readonly does: 'read' }
  | { readonly does: 'wait'; readonly ms: number }
  | { readonly does: 'change'; readonly nth: number; readonly stampedAgo: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.constant<Step>({ does: 'read' }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 90_000 }) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      does: fc.constant('change' as const),
      nth: fc.nat(6),
      // Committed up to 50 s after it was stamped, or by a clock that is 5 s ahead.
      stampedAgo: fc.integer({ min: -5_000, max: 50_000 }),
    }),
  },
);

describe('a shop that follows its orders', () => {
  it('misses no change, whatever changes meanwhile', async () => {
    const repository = worker.app.get(OrdersRepository);
    const commit = async (orders: Map<number, Order>, nth: number, stampedAgo: number): Promise<void> => {
      const updated_at = new Date(worker.clock.now() - stampedAgo).toISOString();
      const before = orders.get(nth);
      const order =
        before === undefined
          ? { ...(await worker.order({ customer_id: 'SHOP-1' })) }
          : { ...before, version: before.version + 1, updated_at, notes: updated_at };
      if (before !== undefined)
        expect(await worker.app.get(Transactions).commit([repository.replace(order, before.version)])).toMatchObject({
          committed: true,
        });
      orders.set(nth, order);
    };
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
        platform.clear();
        worker.clock.reset();
        const orders = new Map<number, Order>();
        const follower = new Follower();
        for (const next of steps) {
          if (next.does === 'read') await follower.read();
          else if (next.does === 'wait') worker.clock.advance(next.ms);
          else await commit(orders, next.nth, next.stampedAgo);
        }
        // Clocks that are ahead are met by the next walk, once it is their time.
        worker.clock.advance(6_000);
        await follower.readAll();
        await follower.readAll();
        expect(Object.fromEntries(follower.known)).toEqual(
          Object.fromEntries([...orders.values()].map(({ order_id, version }) => [order_id, version])),
        );
      }),
      { numRuns: 60, seed: 20261127 },
    );
  });

  const follow = (filter: object, cursor?: string) =>
    worker.app.get(OrdersService).list(LOCAL_OPERATOR, filter, 1, cursor);

  it('goes through them in the order of their changes', async () => {
    const [first, second, third] = [await worker.order(), await worker.order(), await worker.order()];
    worker.clock.advance(1_000);
    const service = worker.app.get(OrdersService);
    await worker.app.get(Transactions).commit([service.transition(first, { ...first, notes: 'changed' })]);
    worker.clock.advance(1_000);
    const seen: string[] = [];
    let cursor: string | null | undefined;
    const filter = { customer_id: first.customer_id, updated_since: first.created_at };
    while (cursor !== null) {
      const page = await follow(filter, cursor);
      seen.push(...page.items.map(({ order_id }) => order_id));
      cursor = page.next_cursor;
    }
    expect(seen).toEqual([second.order_id, third.order_id, first.order_id]);
  });

  it('asks for one shop, for every state, and with its own cursor', async () => {
    const since = '2026-01-01T00:00:00Z';
    for (const wrong of [{ updated_since: since }, { customer_id: 'SHOP-1', status: 'CREATED', updated_since: since }])
      await expect(follow(wrong)).rejects.toMatchObject({ kind: 'invalid' });
    await worker.order({ customer_id: 'SHOP-1' });
    await worker.order({ customer_id: 'SHOP-1' });
    worker.clock.advance(1_000);
    const { next_cursor } = await follow({ customer_id: 'SHOP-1', updated_since: since });
    await expect(follow({ customer_id: 'SHOP-2', updated_since: since }, next_cursor ?? '')).rejects.toMatchObject({
      kind: 'invalid',
    });
    expect(await follow({ customer_id: 'SHOP-1', updated_since: '2099-01-01T00:00:00Z' })).toEqual({
      items: [],
      next_cursor: null,
    });
  });
});
