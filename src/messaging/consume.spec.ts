import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { currentScope } from '../observability/scope';
import { AfterFailure, consume, Consumption } from './consume';

const consumption = (changes: Partial<Consumption>): Consumption => ({
  timeoutSeconds: 10,
  correlationId: undefined,
  ownId: 'message-1',
  work: () => Promise.resolve(),
  failed: () => Promise.resolve('again' as const),
  ...changes,
});
/** Work that ends only because its scope does. */
const untilAborted = (): Promise<void> =>
  new Promise((_resolve, reject) => {
    currentScope()?.signal.addEventListener('abort', (event) => {
      reject((event.target as AbortSignal).reason as Error);
    });
  });

describe('what a consumer is handed', () => {
  it.each<[string, unknown, string]>([
    ['of the request that caused it', 'request-7', 'request-7'],
    ['of its own where it bears none', undefined, 'message-1'],
    ['of its own where it bears an empty one', '', 'message-1'],
    ['of its own where it bears no text', { id: 1 }, 'message-1'],
  ])('is worked on, and failed, under the id %s', async (_whose, correlationId, expected) => {
    const ids: (string | undefined)[] = [];
    await consume(
      consumption({
        correlationId,
        work: () => {
          ids.push(currentScope()?.correlationId);
          return Promise.reject(new Error('no'));
        },
        failed: () => {
          ids.push(currentScope()?.correlationId);
          return Promise.resolve('done');
        },
      }),
    );
    expect(ids).toEqual([expected, expected]);
    expect(currentScope()).toBeUndefined();
  });

  it.each<[AfterFailure]>([['again'], ['done']])('that failed is %s as its consumer says', async (after) => {
    const failure = new Error('no');
    const told: unknown[] = [];
    const outcome = consume(
      consumption({
        work: () => Promise.reject(failure),
        failed: (error) => {
          told.push(error);
          return Promise.resolve(after);
        },
      }),
    ).then(
      () => 'done',
      (error: unknown) => (error === failure ? 'again' : 'other'),
    );
    expect(await outcome).toBe(after);
    expect(told).toEqual([failure]);
  });
});

describe('the time of a consumer', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it.each([
    ['heeds its scope', untilAborted],
    ['heeds nothing', () => new Promise<void>(() => undefined)],
  ])('ends for work that %s while some is left for the failure', async (_what, work) => {
    let left: number | undefined;
    let reason: unknown;
    const over = consume(
      consumption({
        work,
        failed: (error) => {
          reason = error;
          left = currentScope()?.left;
          return Promise.resolve('done');
        },
      }),
    );
    await jest.advanceTimersByTimeAsync(8_999);
    expect(reason).toBeUndefined();
    await jest.advanceTimersByTimeAsync(1);
    await over;
    expect(reason).toMatchObject({ name: 'TimeoutError' });
    expect(left).toBeCloseTo(900, 0);
  });

  it('is all left for the failure where that came at once', async () => {
    let left: number | undefined;
    await consume(
      consumption({
        work: () => Promise.reject(new Error('no')),
        failed: () => {
          left = currentScope()?.left;
          return Promise.resolve('done');
        },
      }),
    );
    expect(left).toBeCloseTo(9_900, 0);
  });
});

it('is how every consumer opens its scope: besides it only a request does', () => {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const opening = files.filter(
    (file) => !file.endsWith('.spec.ts') && /with(Hard)?Deadline\(/.test(readFileSync(join('src', file), 'utf8')),
  );
  expect(opening.filter((file) => file !== join('observability', 'scope.ts')).sort()).toEqual([
    join('http', 'request-scope.ts'),
    join('messaging', 'consume.ts'),
  ]);
});
