import { loadConfig } from '../config/config';
import { LinkKeys } from './link-keys';

const keysIn = (environment: Readonly<Record<string, string>>) =>
  new LinkKeys(loadConfig({ AUTH_MODE: 'jwt', ...environment })).get();

describe('the keys of links', () => {
  it('are everybody’s on a laptop, and never in the tables of AWS', async () => {
    expect(await keysIn({})).toMatchObject([{ id: 'laptop' }]);
    await expect(keysIn({ STAGE: 'dev' })).rejects.toThrow(/LINK_KEYS_ARN must name it/);
  });

  it('are several where one takes over from another', async () => {
    const LINK_KEYS = `b=${'s'.repeat(32)},a=${'t'.repeat(32)}`;
    expect(await keysIn({ STAGE: 'dev', LINK_KEYS })).toMatchObject([{ id: 'b' }, { id: 'a' }]);
  });

  it('that are none are refused at the start, by a sentence that says what would be right', () => {
    expect(() => loadConfig({ LINK_KEYS: 'a=short' })).toThrow(/LINK_KEYS: each key is an id .* 16 characters or more/);
    expect(() => loadConfig({ LINK_KEYS: 'short' })).toThrow(/LINK_KEYS: /);
  });
});
