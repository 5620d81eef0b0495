import fc from 'fast-check';
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
