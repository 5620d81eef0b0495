/** With one place kept for the condition on the route. */
export const MAX_ORDERS_IN_TRANSACTION = 99;

/** DynamoDB takes 4 MB in one transaction; sizes are estimated by their JSON, so some room is kept. */
export const MAX_TRANSACTION_BYTES = 3_500_000;

/** Cuts a list, in its order, into parts within both limits; an item that is too large alone gets a part of its own. */
export function inChunks<Item>(
  items: readonly Item[],
  sizeOf: (item: Item) => number,
  maxItems = MAX_ORDERS_IN_TRANSACTION,
  maxBytes = MAX_TRANSACTION_BYTES,
): Item[][] {
  const chunks: Item[][] = [];
  let bytes = 0;
  for (const item of items) {
    const size = sizeOf(item);
    const current = chunks.at(-1);
    if (current === undefined || current.length === maxItems || bytes + size > maxBytes) {
      chunks.push([item]);
      bytes = size;
    } else {
      current.push(item);
      bytes += size;
    }
  }
  return chunks;
}

export const jsonBytes = (item: object): number => Buffer.byteLength(JSON.stringify(item));
