/** What one request's log line says of its calls to AWS: a slow request names its slow call. */
export interface CallFigures {
  readonly aws_calls: number;
  /** Summed: calls at the same time count twice. */
  readonly aws_ms: number;
  readonly slowest_call: string;
  readonly slowest_call_ms: number;
}

/** Counts the tries of calls to AWS that one request makes. */
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

  /** Nothing where nothing was called. */
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

interface AwsRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly method: string;
  readonly path: string;
}

/** `DynamoDB_20120810.GetItem` for services that name the operation in a header, else `POST /v2/email/outbound-emails`. */
export const callName = ({ headers, method, path }: AwsRequest): string =>
  headers['x-amz-target'] ?? `${method} ${path}`;
