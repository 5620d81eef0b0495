import fc from 'fast-check';
import { canonicalJson, hashOf, parseIdempotencyKey } from './idempotency-key';

describe('Idempotency-Key', () => {
  it('means the same in quotes and without', () => {
    expect(parseIdempotencyKey('"abc-1"')).toBe('abc-1');
    expect(parseIdempotencyKey(' abc-1 ')).toBe('abc-1');
    expect(parseIdempotencyKey('"say \\"hi\\" \\\\"')).toBe('say "hi" \\');
    expect(parseIdempotencyKey(undefined)).toBeUndefined();
  });

  it('holds 1 to 255 characters', () => {
    expect(parseIdempotencyKey('x'.repeat(255))).toHaveLength(255);
    for (const text of [
      '',
      '""',
      'x'.repeat(256),
      `"${'x'.repeat(256)}"`,
      'a b',
      'ñ',
      '"a',
      'a"',
      '"a", "b"',
      '"a\\x"',
    ])
      expect(() => parseIdempotencyKey(text)).toThrow(expect.objectContaining({ kind: 'malformed' }) as Error);
  });

  it('tells bodies apart by content, not by how they are written', () => {
    expect(hashOf({ a: 1, b: { d: [1, 2], c: null } })).toBe(hashOf({ b: { c: null, d: [1, 2] }, a: 1 }));
    expect(hashOf({ a: [1, 2] })).not.toBe(hashOf({ a: [2, 1] }));
    expect(hashOf(undefined)).not.toBe(hashOf({}));
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});
