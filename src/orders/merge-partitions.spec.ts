import fc from 'fast-check';
import { Merged, mergePartitions, PartitionPage } from './merge-partitions';

interface Item {
  readonly id: string;
  readonly partition: string;
}
const idOf = ({ id }: Item): string => id;
const newestFirst = (a: Item, b: Item): number => (a.id < b.id ? 1 : -1);
const PARTITIONS = ['a', 'b', 'c', 'd'];

/** A store of partitions that counts its reads; ids sort by time. */
class Store {
  reads = 0;
  private readonly items: Item[] = [];

  insert(item: Item): void {
    this.items.push(item);
    this.items.sort(newestFirst);
  }

  readonly read = (partition: string, afterId: string | undefined, limit: number): Promise<PartitionPage<Item>> => {
    this.reads++;
    const behind = this.items.filter(
      (item) => item.partition === partition && (afterId === undefined || item.id < afterId),
    );
    // As DynamoDB does: a page that is just full promises more, and there may be none.
    return Promise.resolve({ items: behind.slice(0, limit), more: behind.length >= limit });
  };

  page(limit: number, after: Merged<Item>['after'] = {}): Promise<Merged<Item>> {
    return mergePartitions(PARTITIONS, after, limit, idOf, idOf, this.patient);
  }

  /** The listing never hands over an empty page that promises more: it reads on. */
  private readonly patient = async (partition: string, afterId: string | undefined, limit: number) => {
    const page = await this.read(partition, afterId, limit);
    return page.items.length === 0 ? { ...page, more: false } : page;
  };
}

const idAt = (time: number): string => String(time).padStart(6, '0');
const storeOf = (placed: readonly number[]): Store => {
  const store = new Store();
  placed.forEach((partition, time) => {
    store.insert({ id: idAt(time), partition: PARTITIONS[partition] ?? '' });
  });
  return store;
};
/** Walks to the end; between two pages something may happen. */
async function walk(store: Store, limit: number, between: (page: number) => void = () => undefined): Promise<string[]> {
  const seen: string[] = [];
  let after: Merged<Item>['after'] = {};
  for (let page = 0; after !== undefined; page++) {
    const merged: Merged<Item> = await store.page(limit, after);
    seen.push(...merged.items.map(idOf));
    expect(merged.items.length).toBeLessThanOrEqual(limit);
    after = merged.after;
    between(page);
  }
  return seen;
}

const placement = fc.array(fc.nat(PARTITIONS.length - 1), { maxLength: 60 });

describe('the merge of partitions', () => {
  it('is a plain sort of all of them, page by page, whatever the page size', async () => {
    await fc.assert(
      fc.asyncProperty(placement, fc.integer({ min: 1, max: 20 }), async (placed, limit) => {
        const expected = placed.map((_, time) => idAt(time)).reverse();
        expect(await walk(storeOf(placed), limit)).toEqual(expected);
      }),
    );
  });

  it('is the same sort from the other end, where the lowest comes first', async () => {
    await fc.assert(
      fc.asyncProperty(placement, fc.integer({ min: 1, max: 20 }), fc.nat(5), async (placed, limit, step) => {
        const items = placed.map((partition, time) => ({ id: idAt(time), partition: PARTITIONS[partition] ?? '' }));
        const read = (partition: string, afterId: string | undefined, count: number) => {
          const ahead = items.filter((item) => item.partition === partition && item.id > (afterId ?? ''));
          return Promise.resolve({ items: ahead.slice(0, count), more: ahead.length > count });
        };
        const seen: string[] = [];
        let after: Merged<Item>['after'] = {};
        while (after !== undefined) {
          const options = { ascending: true, step: step + 1 };
          const merged: Merged<Item> = await mergePartitions(PARTITIONS, after, limit, idOf, idOf, read, options);
          seen.push(...merged.items.map(idOf));
          after = merged.after;
        }
        expect(seen).toEqual(placed.map((_, time) => idAt(time)));
      }),
    );
  });

  it('fills every page but the last', async () => {
    await fc.assert(
      fc.asyncProperty(placement, fc.integer({ min: 1, max: 20 }), async (placed, limit) => {
        const { items, after } = await storeOf(placed).page(limit);
        expect(items).toHaveLength(Math.min(limit, placed.length));
        if (placed.length > limit) expect(after).toBeDefined();
      }),
    );
  });

  it('shows what was there before a walk exactly once, whatever is inserted meanwhile, in any partition', async () => {
    await fc.assert(
      fc.asyncProperty(placement, placement, fc.integer({ min: 1, max: 9 }), async (placed, inserted, limit) => {
        const store = storeOf(placed);
        const seen = await walk(store, limit, (page) => {
          const partition = inserted[page];
          if (partition !== undefined) store.insert({ id: idAt(1_000 + page), partition: PARTITIONS[partition] ?? '' });
        });
        const before = seen.filter((id) => id < idAt(1_000));
        expect(before.sort()).toEqual(placed.map((_, time) => idAt(time)));
        expect(new Set(seen).size).toBe(seen.length);
      }),
    );
  });

  it('reads a little of each partition, and no partition that is exhausted', async () => {
    const store = storeOf(Array.from({ length: 40 }, (_, i) => i % 4));
    const { after } = await store.page(8);
    expect(store.reads).toBe(4);
    store.reads = 0;
    await store.page(8, { ...after, a: null, b: null });
    expect(store.reads).toBeLessThanOrEqual(4);
  });

  it('reads no more than 24 partitions at once', async () => {
    const partitions = Array.from({ length: 120 }, (_, i) => `p${i}`);
    let now = 0;
    let most = 0;
    const read = async (partition: string): Promise<PartitionPage<Item>> => {
      most = Math.max(most, ++now);
      await new Promise(setImmediate);
      now--;
      return { items: [{ id: partition, partition }], more: false };
    };
    const { items } = await mergePartitions(partitions, {}, 200, idOf, idOf, read);
    expect(items).toHaveLength(120);
    expect(most).toBe(24);
  });

  it('of nothing is nothing', async () => {
    expect(await storeOf([]).page(5)).toEqual({ items: [], after: undefined });
  });

  it('says so when a partition can never end', async () => {
    const endless = (): Promise<PartitionPage<Item>> => Promise.resolve({ items: [], more: true });
    await expect(mergePartitions(['a'], {}, 5, idOf, idOf, endless)).rejects.toThrow(/empty page of a/);
  });
});
