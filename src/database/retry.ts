import { setTimeout as sleep } from 'node:timers/promises';
import { present } from '../kernel/present';
import { currentScope } from '../observability/scope';

/** How often work is tried before it is given up: with the pauses between them some two seconds. */
export const MAX_TRIES = 10;

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 800;

/**
 * Returns how many milliseconds to wait after so many failures in a row: exponential backoff with full jitter, so that those who
 * collided once do not collide again (Brooker, "Exponential Backoff and Jitter", AWS Architecture Blog, 2015).
 *
 * @param failures from 1
 */
export const backoffMs = (failures: number, longestMs = LONGEST_PAUSE_MS): number =>
  Math.random() * Math.min(FIRST_PAUSE_MS * 2 ** (failures - 1), longestMs);

/**
 * Waits as long as the curve says, or until the request's deadline.
 *
 * @throws AbortError when the deadline has passed.
 */
export async function backOff(failures: number): Promise<void> {
  const signal = currentScope()?.signal;
  await sleep(backoffMs(failures), undefined, present({ signal }));
}

/**
 * Returns what `work` returns; while that is `undefined` (another change came first, or the store is busy) it is tried again
 * after a pause.
 *
 * @param exhausted makes the error for work that stays undone.
 * @throws AbortError when the request's deadline passes during a pause.
 */
export async function retrying<T>(work: () => Promise<T | undefined>, exhausted: () => Error): Promise<T> {
  for (let tries = 1; ; tries++) {
    const result = await work();
    if (result !== undefined) return result;
    if (tries === MAX_TRIES) throw exhausted();
    await backOff(tries);
  }
}
