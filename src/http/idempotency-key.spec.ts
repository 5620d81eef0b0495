import fc from 'fast-check';
import { isDeepStrictEqual as equals } from 'node:util';
import { hashOf, parseIdempotencyKey } from './idempotency-key';

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
    expect(hashOf('{}')).not.toBe(hashOf({}));
    expect(hashOf(undefined)).toBe(hashOf({}));
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        expect(hashOf(a) === hashOf(b)).toBe(equals(JSON.parse(JSON.stringify(a)), JSON.parse(JSON.stringify(b))));
      }),
    );
  });

  it('keeps the fingerprints that keys of the last 24 hours were stored with', () => {
    const body = {
      recipient: { name: 'Rosa Núñez 🚚', phone: '999888777' },
      products: [{ unit_price: 15_900, quantity: 2, weight_grams: 0.5 }],
      ñ: 1e21,
      Z: -0,
      a: null,
      é: [true, []],
      '\u2028': '"\\\u0007',
      '1': {},
      '10': 1e-7,
    };
    expect(hashOf(body)).toBe('aef30017cbf73b62dcf28d8ee32e2a9087e8baccece3c397346c86397ba6364c');
    const file = 'customer_id,reference\nSHOP-1,Ñ\n';
    expect(hashOf(file)).toBe('c742ce8fffa5328be6146b9679e578c5729b81435d8d47c137ecf1d3ca77ae23');
  });
});
