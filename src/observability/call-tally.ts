/** What one request's log line says of its calls to AWS, so that a slow request names its slow call. */
export interface CallFigures {
  readonly aws_calls: number;
  /** Milliseconds, summed over the calls: two at the same time count twice. */
  readonly aws_ms: number;
  readonly slowest_call: string;
  readonly slowest_call_ms: number;
}

/** Counts the calls to AWS that one scope makes, each try of a repeated call on its own. */
export class CallTally {
  private calls = 0;
  private milliseconds = 0;
  private slowest = { call: '', milliseconds: -1 };

  /** Counts a call from now until the answer or the error is there. */
  async measure<T>(call: string, work: () => Promise<T>): Promise<T> {
    const started = performance.now();
    try {
      return await work();
    } finally {
      const milliseconds = Math.round(performance.now() - started);
      this.calls++;
      this.milliseconds += milliseconds;
      if (milliseconds > this.slowest.milliseconds) this.slowest = { call, milliseconds };
    }
  }

  /** The figures so far; `undefined` where nothing was called. */
  get figures(): CallFigures | undefined {
    if (this.calls === 0) return undefined;
    const { call, milliseconds } = this.slowest;
    return {
      aws_calls: this.calls,
      aws_ms: this.milliseconds,
      slowest_call: call,
      slowest_call_ms: milliseconds,
    };
  }
}
