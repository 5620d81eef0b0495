import { keyKindOf, newKeyToken, readKeyToken } from './key-token';

describe('a key', () => {
  const key = newKeyToken('test');

  it('is known again by its hash, of which its id is the beginning', () => {
    expect(readKeyToken(key.token, 'test')).toEqual(key);
    expect(key.hash.startsWith(key.credential_id)).toBe(true);
    expect(key.token.endsWith(key.last_four)).toBe(true);
  });

  it('holds 160 random bits and never comes twice', () => {
    const made = new Set(Array.from({ length: 1_000 }, () => newKeyToken('live').token));
    expect(made.size).toBe(1_000);
    for (const token of made) expect(token).toMatch(/^dnx_live_[0-9A-Za-z]{33}$/);
  });

  it('is refused with any single character changed', () => {
    for (let at = 9; at < key.token.length; at++) {
      const wrong = key.token.slice(0, at) + (key.token[at] === 'a' ? 'b' : 'a') + key.token.slice(at + 1);
      expect(readKeyToken(wrong, 'test')).toBeUndefined();
    }
  });

  it.each(['', 'dnx_test_', 'dnx_prod_x', 'x'.repeat(65_536)])('is not the text of %#', (text) => {
    expect(readKeyToken(text, 'test')).toBeUndefined();
  });

  it('of a test stage means nothing in production, and the other way round', () => {
    expect(readKeyToken(key.token, 'live')).toBeUndefined();
    expect(readKeyToken(newKeyToken('live').token, 'test')).toBeUndefined();
    expect([keyKindOf('prod'), keyKindOf('staging'), keyKindOf('local')]).toEqual(['live', 'test', 'test']);
  });

  it('is followed by nothing, not even a line end', () => {
    expect(readKeyToken(`${key.token}\n`, 'test')).toBeUndefined();
  });
});
