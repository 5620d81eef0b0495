import fc from 'fast-check';
import { headerWith, rowsOf } from './sheet';

/** Reads a sheet to its end, or until it has given more rows than it has bytes: then it would never end. */
function read(text: Buffer, delimiter = ','): number {
  let rows = 0;
  for (const _ of rowsOf(text, delimiter, () => 2)) if (++rows > text.length + 1) throw new Error('It does not end.');
  return rows;
}

describe('a sheet', () => {
  it.each(['\t', ' ', '  \t ', '\n\t', 'a,b\n ', 'a,b\n1,2\n \t', '\t"', '"', '" ', '\r', ' \r\n '])(
    'of %j is read to its end',
    (text) => {
      read(Buffer.from(text));
      headerWith(Buffer.from(text), ',');
    },
  );

  it('of anything is read to its end', () => {
    const piece = fc.constantFrom(
      '"',
      ',',
      ';',
      '\t',
      ' ',
      '\n',
      '\r',
      '\r\n',
      'a',
      '=',
      '\\',
      '\u0000',
      'ñ',
      '😍',
      '',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), fc.constantFrom(',', ';', '\t', '|'), (pieces, delimiter) => {
        const text = Buffer.from(pieces.join(''));
        expect(read(text, delimiter)).toBeLessThanOrEqual(text.length + 1);
      }),
      { numRuns: 2_000 },
    );
  });
});
