/** How much one request, transaction or item takes at most. */
export interface ChunkLimits {
  readonly items: number;
  /** Without it only the items are counted. */
  readonly bytes?: number;
}

/** Returns the length of an item's JSON in UTF-8: what a queue counts, and a close estimate of what DynamoDB counts. */
export const jsonBytes = (item: unknown): number => Buffer.byteLength(JSON.stringify(item));

/** Returns the list, in its order, in parts within both limits; an item that is too large alone gets a part of its own. */
export function inChunks<Item>(
  items: readonly Item[],
  limits: ChunkLimits,
  bytesOf: (item: Item) => number = jsonBytes,
): Item[][] {
  const chunks: Item[][] = [];
  let bytes = 0;
  for (const item of items) {
    const size = limits.bytes === undefined ? 0 : bytesOf(item);
    const current = chunks.at(-1);
    if (current === undefined || current.length >= limits.items || bytes + size > (limits.bytes ?? Infinity)) {
      chunks.push([item]);
      bytes = size;
    } else {
      current.push(item);
      bytes += size;
    }
  }
  return chunks;
}
