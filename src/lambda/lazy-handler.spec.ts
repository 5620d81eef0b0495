import type { Context } from 'aws-lambda';
import { lazyHandler } from './lazy-handler';

const context = {} as Context;

describe('a lazy handler', () => {
  it('is made once, by whichever comes first', async () => {
    const make = jest.fn(() => Promise.resolve((event: number) => Promise.resolve(event * 2)));
    const { handler, prepare } = lazyHandler(make);
    expect(make).not.toHaveBeenCalled();
    await Promise.all([prepare(), handler(1, context)]);
    expect(await handler(21, context)).toBe(42);
    expect(make).toHaveBeenCalledTimes(1);
  });

  it('is made again after a failure, which the event is told and not the preparation', async () => {
    const make = jest
      .fn<Promise<(event: number) => Promise<number>>, []>()
      .mockRejectedValueOnce(new Error('no secrets yet'))
      .mockRejectedValueOnce(new Error('nor now'))
      .mockResolvedValue((event) => Promise.resolve(event));
    const { handler, prepare } = lazyHandler(make);
    await expect(prepare()).resolves.toBeUndefined();
    await expect(handler(1, context)).rejects.toThrow('nor now');
    expect(await handler(1, context)).toBe(1);
  });

  it('is not made again because an event failed', async () => {
    const make = jest.fn(() => Promise.resolve(() => Promise.reject(new Error('poison'))));
    const { handler } = lazyHandler(make);
    await expect(handler(1, context)).rejects.toThrow('poison');
    await expect(handler(1, context)).rejects.toThrow('poison');
    expect(make).toHaveBeenCalledTimes(1);
  });
});
