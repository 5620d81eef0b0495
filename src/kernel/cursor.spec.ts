import fc from 'fast-check';
import { deflateRawSync } from 'node:zlib';
import { decodeCursor, encodeCursor } from './cursor';

const place = fc.record({
  filter: fc.string(),
  after: fc.dictionary(
    fc.string().filter((name) => name !== '__proto__'),
    fc.option(fc.uuid(), { nil: null }),
    { noNullPrototype: true },
  ),
});

const packed = (text: string): string => deflateRawSync(text).toString('base64url');

describe('a cursor', () => {
  it('comes back as it was, in characters that need no escaping in a URL', () => {
    fc.assert(
      fc.property(place, (cursor) => {
        const text = encodeCursor(cursor);
        expect(text).toMatch(/^[\w-]+$/);
        expect(decodeCursor(text, cursor.filter)).toEqual(cursor);
      }),
    );
  });

  it('continues only the walk that it came from', () => {
    const text = encodeCursor({ filter: 'a', after: {} });
    expect(() => decodeCursor(text, 'b')).toThrow(/another filter/);
  });

  it.each([
    ['nothing', ''],
    ['no base64', '%%%'],
    ['not packed', Buffer.from('["",{}]').toString('base64url')],
    ['a bomb', packed(`["${' '.repeat(10_000_000)}",{}]`)],
    ['no JSON', packed('x')],
    ['an object', packed('{}')],
    ['a place too many', packed('["",{},1]')],
    ['no filter', packed('[1,{}]')],
    ['a list of places', packed('["",[]]')],
    ['a place that is none', packed('["",{"a":1}]')],
  ])('is refused when it is %s', (_, text) => {
    expect(() => decodeCursor(text, '')).toThrow(/not a cursor/);
  });

  it('is refused, not misread, whatever text it is', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          decodeCursor(text, '');
        } catch (error) {
          expect(error).toMatchObject({ kind: 'invalid' });
        }
      }),
    );
  });
});
