import { Transactions } from '../../../src/database/transaction';
import { conflict } from '../../../src/kernel/errors';
import { newId } from '../../../src/kernel/ids';
import type { IdempotencyKey } from '../../../src/kernel/idempotency-key';
import { IdempotencyService, KeyWrites, refuseTakenKey } from '../../../src/idempotency/idempotency.service';
import { usePlatform } from '../../support/platform';
import { startWorker, Worker } from '../../support/worker';

const platform = usePlatform();
const SHOP = { role: 'shop', subject: 'shop', shop_id: 'shop' } as const;
let worker: Worker;
let service: IdempotencyService;
let works = 0;

beforeAll(async () => {
  worker = await startWorker(platform.environment);
  service = worker.app.get(IdempotencyService);
});
beforeEach(() => {
  works = 0;
  worker.clock.reset();
});
afterAll(async () => {
  await worker.end();
});

const request = (changes: Partial<IdempotencyKey> = {}): IdempotencyKey => ({
  key: 'k',
  method: 'POST',
  path: '/things',
  body_hash: 'h',
  ...changes,
});
const commit = async (writes: ReturnType<KeyWrites['done']>): Promise<void> => {
  refuseTakenKey(await worker.app.get(Transactions).commit(writes));
};
/** Work that answers with its number, in one transaction. */
const work = async (key: KeyWrites): Promise<{ n: number }> => {
  const answer = { n: ++works };
  const writes = key.done(answer);
  if (writes.length > 0) await commit(writes);
  return answer;
};

describe('work under an Idempotency-Key', () => {
  it('is done once, and answered again to the letter', async () => {
    expect(await service.once(SHOP, request(), work)).toEqual({ n: 1 });
    expect(await service.once(SHOP, request(), work)).toEqual({ n: 1 });
    expect(works).toBe(1);
  });

  it('is done each time without a key', async () => {
    await service.once(SHOP, undefined, work);
    expect(await service.once(SHOP, undefined, work)).toEqual({ n: 2 });
  });

  it('is another one for another caller, method, path or key', async () => {
    await service.once(SHOP, request(), work);
    await service.once({ ...SHOP, shop_id: 'other' }, request(), work);
    for (const change of [{ key: 'l' }, { method: 'PUT' }, { path: '/others' }])
      await service.once(SHOP, request(change), work);
    expect(works).toBe(5);
  });

  it('is refused with another body', async () => {
    await service.once(SHOP, request(), work);
    await expect(service.once(SHOP, request({ body_hash: 'i' }), work)).rejects.toMatchObject({ kind: 'invalid' });
    expect(works).toBe(1);
  });

  it('is forgotten after a day, whether TTL has deleted the record or not', async () => {
    await service.once(SHOP, request(), work);
    worker.clock.advance(24 * 3_600_000 + 1_000);
    expect(await service.once(SHOP, request({ body_hash: 'i' }), work)).toEqual({ n: 2 });
  });

  it('gives the answer of the twin that was first, also to one that failed because of it', async () => {
    const late = async (): Promise<{ n: number }> => {
      await service.once(SHOP, request(), work);
      throw conflict('The parcel is cancelled already.');
    };
    expect(await service.once(SHOP, request(), late)).toEqual({ n: 1 });
  });

  it('leaves the key free when it fails of itself', async () => {
    const failing = (): Promise<never> => Promise.reject(new Error('no'));
    await expect(service.once(SHOP, request(), failing)).rejects.toThrow('no');
    expect(await service.once(SHOP, request({ body_hash: 'i' }), work)).toEqual({ n: 1 });
  });

  it('of several transactions goes on where a crash stopped it, with the same resource', async () => {
    const resource = newId(Date.now());
    const begun = async (key: KeyWrites): Promise<{ n: number }> => {
      await commit(key.underWay(resource));
      throw new Error('killed');
    };
    const resume = async (resourceId: string, key: KeyWrites): Promise<{ n: number }> => {
      expect(resourceId).toBe(resource);
      await commit(key.complete(resourceId, { n: 7 }));
      return { n: 7 };
    };
    await expect(service.once(SHOP, request(), begun, resume)).rejects.toThrow('killed');
    expect(await service.once(SHOP, request(), begun, resume)).toEqual({ n: 7 });
    expect(await service.once(SHOP, request(), begun, () => Promise.reject(new Error('again')))).toEqual({ n: 7 });
  });

  it('that failed for good gives its key back, but not one that is another’s', async () => {
    const [first, second] = [newId(Date.now()), newId(Date.now())];
    const givingUp = async (key: KeyWrites): Promise<{ n: number }> => {
      await commit(key.underWay(first));
      const others = await worker.app.get(Transactions).commit(key.release(second));
      expect(others.committed).toBe(false);
      await commit(key.release(first));
      throw new Error('no such orders');
    };
    await expect(service.once(SHOP, request(), givingUp)).rejects.toThrow('no such orders');
    expect(await service.once(SHOP, request({ body_hash: 'i' }), work)).toEqual({ n: 1 });
  });
});
