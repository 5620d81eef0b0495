import { AsyncLocalStorage } from 'node:async_hooks';
import { CallTally } from './call-tally';

/** What all calls made for one request or one message share: the id that their log lines carry, and the time they may take. */
export class Scope {
  readonly calls = new CallTally();
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
    }, this.left);
  }

  /** Milliseconds until the deadline; 0 when it has passed. */
  get left(): number {
    return Math.max(0, this.endsAt - performance.now());
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

/** Runs `work` under an earlier deadline than the current scope's: it leaves so many milliseconds to what comes after. */
export function leavingTime<T>(milliseconds: number, work: () => Promise<T>): Promise<T> {
  const scope = currentScope();
  return scope === undefined ? work() : withDeadline(scope.left - milliseconds, scope.correlationId, work);
}

/** The scope that the caller runs in; `undefined` outside of any, as at start-up. */
export const currentScope = (): Scope | undefined => storage.getStore();
