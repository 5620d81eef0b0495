import fc from 'fast-check';
import { cutTo } from './cut';

describe('a text that is cut', () => {
  it.each([
    ['ábc', 2, 'áb'],
    ['a😍b', 1, 'a'],
    ['a😍b', 2, 'a'],
    ['a😍b', 3, 'a😍'],
    ['😍', 2, '😍'],
    ['', 5, ''],
  ])('%s after %i is %s', (text, longest, expected) => {
    expect(cutTo(text, longest)).toBe(expected);
  });

  it('is whole characters, a beginning, and as long as it may be', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), fc.nat(60), (text, longest) => {
        const cut = cutTo(text, longest);
        expect(text.startsWith(cut)).toBe(true);
        expect(cut.length).toBeLessThanOrEqual(longest);
        expect(cut.isWellFormed()).toBe(true);
        expect(cut.length).toBeGreaterThanOrEqual(Math.min(text.length, longest) - 1);
      }),
    );
  });
});
