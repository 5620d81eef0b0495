import { AsyncLocalStorage } from 'node:async_hooks';
import { CallTally } from './call-tally';

/** What all calls made for one request or one message share: the id that their log lines carry, and the time they may take. */
export class Scope {
  readonly calls = new CallTally();
  private readonly controller = new AbortController();
  private readonly startedAt = performance.now();
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
    const left = Math.max(0, milliseconds - (performance.now() - this.startedAt));
    this.timer = setTimeout(() => {
      this.controller.abort(new DOMException('The request took longer than its deadline.', 'TimeoutError'));
    }, left);
  }

  /** Ends the scope: its signal is never aborted afterwards. */
  end(): void {
    clearTimeout(this.timer);
  }
}

const storage = new AsyncLocalStorage<Scope>();

/** Runs `work` in a scope of its own, whose deadline is `milliseconds` from now. */
export async function withDeadline<T>(milliseconds: number, correlationId: string, work: () => Promise<T>): Promise<T> {
  const scope = new Scope(correlationId, milliseconds);
  try {
    return await storage.run(scope, work);
  } finally {
    scope.end();
  }
}

/** The scope that the caller runs in; `undefined` outside of any, as at start-up. */
export const currentScope = (): Scope | undefined => storage.getStore();
