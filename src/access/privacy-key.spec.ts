import { loadConfig } from '../config/config';
import { PrivacyKey } from './privacy-key';

const keyIn = (environment: Readonly<Record<string, string>>): Promise<string> =>
  new PrivacyKey(loadConfig({ AUTH_MODE: 'jwt', ...environment })).get();

describe('the key under which personal data is hashed', () => {
  it('is everybody’s on a laptop', async () => {
    expect(await keyIn({})).toBe('dinex-on-a-laptop');
    const AWS_ENDPOINT_URL_DYNAMODB = 'http://127.0.0.1:8000';
    expect(await keyIn({ STAGE: 'test', AWS_ENDPOINT_URL_DYNAMODB })).toBe('dinex-on-a-laptop');
  });

  it('is never everybody’s in the tables of AWS', async () => {
    await expect(keyIn({ STAGE: 'dev' })).rejects.toThrow(/dev hashes under its own key/);
    expect(await keyIn({ STAGE: 'dev', PRIVACY_KEY: 'a key of its own' })).toBe('a key of its own');
  });
});
