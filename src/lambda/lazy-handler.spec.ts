import type { Context } from 'aws-lambda';
import { lazyHandler, type Start } from './lazy-handler';

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

  it('is rehearsed once, in its preparation, and told how the process started', async () => {
    const rehearse = jest.fn(() => Promise.reject(new Error('no store yet')));
    const make = jest.fn((_start: Start) =>
      Promise.resolve(Object.assign((event: number) => Promise.resolve(event), { rehearse })),
    );
    const { handler, prepare } = lazyHandler(make);
    await expect(prepare({ code_cache: 'used' })).resolves.toBeUndefined();
    expect(await handler(1, context)).toBe(1);
    expect(make.mock.calls).toEqual([[{ code_cache: 'used' }]]);
    expect(rehearse).toHaveBeenCalledTimes(1);
  });

  it('is not rehearsed by its first event', async () => {
    const rehearse = jest.fn(() => Promise.resolve());
    const { handler } = lazyHandler(() => Promise.resolve(Object.assign(() => Promise.resolve(1), { rehearse })));
    await handler(1, context);
    expect(rehearse).not.toHaveBeenCalled();
  });
});
