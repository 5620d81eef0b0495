import { Clock } from '../kernel/clock';
import type { Credential } from './credential';
import { KnownCredentials } from './known-credentials';

const known = (find: (id: string) => Promise<Credential | undefined>) => {
  const clock = new Clock();
  let ahead = 0;
  const start = Date.now();
  clock.now = () => start + ahead;
  return { keys: new KnownCredentials(find, clock), pass: (milliseconds: number) => (ahead += milliseconds) };
};

describe('what a process knows of keys', () => {
  it('is read once in 30 s, however many requests bear the key at once', async () => {
    const find = jest.fn(() => Promise.resolve(undefined));
    const { keys, pass } = known(find);
    await Promise.all(Array.from({ length: 100 }, () => keys.get('a')));
    pass(29_999);
    await keys.get('a');
    expect(find).toHaveBeenCalledTimes(1);
    pass(1);
    await keys.get('a');
    expect(find).toHaveBeenCalledTimes(2);
  });

  it('stays within bounds when somebody tries 10,000 keys: each is read once, and the oldest are forgotten', async () => {
    const find = jest.fn(() => Promise.resolve(undefined));
    const { keys } = known(find);
    for (let i = 0; i < 10_000; i++) await keys.get(`key-${i}`);
    expect(find).toHaveBeenCalledTimes(10_000);
    for (let i = 5_000; i < 10_000; i++) await keys.get(`key-${i}`);
    expect(find).toHaveBeenCalledTimes(10_000);
    await keys.get('key-4999');
    expect(find).toHaveBeenCalledTimes(10_001);
  });

  it('is asked for again after a failure', async () => {
    const find = jest.fn<Promise<undefined>, []>();
    find.mockRejectedValueOnce(new Error('the store is away')).mockResolvedValue(undefined);
    const { keys } = known(find);
    await expect(keys.get('a')).rejects.toThrow('away');
    await keys.get('a');
    expect(find).toHaveBeenCalledTimes(2);
  });
});
