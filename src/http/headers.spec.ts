import fc from 'fast-check';
import { canonicalJson, hashOf, parseIdempotencyKey } from './idempotency-key';
import { entityTag, matchesIfNoneMatch, NEVER_CURRENT, parseIfMatch } from './preconditions';

describe('If-Match', () => {
  it('reads back every version that ETag gives', () => {
    fc.assert(fc.property(fc.nat(), (version) => parseIfMatch(entityTag(version)) === version));
  });

  it('asks for no version without the header or with *', () => {
    expect([parseIfMatch(undefined), parseIfMatch(' * ')]).toEqual([undefined, undefined]);
  });

  it('never matches a weak or foreign tag', () => {
    for (const tag of ['W/"3"', '"abc"', '""', '"03"', '"-1"', '"99999999999999999999"'])
      expect(parseIfMatch(tag)).toBe(NEVER_CURRENT);
  });

  it('refuses what is no tag, and lists', () => {
    for (const text of ['', '3', '"3', "'3'", 'w/"3"', '"3", "4"', '"3" x'])
      expect(() => parseIfMatch(text)).toThrow(expect.objectContaining({ kind: 'malformed' }) as Error);
  });
});

test('If-None-Match compares weakly and takes lists', () => {
  for (const header of ['"3"', 'W/"3"', '"1", W/"3"', '*']) expect(matchesIfNoneMatch(header, 3)).toBe(true);
  for (const header of [undefined, '', '"2"', '3']) expect(matchesIfNoneMatch(header, 3)).toBe(false);
});

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
