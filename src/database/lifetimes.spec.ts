import { isExpired, ttlAfter } from './lifetimes';

describe('an item', () => {
  const now = Date.parse('2026-11-27T10:00:00.900Z');
  const ttl = ttlAfter(now, 60);

  it('has a ttl in whole seconds', () => {
    expect(ttl).toBe(Date.parse('2026-11-27T10:01:00Z') / 1_000);
  });

  it('is past its time from the first moment of the second that its ttl names', () => {
    expect(isExpired({ ttl }, ttl * 1_000 - 1)).toBe(false);
    expect(isExpired({ ttl }, ttl * 1_000)).toBe(true);
  });

  it('without a ttl is never past its time', () => {
    expect(isExpired({}, Number.MAX_SAFE_INTEGER)).toBe(false);
  });
});
