import { inParallel } from '../kernel/in-parallel';

/** One page of a partition, in the order of the merge. */
export interface PartitionPage<Item> {
  readonly items: readonly Item[];
  /** Whether the partition may hold more behind the last item. */
  readonly more: boolean;
}

/** Reads up to `limit` items of a partition behind the item with this id. */
export type ReadPartition<Item> = (
  partition: string,
  afterId: string | undefined,
  limit: number,
) => Promise<PartitionPage<Item>>;

export interface Merged<Item> {
  readonly items: readonly Item[];
  /** The id last returned, by partition: `null` where nothing is left; `undefined` when nothing is left anywhere. */
  readonly after: Readonly<Record<string, string | null>> | undefined;
}

/** How many reads run side by side: under the 50 sockets of an SDK client, where what waits for one longer than a connection may take is given up. */
const READS_AT_ONCE = 24;

export interface MergeOptions {
  /** Whether the lowest sort key comes first. Default: the highest, which is the newest. */
  readonly ascending?: boolean;
  /** How many items are read of a partition at a time. Default: some more than its share of the page. */
  readonly step?: number;
}

interface Source<Item> {
  readonly partition: string;
  buffer: Item[];
  more: boolean;
  /** Where the next read goes on. */
  readAfter: string | undefined;
  /** What the caller has been given. */
  returnedAfter: string | undefined;
}

/**
 * Returns the first `limit` items of many partitions, each sorted as the whole: a k-way merge that reads a little of each partition
 * and more only of those that run dry.
 */
export async function mergePartitions<Item>(
  partitions: readonly string[],
  after: Readonly<Record<string, string | null>>,
  limit: number,
  idOf: (item: Item) => string,
  sortKeyOf: (item: Item) => string,
  read: ReadPartition<Item>,
  { ascending = false, step: asked }: MergeOptions = {},
): Promise<Merged<Item>> {
  const sources = partitions
    .filter((partition) => after[partition] !== null)
    .map((partition): Source<Item> => {
      const last = after[partition] ?? undefined;
      return { partition, buffer: [], more: true, readAfter: last, returnedAfter: last };
    });
  const step = asked ?? Math.min(limit, Math.ceil((2 * limit) / Math.max(1, sources.length)) + 1);

  const refill = async (source: Source<Item>): Promise<void> => {
    while (source.buffer.length === 0 && source.more) {
      const page = await read(source.partition, source.readAfter, step);
      source.buffer = [...page.items];
      source.more = page.more;
      const last = page.items.at(-1);
      if (last !== undefined) source.readAfter = idOf(last);
      else if (page.more) throw new Error(`An empty page of ${source.partition} that promises more`);
    }
  };
  await inParallel(sources, READS_AT_ONCE, refill);

  const items: Item[] = [];
  while (items.length < limit) {
    const next = nextSource(sources, sortKeyOf, ascending);
    const item = next?.buffer.shift();
    if (next === undefined || item === undefined) break;
    items.push(item);
    next.returnedAfter = idOf(item);
    await refill(next);
  }

  const left = sources.filter((source) => source.buffer.length > 0 || source.more);
  if (left.length === 0) return { items, after: undefined };
  const places = new Map<string, string | null>(partitions.map((partition) => [partition, null]));
  for (const { partition, returnedAfter } of left) {
    if (returnedAfter === undefined) places.delete(partition);
    else places.set(partition, returnedAfter);
  }
  return { items, after: Object.fromEntries(places) };
}

function nextSource<Item>(
  sources: readonly Source<Item>[],
  sortKeyOf: (item: Item) => string,
  ascending: boolean,
): Source<Item> | undefined {
  let next: Source<Item> | undefined;
  for (const source of sources) {
    const [head] = source.buffer;
    const [best] = next?.buffer ?? [];
    if (head === undefined) continue;
    if (best === undefined || sortKeyOf(head) > sortKeyOf(best) !== ascending) next = source;
  }
  return next;
}
