/** Yields the entries of a list; unlike the list's own iterator it ends for all who share it when one of them leaves its loop. */
function* entriesOf<Item>(items: readonly Item[]): Generator<[number, Item]> {
  yield* items.entries();
}

/**
 * Calls `work` for every item, for `atOnce` of them at a time, and returns the results in the order of the items. After a failure no further
 * item is begun.
 *
 * @throws what `work` threw first.
 */
export async function inParallel<Item, Result>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const waiting = entriesOf(items);
  const worker = async (): Promise<void> => {
    for (const [i, item] of waiting) results[i] = await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
  return results;
}
