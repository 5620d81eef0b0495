import fc from 'fast-check';
import { decodeCursor, encodeCursor } from './cursor';

const place = fc.record({
  filter: fc.string(),
  after: fc.dictionary(
    fc.string().filter((name) => name !== '__proto__'),
    fc.option(fc.uuid(), { nil: null }),
    { noNullPrototype: true },
  ),
});

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
    ['no JSON', Buffer.from('x').toString('base64url')],
    ['an object', Buffer.from('{}').toString('base64url')],
    ['a place too many', Buffer.from('["",{},1]').toString('base64url')],
    ['no filter', Buffer.from('[1,{}]').toString('base64url')],
    ['a list of places', Buffer.from('["",[]]').toString('base64url')],
    ['a place that is none', Buffer.from('["",{"a":1}]').toString('base64url')],
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
