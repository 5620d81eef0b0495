import { withDeadline } from '../observability/scope';
import { unavailable } from '../kernel/errors';
import { backOff, backoffMs, MAX_TRIES, retrying } from './retry';

const busy = (): Error => unavailable('busy');

describe('backoff', () => {
  const longest = (failures: number, cap?: number): number =>
    Math.max(...Array.from({ length: 2_000 }, () => backoffMs(failures, cap)));

  it('has full jitter under a bound that doubles from 50 ms to 800 ms', () => {
    for (const [failures, bound] of [50, 100, 200, 400, 800, 800, 800].map((ms, i) => [i + 1, ms] as const)) {
      expect(longest(failures)).toBeLessThanOrEqual(bound);
      expect(longest(failures)).toBeGreaterThan(bound * 0.9);
    }
    expect(Math.min(...Array.from({ length: 2_000 }, () => backoffMs(9)))).toBeLessThan(80);
  });

  it('of work that nobody waits for grows further', () => {
    expect(longest(40, 10_000)).toBeLessThanOrEqual(10_000);
    expect(longest(40, 10_000)).toBeGreaterThan(9_000);
  });

  it('ends with the request’s deadline', async () => {
    await expect(
      withDeadline(1, 'c', async () => {
        // The curve could choose to wait no time at all.
        for (;;) await backOff(5);
      }),
    ).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('retrying', () => {
  it('returns the first result, whatever came before it', async () => {
    const results = [undefined, undefined, 0, 1];
    expect(await retrying(() => Promise.resolve(results.shift()), busy)).toBe(0);
    expect(results).toEqual([1]);
  });

  it('gives up after its tries, with the error it was given', async () => {
    let tries = 0;
    await expect(
      retrying(() => {
        tries++;
        return Promise.resolve(undefined);
      }, busy),
    ).rejects.toMatchObject({ kind: 'unavailable', message: 'busy' });
    expect(tries).toBe(MAX_TRIES);
  });

  it('leaves an error of the work as it is, and tries no more', async () => {
    let tries = 0;
    await expect(
      retrying(() => {
        tries++;
        return Promise.reject(new TypeError('ours'));
      }, busy),
    ).rejects.toThrow(TypeError);
    expect(tries).toBe(1);
  });
});
