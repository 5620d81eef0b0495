import { setTimeout as sleep } from 'node:timers/promises';

/** Repeats an expectation until it holds; only a test that would fail anyway ever waits for the whole of `withinMs`. */
export async function eventually<T>(expectation: () => T | Promise<T>, withinMs = 60_000): Promise<T> {
  const end = Date.now() + withinMs;
  for (;;) {
    try {
      return await expectation();
    } catch (error) {
      if (Date.now() > end) throw error;
      await sleep(20);
    }
  }
}
