import fc from 'fast-check';
import { postpone, readPostponement, waitSeconds } from './postponement';

const NOON = Date.parse('2026-11-27T17:00:00.000Z');
const DAY_MS = 24 * 3_600_000;

describe('a message that is put off', () => {
  it('bears which channels are left, how often, and since when', () => {
    const first = postpone(undefined, ['email'], NOON);
    expect(first).toEqual({ channels: ['email'], times: 1, since: '2026-11-27T17:00:00.000Z' });
    expect(postpone(first, ['email'], NOON + 60_000)).toEqual({ ...first, times: 2 });
    expect(readPostponement(JSON.parse(JSON.stringify({ event_id: 'e1', postponed: first })))).toEqual(first);
  });

  it('is put off for a day and no longer', () => {
    const first = postpone(undefined, ['email'], NOON);
    expect(postpone(first, ['email'], NOON + DAY_MS)).toBeDefined();
    expect(postpone(first, ['email'], NOON + DAY_MS + 1)).toBeUndefined();
  });

  it('is none where it comes for the first time, and is refused where it cannot be read', () => {
    expect(readPostponement({ event_id: 'e1' })).toBeUndefined();
    expect(() => readPostponement({ postponed: { channels: ['email'], times: 'often' } })).toThrow('postponed.times');
  });

  it('waits longer each time, between two seconds and what a queue holds back', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (times, random) => {
          const wait = waitSeconds(times, random);
          expect(Number.isInteger(wait)).toBe(true);
          expect(wait).toBeGreaterThanOrEqual(2);
          expect(wait).toBeLessThanOrEqual(900);
          expect(waitSeconds(times + 1, random)).toBeGreaterThanOrEqual(wait);
        },
      ),
    );
    expect([1, 2, 3, 7].map((times) => waitSeconds(times, 0.999_999))).toEqual([20, 40, 80, 900]);
  });
});
