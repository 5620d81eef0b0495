import { newOrderId } from './ids';
import { isLinkToken, linkToken, parseLinkKeys, tokenHash } from './link-token';

const KEY = { id: 'a', secret: 'x'.repeat(32) };
const order_id = newOrderId(Date.parse('2026-11-27T12:00:00.000Z'));

describe('the token of a link', () => {
  const token = linkToken({ order_id, version: 1 }, KEY);

  it('is the same whenever it is made', () => {
    expect(linkToken({ order_id, version: 1 }, { ...KEY })).toBe(token);
    expect(isLinkToken(token)).toBe(true);
  });

  it('is another for another order, version, key or key id', () => {
    const others = [
      linkToken({ order_id: newOrderId(Date.now()), version: 1 }, KEY),
      linkToken({ order_id, version: 2 }, KEY),
      linkToken({ order_id, version: 1 }, { ...KEY, secret: 'y'.repeat(32) }),
      linkToken({ order_id, version: 1 }, { ...KEY, id: 'b' }),
    ];
    expect(new Set([token, ...others]).size).toBe(5);
  });

  it('is not what is stored', () => {
    expect(tokenHash(token)).toMatch(/^[0-9a-f]{64}$/);
    expect(tokenHash(token)).not.toContain(token);
  });

  it.each([
    '',
    'short',
    `${token}A`,
    token.slice(1),
    `${token.slice(0, 21)}*`,
    'A'.repeat(10_240),
    `${'A'.repeat(21)}B`,
  ])('does not look like %s', (text) => {
    expect(isLinkToken(text)).toBe(false);
  });
});

describe('the keys of links', () => {
  it('are read in order, the one in use first', () => {
    expect(parseLinkKeys(`2026b=${'s'.repeat(16)}, 2026a=${'t'.repeat(40)}`)).toEqual([
      { id: '2026b', secret: 's'.repeat(16) },
      { id: '2026a', secret: 't'.repeat(40) },
    ]);
  });

  it('are one where a secret was generated', () => {
    expect(parseLinkKeys('g'.repeat(48))).toEqual([{ id: '1', secret: 'g'.repeat(48) }]);
  });

  it.each(['', 'a', `a=${'s'.repeat(15)}`, `A=${'s'.repeat(16)}`, `a=${'s'.repeat(16)},a=${'t'.repeat(16)}`])(
    'are not %s',
    (text) => {
      expect(() => parseLinkKeys(text)).toThrow(/each key is|comes twice/);
    },
  );
});
