import type { ParcelStatus } from './states';

/** The most shards a state may have. They take 20,000 writes a second; with more, the place of a list in each shard would outgrow what API Gateway takes. */
export const MAX_STATUS_SHARDS = 20;

/**
 * Returns an order's key of `status_index`: a status alone would be one hot partition (1,000 writes a second, and its back-pressure reaches the
 * table), so each is spread over shards by the order's id.
 */
export const statusShard = (status: ParcelStatus, orderId: string, shards: number): string =>
  `${status}#${shardOf(orderId, shards)}`;

/** Returns the shard of an order among so many. */
export const shardOf = (orderId: string, shards: number): number => fnv1a(orderId) % shards;

/**
 * Shards of the list of all orders: an order writes its key once, so that they take 10,000 new orders a second. The number is for good, as
 * nothing moves an order from one to another.
 */
const LIST_SHARDS = 10;

/** Returns an order's key of `list_index`, which holds every order whatever its state. */
export const listShard = (orderId: string): string => `#${fnv1a(orderId) % LIST_SHARDS}`;

export const LIST_SHARD_NAMES: readonly string[] = Array.from({ length: LIST_SHARDS }, (_, shard) => `#${shard}`);

export const shardsOf = (status: ParcelStatus, shards: number): string[] =>
  Array.from({ length: shards }, (_, shard) => `${status}#${shard}`);

/** Returns the hash of a text: Fowler-Noll-Vo 1a, 32 bits, with a final mix so that its low bits spread too. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) >>> 0;
}
