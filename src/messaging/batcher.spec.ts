import { BATCH_LIMITS, Batcher, PublishError, UnpublishableError } from './batcher';

describe('a batcher', () => {
  it('sends what many callers add at once in few requests', async () => {
    const requests: number[] = [];
    const batcher = new Batcher((bodies) => {
      requests.push(bodies.length);
      return Promise.resolve([]);
    });
    await Promise.all(Array.from({ length: 25 }, (_, i) => batcher.add(String(i))));
    expect(requests).toEqual([10, 10, 5]);
  });

  it('fills a request to the byte, whatever the letters', async () => {
    const requests: number[] = [];
    const batcher = new Batcher((bodies) => {
      requests.push(bodies.length);
      return Promise.resolve([]);
    });
    const half = 'ñ'.repeat(BATCH_LIMITS.bytes / 4);
    await Promise.all([half, half, half, half + 'x'].map((body) => batcher.add(body)));
    expect(requests).toEqual([2, 1, 1]);
  });

  it('tells each caller what became of its own message', async () => {
    const batcher = new Batcher((bodies) =>
      Promise.resolve(bodies.map((body) => (body === 'bad' ? new PublishError('no') : undefined))),
    );
    const results = await Promise.allSettled(['good', 'bad', 'good'].map((body) => batcher.add(body)));
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('fails only the batch that could not be sent', async () => {
    const batcher = new Batcher((bodies) =>
      bodies.includes('10') ? Promise.reject(new Error('gone')) : Promise.resolve([]),
    );
    const results = await Promise.allSettled(Array.from({ length: 12 }, (_, i) => batcher.add(String(i))));
    expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(2);
  });

  it('refuses for good what no batch can hold', async () => {
    const batcher = new Batcher(() => Promise.resolve([]));
    await expect(batcher.add('ñ'.repeat(BATCH_LIMITS.bytes / 2 + 1))).rejects.toThrow(UnpublishableError);
    await expect(batcher.add('ñ'.repeat(BATCH_LIMITS.bytes / 2))).resolves.toBeUndefined();
  });
});
