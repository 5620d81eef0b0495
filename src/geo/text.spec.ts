import * as fc from 'fast-check';
import { editDistance, fold } from './text';

test('folds case, accents and punctuation away', () => {
  expect(fold('  SAN MARTÍN de Porres. Ñaña ')).toBe('san martin de porres nana');
});

test.each([
  ['breña', 'breña', 0],
  ['migel', 'miguel', 1],
  ['mgiuel', 'miguel', 1],
  ['miguell', 'miguel', 1],
  ['surco', 'lince', 3],
])('counts the edits from %s to %s', (a, b, edits) => {
  expect(editDistance(a, b, 2)).toBe(edits);
});

test('is symmetric and never more than its limit plus one', () => {
  fc.assert(
    fc.property(
      fc.string({ maxLength: 12 }),
      fc.string({ maxLength: 12 }),
      fc.integer({ min: 0, max: 4 }),
      (a, b, max) => {
        const edits = editDistance(a, b, max);
        expect(edits).toBe(editDistance(b, a, max));
        expect(edits).toBeLessThanOrEqual(max + 1);
      },
    ),
  );
});
