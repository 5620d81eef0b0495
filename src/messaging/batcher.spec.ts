import fc from 'fast-check';
import { Batcher, inBatches, MAX_BATCH_BYTES, MAX_BATCH_ENTRIES, PublishError, UnpublishableError } from './batcher';

describe('batches', () => {
  it('stay within both limits, keep the order and lose nothing', () => {
    const sizes = fc.array(fc.integer({ min: 0, max: MAX_BATCH_BYTES }), { maxLength: 40 });
    fc.assert(
      fc.property(sizes, (lengths) => {
        const messages = lengths.map((length) => ({ body: 'x'.repeat(length) }));
        const batches = inBatches(messages);
        expect(batches.flat()).toEqual(messages);
        for (const batch of batches) {
          expect(batch.length).toBeLessThanOrEqual(MAX_BATCH_ENTRIES);
          expect(batch.reduce((sum, { body }) => sum + body.length, 0)).toBeLessThanOrEqual(MAX_BATCH_BYTES);
        }
      }),
      { numRuns: 50 },
    );
  });
});

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
    await expect(batcher.add('ñ'.repeat(MAX_BATCH_BYTES / 2 + 1))).rejects.toThrow(UnpublishableError);
    await expect(batcher.add('ñ'.repeat(MAX_BATCH_BYTES / 2))).resolves.toBeUndefined();
  });
});
