import { TTL_ATTRIBUTE } from './tables';

export const DAY_SECONDS = 86_400;

/** Returns the `ttl` of an item that is to live so many seconds from now on, in seconds since the epoch. */
export const ttlAfter = (nowMs: number, seconds: number): number => epochSeconds(nowMs) + seconds;

/** Returns the whole seconds since the epoch, in which every `ttl` is told. */
export const epochSeconds = (nowMs: number): number => Math.floor(nowMs / 1_000);

/** Says whether an item is past its time: DynamoDB deletes it within days, and until then nobody may see it. */
export function isExpired(item: Readonly<Record<string, unknown>>, nowMs: number): boolean {
  const ttl = item[TTL_ATTRIBUTE];
  return typeof ttl === 'number' && ttl <= epochSeconds(nowMs);
}
