import { setTimeout as sleep } from 'node:timers/promises';
import { currentScope, leavingTime, Scope, withDeadline, withHardDeadline } from './scope';

/** Resolves when the scope's time is over. */
const aborted = (scope: Scope): Promise<void> =>
  new Promise((resolve) => {
    scope.signal.addEventListener('abort', () => {
      resolve();
    });
  });

describe('a scope', () => {
  it('is known to all that is done in it, and to nothing beside it', async () => {
    const known = await withDeadline(60_000, 'c-1', async (scope) => {
      await sleep(1);
      return currentScope() === scope && scope.correlationId;
    });
    expect(known).toBe('c-1');
    expect(currentScope()).toBeUndefined();
  });

  it('aborts its signal at the deadline, and then calls back', async () => {
    await withDeadline(20, 'c-1', async (scope) => {
      const late = jest.fn(() => scope.signal.aborted);
      scope.onDeadline = late;
      await aborted(scope);
      await new Promise(setImmediate);
      expect(late).toHaveReturnedWith(true);
      expect(scope.signal.reason).toMatchObject({ name: 'TimeoutError' });
    });
  });

  it('can be given longer', async () => {
    await withDeadline(50, 'c-1', async (scope) => {
      scope.limitTo(60_000);
      await sleep(120);
      expect(scope.signal.aborted).toBe(false);
    });
  });

  it('counts a new limit from its start', async () => {
    await withDeadline(60_000, 'c-1', async (scope) => {
      await sleep(60);
      scope.limitTo(50);
      await aborted(scope);
    });
  });

  it('neither aborts nor calls back once it has ended', async () => {
    let ended: Scope | undefined;
    const late = jest.fn();
    await withDeadline(30, 'c-1', (scope) => {
      scope.onDeadline = late;
      ended = scope;
      return Promise.resolve();
    });
    await sleep(80);
    expect(ended?.signal.aborted).toBe(false);
    expect(late).not.toHaveBeenCalled();
  });
});

describe('a hard deadline', () => {
  const never = (): Promise<never> => new Promise(() => undefined);

  it('gives up work that does not heed its scope', async () => {
    await expect(withHardDeadline(10, 'c-1', never)).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  it('returns what the work returns, and throws what it throws', async () => {
    expect(await withHardDeadline(60_000, 'c-1', () => Promise.resolve(7))).toBe(7);
    await expect(withHardDeadline(60_000, 'c-1', () => Promise.reject(new RangeError('no')))).rejects.toThrow('no');
    const atOnce = (): never => {
      throw new RangeError('at once');
    };
    await expect(withHardDeadline(60_000, 'c-1', atOnce)).rejects.toThrow('at once');
  });

  it('leaves time to what comes after, under the same id', async () => {
    await withDeadline(60_000, 'c-1', async (outer) => {
      await expect(leavingTime(outer.left - 10, never)).rejects.toMatchObject({ name: 'TimeoutError' });
      expect(outer.signal.aborted).toBe(false);
      expect(await leavingTime(1_000, () => Promise.resolve(currentScope()?.correlationId))).toBe('c-1');
    });
  });

  it('is none outside of any scope', async () => {
    expect(await leavingTime(1_000, () => Promise.resolve(currentScope()))).toBeUndefined();
  });
});
