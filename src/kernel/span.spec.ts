import { isWithin, spanOf } from './span';

describe('a span', () => {
  it('is of whole days in Lima, or from an instant up to before another', () => {
    expect(spanOf('2026-11-27', '2026-11-27')).toEqual({
      first: '2026-11-27T05:00:00.000Z',
      last: '2026-11-28T04:59:59.999Z',
    });
    expect(spanOf('2026-11-27T10:00:00.000Z', '2026-11-27T11:00:00.000Z')).toEqual({
      first: '2026-11-27T10:00:00.000Z',
      last: '2026-11-27T10:59:59.999Z',
    });
  });

  it('is open where one end is not said, and none where neither is', () => {
    expect(spanOf('2026-11-27', undefined)?.last).toBe('2099-12-31T23:59:59.999Z');
    expect(spanOf(undefined, '2026-11-27')?.first).toBe('2000-01-01T00:00:00.000Z');
    expect(spanOf(undefined, undefined)).toBeUndefined();
  });

  it('does not end before it begins', () => {
    expect(() => spanOf('2026-11-28', '2026-11-27')).toThrow(/after from/);
  });

  it('holds both its ends', () => {
    const span = { first: '2026-11-27T05:00:00.000Z', last: '2026-11-28T04:59:59.999Z' };
    expect([span.first, span.last].every((end) => isWithin(end, span))).toBe(true);
    expect(isWithin('2026-11-28T05:00:00.000Z', span)).toBe(false);
    expect(isWithin('2026-11-28T05:00:00.000Z', undefined)).toBe(true);
  });
});
