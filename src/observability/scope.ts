import { AsyncLocalStorage } from 'node:async_hooks';
import { CallTally } from './call-tally';
import { asError } from '../kernel/thrown';

/** What all calls made for one request or one message share: the id that their log lines carry, and the time they may take. */
export class Scope {
  readonly calls = new CallTally();
  /** Called at the deadline, after the signal. */
  onDeadline: (() => void) | undefined;
  private readonly controller = new AbortController();
  private readonly startedAt = performance.now();
  private endsAt = Infinity;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    readonly correlationId: string,
    milliseconds: number,
  ) {
    this.limitTo(milliseconds);
  }

  /** Aborted with a `TimeoutError` at the deadline; calls to stores are aborted with it. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Moves the deadline to `milliseconds` after the start. */
  limitTo(milliseconds: number): void {
    clearTimeout(this.timer);
    this.endsAt = this.startedAt + milliseconds;
    this.timer = setTimeout(() => {
      this.controller.abort(new DOMException('The request took longer than its deadline.', 'TimeoutError'));
      this.onDeadline?.();
    }, this.left);
  }

  /** Milliseconds until the deadline; 0 when it has passed. */
  get left(): number {
    return Math.max(0, this.endsAt - performance.now());
  }

  /** Ends the scope: neither is its signal aborted afterwards nor `onDeadline` called. */
  end(): void {
    clearTimeout(this.timer);
    // Promises and timers keep their scope for a while: a callback that holds a request would outlive it, at 8 us of garbage collection.
    this.onDeadline = undefined;
  }
}

const storage = new AsyncLocalStorage<Scope>();

/** Runs `work` in a scope of its own, whose deadline is `milliseconds` from now. */
export async function withDeadline<T>(
  milliseconds: number,
  correlationId: string,
  work: (scope: Scope) => Promise<T>,
): Promise<T> {
  const scope = new Scope(correlationId, milliseconds);
  try {
    return await storage.run(scope, work, scope);
  } finally {
    scope.end();
  }
}

/**
 * Runs `work` in a scope of its own and gives it up at the deadline even where it does not heed the scope's signal: it may go on, and
 * nobody learns what became of it.
 *
 * @throws DOMException `TimeoutError` at the deadline.
 */
export const withHardDeadline = <T>(milliseconds: number, correlationId: string, work: () => Promise<T>): Promise<T> =>
  withDeadline(
    milliseconds,
    correlationId,
    (scope) =>
      new Promise((resolve, reject) => {
        scope.onDeadline = () => {
          reject(asError(scope.signal.reason));
        };
        work().then(resolve, reject);
      }),
  );

/** Runs `work` under an earlier, hard deadline than the current scope's: it leaves so many milliseconds to what comes after. */
export function leavingTime<T>(milliseconds: number, work: () => Promise<T>): Promise<T> {
  const scope = currentScope();
  return scope === undefined ? work() : withHardDeadline(scope.left - milliseconds, scope.correlationId, work);
}

/** Returns the scope that the caller runs in; `undefined` outside of any, as at start-up. */
export const currentScope = (): Scope | undefined => storage.getStore();
